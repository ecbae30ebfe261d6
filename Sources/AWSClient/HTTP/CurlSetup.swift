// SPDX-License-Identifier: Apache-2.0

import CCurl

/// Sets options of an easy handle and remembers the first refusal, so that it is checked once, at the end.
final class CurlSetup {
    private let handle: UnsafeMutableRawPointer
    private(set) var failure: CURLcode?

    init(_ handle: UnsafeMutableRawPointer) {
        self.handle = handle
    }

    func long(_ option: CURLoption, _ value: Int) {
        check(shim_curl_set_long(handle, option, value))
    }

    func string(_ option: CURLoption, _ value: String) {
        check(shim_curl_set_string(handle, option, value))
    }

    func pointer(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
        check(shim_curl_set_pointer(handle, option, value))
    }

    /// Makes it a POST of these bytes, which curl copies.
    func body(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            // An empty array may have no address, and no address would mean "read from standard input".
            withUnsafeBytes(of: 0 as UInt8) { nothing in
                check(shim_curl_set_body(handle, buffer.baseAddress ?? nothing.baseAddress, buffer.count))
            }
        }
    }

    func onBody(_ context: UnsafeMutableRawPointer, _ callback: shim_curl_data_callback) {
        check(shim_curl_on_body(handle, callback, context))
    }

    func onHeader(_ context: UnsafeMutableRawPointer, _ callback: shim_curl_data_callback) {
        check(shim_curl_on_header(handle, callback, context))
    }

    func beforeSending(_ context: UnsafeMutableRawPointer, _ callback: shim_curl_sending_callback) {
        check(shim_curl_before_sending(handle, callback, context))
    }

    private func check(_ code: CURLcode) {
        if code != CURLE_OK, failure == nil { failure = code }
    }
}
