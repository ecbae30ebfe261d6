// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// What a failure says about itself: an error name, which retriers and catchers match, and a cause for people.
public struct ErrorOutput: Error, Sendable, Hashable {
    /// The error name, `States.Timeout` for example; a Fail state may leave it out.
    public var error: String?
    /// The reason; for a Lambda function the JSON text of its error document.
    public var cause: String?

    /// A failure with what is known of it.
    public init(error: String?, cause: String? = nil) {
        self.error = error
        self.cause = cause
    }
}

extension ErrorOutput {
    /// The JSON that a catcher puts into the state's output: `{"Error": …, "Cause": …}`.
    public var json: JSONValue {
        var object = JSONObject()
        if let error { object["Error"] = .string(error) }
        if let cause { object["Cause"] = .string(cause) }
        return .object(object)
    }
}
