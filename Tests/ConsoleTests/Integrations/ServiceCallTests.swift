// SPDX-License-Identifier: Apache-2.0

import AWSClient
import OrderedJSON
import Testing

@testable import Console
@testable import StatesEngine

/// What becomes of a Task state that is forwarded to an endpoint, in the words of AWS's own histories.
@Suite struct ServiceCallTests {
    private func call(_ service: String, _ action: String, _ parameters: JSONValue = [:], by transport: FakeTransport)
        async throws(ErrorOutput) -> JSONValue?
    {
        let endpoints = ServiceEndpoints(AWSEnvironment(variables: ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]))
        return try await EndpointServiceCaller(endpoints, transport: transport)
            .call(.fixture(parameters), service: service, action: action)
    }

    struct Refusal: Sendable {
        let service: String
        let type: String
        let error: String
        let details: String
    }

    @Test(arguments: [
        Refusal(
            service: "dynamodb",
            type: "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
            error: "DynamoDB.ResourceNotFoundException",
            details: "(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException; "
                + "Request ID: r-1; Proxy: null)"
        ),
        Refusal(
            service: "aws-sdk:dynamodb",
            type: "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
            error: "DynamoDb.ResourceNotFoundException",
            details: "(Service: DynamoDb, Status Code: 400, Request ID: r-1) (SDK Attempt Count: 1)"
        ),
        Refusal(
            service: "aws-sdk:dynamodb",
            type: "com.amazon.coral.validate#ValidationException",
            error: "DynamoDb.DynamoDbException",
            details: "(Service: DynamoDb, Status Code: 400, Request ID: r-1) (SDK Attempt Count: 1)"
        ),
        Refusal(
            service: "sqs",
            type: "com.amazonaws.sqs#QueueDoesNotExist",
            error: "SQS.QueueDoesNotExistException",
            details: "(Service: AmazonSQS; Status Code: 400; Error Code: QueueDoesNotExist; Request ID: r-1; "
                + "Proxy: null)"
        ),
        Refusal(
            service: "aws-sdk:secretsmanager",
            type: "ResourceNotFoundException",
            error: "SecretsManager.ResourceNotFoundException",
            details: "(Service: SecretsManager, Status Code: 400, Request ID: r-1) (SDK Attempt Count: 1)"
        ),
    ])
    func namesRefusalsAsTheSDKsDo(_ refusal: Refusal) async throws {
        let transport = FakeTransport(
            status: 400,
            headers: [HTTPHeader("x-amzn-RequestId", "r-1")],
            body: #"{"__type":"\#(refusal.type)","message":"no"}"#
        )
        let error = await #expect(throws: ErrorOutput.self) {
            try await call(refusal.service, "putItem", by: transport)
        }
        #expect(error == ErrorOutput(error: refusal.error, cause: "no \(refusal.details)"))
    }

    @Test func namesAServiceThatCannotBeReached() async throws {
        let transport = FakeTransport(failing: TransportError(.couldNotConnect, "q: Name or service not known"))
        let error = await #expect(throws: ErrorOutput.self) { try await call("sqs", "sendMessage", by: transport) }
        #expect(
            error
                == ErrorOutput(
                    error: "SQS.SdkClientException",
                    cause: "Unable to execute HTTP request: q: Name or service not known"
                )
        )
    }

    @Test func anEntryThatEventBridgeRefusesFailsTheTask() async throws {
        let transport = FakeTransport(
            body: #"{"FailedEntryCount":1,"Entries":[{"ErrorCode":"MalformedDetail","ErrorMessage":"bad"}]}"#
        )
        let error = await #expect(throws: ErrorOutput.self) { try await call("events", "putEvents", by: transport) }
        #expect(error?.error == "EventBridge.FailedEntry")
        #expect(try error?.cause.map { try JSONValue(parsing: $0) }?["FailedEntryCount"] == 1)
    }

    @Test func givesAMessageBodyAsText() async throws {
        let transport = FakeTransport(body: #"{"MessageId":"m"}"#)
        let parameters: JSONValue = ["QueueUrl": "q", "MessageBody": ["a": 1]]
        let result = try await call("sqs", "sendMessage", parameters, by: transport)
        #expect(result?["MessageId"] == "m")
        let sent = try JSONValue(parsing: try #require(transport.lastRequest).body)
        #expect(sent["MessageBody"] == #"{"a":1}"#)
    }
}

extension TaskRequest {
    /// A task of which only the parameters matter.
    static func fixture(_ parameters: JSONValue) -> TaskRequest {
        TaskRequest(
            id: TaskID(1),
            executionARN: "arn:aws:states:us-east-1:123456789012:execution:M:e",
            stateMachineName: "M",
            stateName: "T",
            resource: "arn:aws:states:::http:invoke",
            integration: .service(TaskResourceName(resourceType: "http", resource: "invoke"), .requestResponse),
            parameters: parameters,
            timeoutSeconds: nil,
            heartbeatSeconds: nil,
            credentialsRoleARN: nil,
            retryCount: 0,
            token: TaskToken(executionARN: "e", taskID: TaskID(1), nonce: 1)
        )
    }
}
