// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// How a Lambda function's answer looks to a state machine, by the way in which it was called.
public enum LambdaAnswer {
    /// The outcome of a task whose function gave that payload.
    ///
    /// A function called by its own ARN gives its payload; `lambda:invoke` gives it inside the answer of the API. With a
    /// task token the answer only says that the function was called.
    public static func success(payload: JSONValue, task: TaskRequest, requestID: String) -> TaskOutcome {
        switch task.integration {
        case .function, .activity:
            return .succeeded(payload)
        case .service(_, .waitForTaskToken):
            return .handedOver(invocation(payload: payload, requestID: requestID))
        case .service:
            return .succeeded(invocation(payload: payload, requestID: requestID))
        }
    }

    /// The outcome of a task whose function threw: the error type names the error, the document is the cause.
    public static func failure(document: JSONValue) -> TaskOutcome {
        .failed(ErrorOutput(error: document["errorType"]?.string ?? "Lambda.Unknown", cause: document.serialized()))
    }

    private static func invocation(payload: JSONValue, requestID: String) -> JSONValue {
        let length = JSONValue.string(String(payload.serializedUTF8().count))
        return [
            "ExecutedVersion": "$LATEST",
            "Payload": payload,
            "SdkHttpMetadata": [
                "AllHttpHeaders": [
                    "X-Amz-Executed-Version": ["$LATEST"],
                    "x-amzn-RequestId": [.string(requestID)],
                    "Content-Length": [length],
                    "Content-Type": ["application/json"],
                ],
                "HttpHeaders": [
                    "Content-Length": length,
                    "Content-Type": "application/json",
                    "X-Amz-Executed-Version": "$LATEST",
                    "x-amzn-RequestId": .string(requestID),
                ],
                "HttpStatusCode": 200,
            ],
            "SdkResponseMetadata": ["RequestId": .string(requestID)],
            "StatusCode": 200,
        ]
    }
}
