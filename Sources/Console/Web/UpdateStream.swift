// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import ServiceLifecycle

/// Server-sent events that tell a page to look again.
struct UpdateStream {
    let changes: AsyncStream<Void>

    /// No more than a few signals a second: a page that is redrawn more often is not seen better.
    private static let pause = Duration.milliseconds(150)
    /// A sign of life now and then, so that a connection that is gone is noticed.
    private static let heartbeat = Duration.seconds(15)

    private enum Signal: Sendable {
        case change
        case heartbeat
    }

    var response: Response {
        let changes = changes
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "retry: 1000\n\n"))
            let (signals, continuation) = AsyncStream<Signal>.makeStream(bufferingPolicy: .bufferingNewest(1))
            let sources = [
                Task {
                    for await _ in changes { continuation.yield(.change) }
                },
                Task {
                    while (try? await Task.sleep(for: Self.heartbeat)) != nil { continuation.yield(.heartbeat) }
                },
            ]
            defer { for source in sources { source.cancel() } }
            // An open page must not keep the service from ending.
            for await signal in signals.cancelOnGracefulShutdown() {
                switch signal {
                case .change: try await writer.write(ByteBuffer(string: "data: changed\n\n"))
                case .heartbeat: try await writer.write(ByteBuffer(string: ": still here\n\n"))
                }
                try await Task.sleep(for: Self.pause)
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
            body: body
        )
    }
}
