// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import OrderedJSON
import ServiceLifecycle

/// The AWS JSON 1.0 protocol: a POST to `/` whose `X-Amz-Target` names the action.
///
/// Signatures are not checked, any credentials will do; the region of the signature is the region of the resources.
struct StepFunctionsEndpoint: Sendable {
    let service: StepFunctionsService

    private static let contentType = "application/x-amz-json-1.0"
    /// A definition of 1 MiB grows when JSON escapes it; beyond this nothing valid fits.
    private static let largestBody = 8 << 20

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.post("/") { request, _ in await respond(to: request) }
    }

    private func respond(to request: Request) async -> Response {
        let call = Call(
            target: request.headers[.amzTarget],
            authorization: request.headers[.authorization]
        )
        do {
            guard call.action is GetActivityTask.Type else {
                let bytes = try await request.body.collect(upTo: Self.largestBody)
                return Self.response(await answer(call, body: bytes.readableBytesView))
            }
            // A worker that hangs up must not be given a task. Watching the connection uses it up: it ends with this
            // answer, and a client that is not told so would send its next request into a connection that closes.
            return try await request.body.consumeWithCancellationOnInboundClose { body in
                let bytes = try await body.collect(upTo: Self.largestBody)
                // A server that is told to end does not wait for the rest of the minute.
                let result = await cancelWhenGracefulShutdown {
                    await answer(call, body: bytes.readableBytesView)
                }
                var response = Self.response(result)
                response.headers[.connection] = "close"
                return response
            }
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            return Self.response(.failure(.bodyTooLarge))
        } catch {
            return Self.response(.failure(.serialization("The request could not be read.")))
        }
    }

    /// What the headers of a request say.
    struct Call: Sendable {
        let action: (any APIAction.Type)?
        let region: String

        /// The action is the target's last part; the region is the third part of the signature's scope,
        /// `AKID/20261121/us-east-1/states/aws4_request`.
        init(target: String?, authorization: String?) {
            let target = target ?? ""
            action =
                target.hasPrefix(targetPrefix)
                ? APIActions.byName[String(target.dropFirst(targetPrefix.count))] : nil
            let fields = authorization?.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") } ?? []
            let scope = fields.first { $0.starts(with: "Credential=".utf8) } ?? Substring().utf8
            let parts = scope.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            region = parts.count == 5 ? String(Substring(parts[2])) : defaultRegion
        }
    }

    /// Answers a call.
    ///
    /// What goes wrong is an answer too.
    func answer(_ call: Call, body: some Sequence<UInt8>) async -> Result<JSONObject, APIError> {
        guard let action = call.action else { return .failure(.unknownOperation) }
        guard let members = try? JSONValue(parsing: body).object else {
            return .failure(.serialization("The body must be a JSON object in UTF-8."))
        }
        do {
            return .success(try await action.handle(members, region: call.region, in: service))
        } catch let error as APIError {
            return .failure(error)
        } catch {
            return .failure(APIError("InternalFailure", "\(error)", status: 500))
        }
    }

    private static func response(_ result: Result<JSONObject, APIError>) -> Response {
        var headers: HTTPFields = [.contentType: contentType, .amznRequestID: randomUUID()]
        let status: HTTPResponse.Status
        let body: JSONObject
        switch result {
        case .success(let answer):
            (status, body) = (.ok, answer)
        case .failure(let error):
            (status, body) = (.init(code: error.status), error.body)
            headers[.amznErrorType] = error.type
        }
        let bytes = ByteBuffer(bytes: JSONValue.object(body).serializedUTF8())
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }
}

private let targetPrefix = "AWSStepFunctions."
private let defaultRegion = "us-east-1"

extension APIError {
    static let unknownOperation = APIError("UnknownOperationException", "The operation is not known.")
    static let bodyTooLarge = APIError("RequestEntityTooLargeException", "The request is too large.", status: 413)
}
