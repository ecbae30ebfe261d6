// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import OrderedJSON
import StatesEngine

/// Lambda's Runtime API on loopback, for one process.
struct RuntimeAPI {
    let environment: FunctionEnvironment

    /// The most that a function may answer, in bytes (Lambda quotas: 6 MB), and what the JSON of an error adds.
    private static let largestAnswer = 7 << 20

    /// Listens on a free port.
    ///
    /// - Returns: The port, and the task that serves until it is cancelled.
    func listen() async throws -> (port: Int, server: Task<Void, any Error>) {
        let (ports, found) = AsyncThrowingStream<Int, any Error>.makeStream()
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in found.yield(channel.localAddress?.port ?? 0) }
        )
        let server = Task {
            do {
                try await application.run()
                found.finish()
            } catch {
                found.finish(throwing: error)
                throw error
            }
        }
        for try await port in ports { return (port, server) }
        throw CancellationError()
    }

    private var router: Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        let runtime = router.group("2018-06-01/runtime")
        runtime.get("invocation/next") { _, _ in await next() }
        runtime.post("invocation/:id/response") { request, context in
            let body = try await request.body.collect(upTo: Self.largestAnswer)
            return await take(.success(Array(body.readableBytesView)), context)
        }
        runtime.post("invocation/:id/error") { request, context in
            await take(.failure(try await error(in: request)), context)
        }
        runtime.post("init/error") { request, _ in
            await environment.initFailed(try await error(in: request))
            return Response(status: .accepted)
        }
        return router
    }

    private func next() async -> Response {
        guard let invocation = await environment.next() else { return Response(status: .gone) }
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.runtimeRequestID] = invocation.requestID
        headers[.runtimeDeadline] = String(Int(invocation.deadline.timeIntervalSince1970 * 1000))
        let body = ResponseBody(byteBuffer: ByteBuffer(bytes: invocation.payload))
        return Response(status: .ok, headers: headers, body: body)
    }

    private func take(_ result: Result<[UInt8], ErrorOutput>, _ context: BasicRequestContext) async -> Response {
        let isKnown = await environment.answered(context.parameters.get("id") ?? "", result)
        return Response(status: isKnown ? .accepted : .badRequest)
    }

    /// The type is in the body, or in a header where the body has none.
    private func error(in request: Request) async throws -> ErrorOutput {
        let body = Array(try await request.body.collect(upTo: Self.largestAnswer).readableBytesView)
        let type = (try? JSONValue(parsing: body))?["errorType"]?.string ?? request.headers[.runtimeErrorType]
        return ErrorOutput(error: type ?? "Lambda.Unknown", cause: String(decoding: body, as: UTF8.self))
    }
}

extension HTTPField.Name {
    fileprivate static let runtimeRequestID = name("Lambda-Runtime-Aws-Request-Id")
    fileprivate static let runtimeDeadline = name("Lambda-Runtime-Deadline-Ms")
    fileprivate static let runtimeErrorType = name("Lambda-Runtime-Function-Error-Type")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no name of a header") }
        return name
    }
}
