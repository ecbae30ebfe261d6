// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@testable import Console

/// Calls actions as an AWS client would, without a socket.
struct APIClient {
    let service: StepFunctionsService

    struct Answer {
        let status: Int
        let body: JSONValue

        var errorType: String? { body["__type"]?.string }
        var message: String? { body["message"]?.string }
    }

    /// Runs a test against a fresh service, in memory unless configured otherwise.
    static func test(
        _ configuration: ConsoleConfiguration = ConsoleConfiguration(),
        _ body: (APIClient, StepFunctionsService) async throws -> Void
    ) async throws {
        let server = try ConsoleServer(configuration)
        try await body(APIClient(service: server.service), server.service)
    }

    func send(_ bytes: [UInt8], target: String?) async -> Answer {
        let call = StepFunctionsEndpoint.Call(
            target: target,
            authorization: "AWS4-HMAC-SHA256 Credential=AKID/20261121/eu-west-1/states/aws4_request, SignedHeaders=host"
        )
        switch await StepFunctionsEndpoint(service: service).answer(call, body: bytes) {
        case .success(let body): return Answer(status: 200, body: .object(body))
        case .failure(let error): return Answer(status: error.status, body: .object(error.body))
        }
    }

    func call(_ action: String, _ members: JSONObject) async throws -> Answer {
        await send(JSONValue.object(members).serializedUTF8(), target: "AWSStepFunctions.\(action)")
    }

    /// Calls an action that must succeed.
    @discardableResult
    func success(_ action: String, _ members: JSONObject) async throws -> JSONValue {
        let answer = try await call(action, members)
        try #require(answer.status == 200, "\(answer.body)")
        return answer.body
    }

    /// Creates a state machine that passes its input on.
    func createMachine(_ name: String = "Machine", _ more: JSONObject = [:]) async throws -> String {
        var members: JSONObject = [
            "name": .string(name), "definition": .string(Fixture.pass), "roleArn": .string(Fixture.role),
        ]
        for (key, value) in more { members[key] = value }
        return try #require(try await success("CreateStateMachine", members)["stateMachineArn"]?.string)
    }

    /// Starts an execution of a state machine made for it.
    func start(_ definition: String, input: JSONValue = [:]) async throws -> String {
        let machine = try await createMachine("Machine", ["definition": .string(definition)])
        let started = try await success(
            "StartExecution",
            ["stateMachineArn": .string(machine), "input": .string(input.serialized())]
        )
        return try #require(started["executionArn"]?.string)
    }

    /// Runs an execution to its end.
    func execute(_ definition: String, input: JSONValue = [:]) async throws -> String {
        let execution = try await start(definition, input: input)
        _ = await service.running.end(of: execution)
        return execution
    }
}

enum Fixture {
    static let role = "arn:aws:iam::123456789012:role/test"
    static let pass = #"{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}"#
    static let passTwice =
        #"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","End":true}}}"#
}
