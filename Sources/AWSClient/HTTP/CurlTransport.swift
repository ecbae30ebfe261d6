// SPDX-License-Identifier: Apache-2.0

import CCurl

/// HTTP over libcurl, with TLS verified, the proxy settings of the environment, and connections kept open.
///
/// All transfers share one thread and one connection cache.
package final class CurlTransport: HTTPTransport {
    package struct Options: Sendable {
        /// Certificates to trust in place of the system's, as a PEM file (`AWS_CA_BUNDLE`).
        package var caBundle: String?
        package var userAgent = "shelflife"

        package init(caBundle: String? = nil) {
            self.caBundle = caBundle
        }
    }

    private let loop: CurlLoop

    /// - Throws: ``TransportError`` when libcurl or its thread cannot be started.
    package init(options: Options = Options()) throws(TransportError) {
        loop = try CurlLoop(options: options)
    }

    deinit {
        loop.stop()
    }

    package func send(_ request: HTTPRequest, body: any HTTPBodySink) async throws(TransportError) -> HTTPResponse {
        let transfer = CurlTransfer(request: request, sink: body)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.onFinish { continuation.resume(returning: $0) }
                loop.start(transfer)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
        return try result.get()
    }
}
