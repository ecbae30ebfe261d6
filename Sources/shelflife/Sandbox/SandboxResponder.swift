// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import HTTPTypes
import Hummingbird
import NIOCore

/// Keeps the connection, so that an injected fault can cut it.
struct SandboxRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// Hands HTTP requests to the sandbox and its answers, or the lack of them, to the network.
struct SandboxResponder: HTTPResponder {
    /// EC2 refuses larger requests as well.
    private static let maximumBodyBytes = 4 << 20

    let sandbox: EC2Sandbox

    func respond(to request: Request, context: SandboxRequestContext) async throws -> Response {
        let body = try await request.body.collect(upTo: Self.maximumBodyBytes)
        var fields = Dictionary(
            request.headers.map { ($0.name.rawName, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        // HTTPTypes keeps the host apart; an unsigned request names its region by it.
        fields["Host"] = request.head.authority
        let answer = sandbox.respond(
            to: SandboxRequest(
                method: request.method.rawValue,
                target: request.uri.string,
                headers: fields,
                body: Array(buffer: body)
            )
        )
        if answer.delay > .zero { try await Task.sleep(for: answer.delay) }
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let status = HTTPResponse.Status(code: answer.status)
        switch answer.delivery {
        case .whole:
            return Response(
                status: status,
                headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
            )
        case .cutAfter(let count):
            let channel = context.channel
            let kept = ByteBuffer(bytes: answer.body.prefix(count))
            return Response(
                status: status,
                headers: headers,
                body: ResponseBody(contentLength: answer.body.count) { writer in
                    try await writer.write(kept)
                    try? await channel.close()
                    throw ConnectionCut()
                }
            )
        case .reset:
            try? await context.channel.close()
            throw ConnectionCut()
        }
    }
}

/// Ends the handling of a request whose connection an injected fault has closed.
struct ConnectionCut: Error {}
