// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// A refusal as Step Functions words it: the error's name, its sentence, and the HTTP status.
package struct APIError: Error, Sendable, Hashable {
    /// The name that clients turn into an exception class, `StateMachineDoesNotExist` for example.
    package let type: String
    package let message: String
    package let status: Int
    /// A machine-readable reason, which only some `ValidationException`s carry.
    package let reason: String?

    package init(_ type: String, _ message: String, status: Int = 400, reason: String? = nil) {
        self.type = type
        self.message = message
        self.status = status
        self.reason = reason
    }

    var body: JSONObject {
        JSONObject(present: [
            ("__type", .string(type)), ("message", .string(message)), ("reason", reason.map(JSONValue.string)),
        ])
    }
}

extension APIError {
    static func validation(_ message: String, reason: String? = nil) -> APIError {
        APIError("ValidationException", message, reason: reason)
    }

    static func invalidARN(_ problem: String) -> APIError {
        APIError("InvalidArn", "Invalid Arn: '\(problem)'")
    }

    static func invalidName(_ name: String) -> APIError {
        APIError("InvalidName", "Invalid Name: '\(name)'")
    }

    static let invalidToken = APIError("InvalidToken", "Invalid Token: 'Invalid token'")

    static func noStateMachine(_ arn: String) -> APIError {
        APIError("StateMachineDoesNotExist", "State Machine Does Not Exist: '\(arn)'")
    }

    static func noExecution(_ arn: String) -> APIError {
        APIError("ExecutionDoesNotExist", "Execution Does Not Exist: '\(arn)'")
    }

    static func noActivity(_ arn: String) -> APIError {
        APIError("ActivityDoesNotExist", "Activity Does Not Exist: '\(arn)'")
    }

    static func noResource(_ arn: String) -> APIError {
        APIError("ResourceNotFound", "Resource not found: '\(arn)'")
    }

    static func invalidDefinition(_ problem: String) -> APIError {
        APIError("InvalidDefinition", "Invalid State Machine Definition: '\(problem)'")
    }

    static func invalidInput(_ problem: String) -> APIError {
        APIError("InvalidExecutionInput", "Invalid State Machine Execution Input: '\(problem)'")
    }

    static func invalidLogging(_ problem: String) -> APIError {
        APIError("InvalidLoggingConfiguration", "Invalid Logging Configuration: \(problem)")
    }

    static func tooManyTags(_ arn: String) -> APIError {
        APIError("TooManyTags", "Too many tags: '\(arn)'")
    }

    static func serialization(_ message: String) -> APIError {
        APIError("SerializationException", message)
    }
}
