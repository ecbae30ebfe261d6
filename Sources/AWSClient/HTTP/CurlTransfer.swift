// SPDX-License-Identifier: Apache-2.0

import CCurl
import Synchronization

/// One request on its way.
///
/// Unchecked, because once started everything but the cancellation flag belongs to the loop's thread.
final class CurlTransfer: @unchecked Sendable {
    private let request: HTTPRequest
    private let sink: any HTTPBodySink
    private let cancelled = Atomic(false)
    private var handler: (Result<HTTPResponse, TransportError>) -> Void = { _ in }
    private var headers: [HTTPHeader] = []
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let errorBuffer = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var isRefused = false
    private var sendings = 0

    init(request: HTTPRequest, sink: any HTTPBodySink) {
        self.request = request
        self.sink = sink
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_slist_free_all(headerList)
        errorBuffer.deallocate()
    }

    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() {
        cancelled.store(true, ordering: .releasing)
    }

    /// - Parameter handler: called once, on the loop's thread.
    func onFinish(_ handler: @escaping (Result<HTTPResponse, TransportError>) -> Void) {
        self.handler = handler
    }

    func finish(_ result: Result<HTTPResponse, TransportError>) {
        handler(result)
    }

    /// Sets a clean handle up for the request.
    func configure(_ handle: UnsafeMutableRawPointer, options: CurlTransport.Options) throws(TransportError) {
        let setup = CurlSetup(handle)
        setup.string(CURLOPT_URL, request.url)
        setup.string(CURLOPT_PROTOCOLS_STR, "http,https")
        setup.long(CURLOPT_NOSIGNAL, 1)
        setup.long(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        setup.long(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        setup.long(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.wholeMilliseconds)
        if let timeout = request.timeout { setup.long(CURLOPT_TIMEOUT_MS, timeout.wholeMilliseconds) }
        if !request.isRepeatable { setup.long(CURLOPT_FRESH_CONNECT, 1) }
        if request.bypassesProxy { setup.string(CURLOPT_NOPROXY, "*") }
        if let caBundle = options.caBundle { setup.string(CURLOPT_CAINFO, caBundle) }
        setup.string(CURLOPT_USERAGENT, options.userAgent)
        setup.pointer(CURLOPT_ERRORBUFFER, errorBuffer)
        switch request.method {
        case .get: setup.long(CURLOPT_HTTPGET, 1)
        case .post: setup.body(request.body)
        case .head: setup.long(CURLOPT_NOBODY, 1)
        case .put, .patch, .delete, .options:
            setup.body(request.body)
            setup.string(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
        var headers = request.headers
        if let scope = request.signature {
            setup.string(CURLOPT_AWS_SIGV4, "aws:amz:\(scope.region):\(scope.service)")
            setup.string(CURLOPT_USERNAME, scope.credentials.accessKeyID)
            setup.string(CURLOPT_PASSWORD, scope.credentials.secretAccessKey)
            if let token = scope.credentials.sessionToken { headers.append(HTTPHeader("X-Amz-Security-Token", token)) }
        }
        for header in headers {
            guard !header.value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 }) else {
                throw TransportError(.invalidRequest, "the header \(header.name) holds a control character")
            }
            headerList = curl_slist_append(headerList, "\(header.name): \(header.value)")
        }
        setup.pointer(CURLOPT_HTTPHEADER, headerList)
        connectCallbacks(setup)
        guard setup.failure == nil else {
            throw TransportError(.invalidRequest, "libcurl refuses the request to \(request.url)")
        }
    }

    private func connectCallbacks(_ setup: CurlSetup) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        setup.onBody(context) { bytes, size, count, context in
            guard let context, let bytes else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
        }
        setup.onHeader(context) { bytes, size, count, context in
            guard let context, let bytes else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            transfer.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
            return size * count
        }
        // curl repeats by itself what it sent on a connection that had been kept open, and tells nobody.
        setup.beforeSending(context) { context, _, _, _, _ in
            guard let context else { return CURL_PREREQFUNC_ABORT }
            Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue().sendings += 1
            return CURL_PREREQFUNC_OK
        }
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        isRefused = !sink.receive(bytes)
        return !isRefused
    }

    private func receiveHeader(_ line: UnsafeRawBufferPointer) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            // A status line: what came before belonged to an interim answer.
            if line.starts(with: "HTTP/".utf8) { headers = [] }
            return
        }
        let name = String(decoding: line[..<colon], as: UTF8.self)
        let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
        headers.append(HTTPHeader(name, value.trimmed))
    }

    /// What became of the request, once curl is done with it.
    func result(of handle: UnsafeMutableRawPointer, code: CURLcode) -> Result<HTTPResponse, TransportError> {
        var status = 0
        shim_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        guard code != CURLE_OK else {
            return .success(HTTPResponse(status: status, headers: headers, isToRepetition: sendings > 1))
        }
        var sentBytes = 0
        shim_curl_get_long(handle, CURLINFO_REQUEST_SIZE, &sentBytes)
        let kind = TransportError.Kind(code, wasSent: sentBytes > 0, isRefused: isRefused)
        let detail = String(cString: errorBuffer)
        let message = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
        return .failure(TransportError(kind, "no answer from \(request.host): \(message)"))
    }
}

extension TransportError.Kind {
    init(_ code: CURLcode, wasSent: Bool, isRefused: Bool) {
        switch code {
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_OUT_OF_MEMORY, CURLE_BAD_FUNCTION_ARGUMENT:
            self = .invalidRequest
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            self = .untrusted
        case CURLE_WRITE_ERROR where isRefused:
            self = .bodyRefused
        default:
            self = wasSent ? .answerLost : .couldNotConnect
        }
    }
}
