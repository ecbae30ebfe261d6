// SPDX-License-Identifier: Apache-2.0

import CCurl
import Synchronization

/// The thread that drives every transfer of a ``CurlTransport`` through one curl multi handle.
///
/// Other threads only leave orders in the inbox and wake it up; everything of curl's is touched by this thread alone.
final class CurlLoop: Sendable {
    private struct Inbox {
        var started: [CurlTransfer] = []
        var isStopped = false
    }

    private let inbox = Mutex(Inbox())
    /// The loop's thread owns it; other threads only call `curl_multi_wakeup`, under the inbox's lock.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    private let options: CurlTransport.Options

    init(options: CurlTransport.Options) throws(TransportError) {
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let multi = curl_multi_init() else {
            throw TransportError(.invalidRequest, "libcurl could not be initialised")
        }
        shim_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 32)
        self.multi = multi
        self.options = options
        guard DetachedThread.start({ self.run() }) else {
            curl_multi_cleanup(multi)
            throw TransportError(.invalidRequest, "the thread for HTTP could not be started")
        }
    }

    func start(_ transfer: CurlTransfer) {
        order { $0.started.append(transfer) }
    }

    func cancel(_ transfer: CurlTransfer) {
        transfer.cancel()
        order { _ in }
    }

    /// Lets the thread end.
    ///
    /// Only called when no transfer is left, since each holds the transport.
    func stop() {
        order { $0.isStopped = true }
    }

    /// The wake-up happens under the lock, so that the thread cannot free the handle in between.
    private func order(_ change: (inout Inbox) -> Void) {
        inbox.withLock { inbox in
            guard !inbox.isStopped else { return }
            change(&inbox)
            curl_multi_wakeup(multi)
        }
    }

    private func run() {
        var active: [UnsafeMutableRawPointer: CurlTransfer] = [:]
        /// Finished handles keep their buffers and are used again.
        var spare: [UnsafeMutableRawPointer] = []
        while true {
            let orders = inbox.withLock { inbox in
                defer { inbox.started = [] }
                return inbox
            }
            if orders.isStopped { break }
            for transfer in orders.started {
                begin(transfer, on: spare.popLast() ?? curl_easy_init(), active: &active)
            }
            for (handle, transfer) in active where transfer.isCancelled {
                active[handle] = nil
                spare.append(end(transfer, handle, .failure(TransportError(.cancelled, "cancelled"))))
            }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            for (handle, code) in finished() {
                guard let transfer = active.removeValue(forKey: handle) else { continue }
                spare.append(end(transfer, handle, transfer.result(of: handle, code: code)))
            }
            curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
        spare.forEach { curl_easy_cleanup($0) }
        curl_multi_cleanup(multi)
    }

    private func begin(
        _ transfer: CurlTransfer,
        on handle: UnsafeMutableRawPointer?,
        active: inout [UnsafeMutableRawPointer: CurlTransfer]
    ) {
        guard let handle else {
            return transfer.finish(.failure(TransportError(.invalidRequest, "libcurl is out of memory")))
        }
        do throws(TransportError) {
            try transfer.configure(handle, options: options)
        } catch {
            curl_easy_cleanup(handle)
            return transfer.finish(.failure(error))
        }
        curl_multi_add_handle(multi, handle)
        active[handle] = transfer
    }

    /// - Returns: the handle, clean again.
    private func end(
        _ transfer: CurlTransfer,
        _ handle: UnsafeMutableRawPointer,
        _ result: Result<HTTPResponse, TransportError>
    ) -> UnsafeMutableRawPointer {
        curl_multi_remove_handle(multi, handle)
        curl_easy_reset(handle)
        transfer.finish(result)
        return handle
    }

    private func finished() -> [(UnsafeMutableRawPointer, CURLcode)] {
        var finished: [(UnsafeMutableRawPointer, CURLcode)] = []
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            var code = CURLE_OK
            if let handle = shim_curl_finished(message, &code) { finished.append((handle, code)) }
        }
        return finished
    }
}
