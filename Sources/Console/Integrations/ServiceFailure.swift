// SPDX-License-Identifier: Apache-2.0

import AWSClient
import OrderedJSON
import StatesEngine

/// How Step Functions words what a service refuses.
///
/// `aws-sdk:` integrations use the names of the second AWS SDK for Java, optimized ones those of the first.
struct ServiceFailure {
    /// The service's name in resource ARNs, without `aws-sdk:`.
    let service: String
    let isSDK: Bool

    /// Before the dot of error names; the service's name in causes; the exception for errors that its model lacks.
    private struct Names {
        let prefix: String
        let service: String
        let general: String

        init(_ prefix: String, _ service: String, general: String) {
            self.prefix = prefix
            self.service = service
            self.general = general
        }

        /// The second SDK has one name for all.
        init(_ title: String) {
            self.init(title, title, general: title + "Exception")
        }
    }

    private static let sdkTitles = [
        "dynamodb": "DynamoDb", "eventbridge": "EventBridge", "secretsmanager": "SecretsManager",
        "cloudwatchlogs": "CloudWatchLogs", "codebuild": "CodeBuild",
    ]

    private static let optimizedNames = [
        "athena": Names("Athena", "AmazonAthena", general: "AmazonAthenaException"),
        "codebuild": Names("CodeBuild", "AWSCodeBuild", general: "AWSCodeBuildException"),
        "dynamodb": Names("DynamoDB", "AmazonDynamoDBv2", general: "AmazonDynamoDBException"),
        "ecs": Names("ECS", "AmazonECS", general: "AmazonECSException"),
        "events": Names("EventBridge", "AmazonEventBridge", general: "AmazonEventBridgeException"),
        "glue": Names("Glue", "AWSGlue", general: "AWSGlueException"),
        "sqs": Names("SQS", "AmazonSQS", general: "AmazonSQSException"),
    ]

    /// Codes that every service gives and none has in its model; DynamoDB's model lacks one more.
    private static let unmodelledCodes: Set = [
        "UnrecognizedClientException", "InvalidSignatureException", "MissingAuthenticationTokenException",
        "IncompleteSignatureException", "SerializationException",
    ]

    private var names: Names {
        if !isSDK, let names = Self.optimizedNames[service] { return names }
        return Names(Self.sdkTitles[service] ?? service.prefix(1).uppercased() + service.dropFirst())
    }

    /// The service answered with an error.
    func refused(_ answer: JSONValue, _ response: HTTPResponse) -> ErrorOutput {
        let type = answer["__type"]?.string ?? ""
        let code = type.split(separator: "#").last.map(String.init) ?? ""
        let exception = code.hasSuffix("Exception") ? code : code + "Exception"
        let isModelled =
            !code.isEmpty && !Self.unmodelledCodes.contains(code)
            && !(service == "dynamodb" && code == "ValidationException")
        let message = answer["message"]?.string ?? answer["Message"]?.string ?? ""
        let requestID = response[header: "x-amzn-RequestId"] ?? ""
        let details =
            isSDK
            ? "(Service: \(names.service), Status Code: \(response.status), Request ID: \(requestID))"
                + " (SDK Attempt Count: 1)"
            : "(Service: \(names.service); Status Code: \(response.status); Error Code: \(code); "
                + "Request ID: \(requestID); Proxy: null)"
        return ErrorOutput(
            error: "\(names.prefix).\(isModelled ? exception : names.general)",
            cause: "\(message) \(details)"
        )
    }

    /// No answer came back.
    func unreachable(_ error: TransportError) -> ErrorOutput {
        ErrorOutput(
            error: "\(names.prefix).SdkClientException",
            cause: "Unable to execute HTTP request: \(error.message)"
        )
    }

    /// `events:putEvents` took the request and refused some of its entries.
    ///
    /// - Returns: nil when it took them all.
    func failedEntries(_ result: JSONValue) -> ErrorOutput? {
        guard service == "events", !isSDK, let count = result["FailedEntryCount"]?.integer, count > 0 else {
            return nil
        }
        return ErrorOutput(error: "EventBridge.FailedEntry", cause: result.serialized())
    }
}
