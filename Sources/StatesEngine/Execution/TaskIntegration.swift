// SPDX-License-Identifier: Apache-2.0

/// What a Task's `Resource` addresses, and how its result comes back.
public enum TaskIntegration: Sendable, Hashable {
    /// A Lambda function by its own ARN: gets the parameters, its payload is the result.
    case function(arn: String)
    /// An activity: a worker asks for the task and answers with its token.
    case activity(arn: String)
    /// An optimized or `aws-sdk:` service integration.
    case service(TaskResourceName, ServicePattern)

    /// How a service integration's result comes back.
    public enum ServicePattern: Sendable, Hashable {
        /// The answer of the call is the result.
        case requestResponse
        /// The call starts a job whose end is the result (`.sync`, `.sync:2`).
        case runJob
        /// The result comes with the task token (`.waitForTaskToken`).
        case waitForTaskToken
    }
}

extension TaskIntegration {
    /// Whether the context object of the state has the task's token.
    var showsToken: Bool {
        if case .service(_, .waitForTaskToken) = self { true } else { false }
    }

    /// Whether the history tells of the submission, before the result comes.
    package var isSubmitted: Bool {
        switch self {
        case .service(_, .waitForTaskToken), .service(_, .runJob): true
        case .function, .activity, .service(_, .requestResponse): false
        }
    }

    /// Understands a `Resource`.
    ///
    /// - Returns: nil when the text is no ARN of a function, an activity or a service integration.
    public init?(resource: String) {
        let fields = resource.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard fields.count >= 6, fields[0] == "arn" else { return nil }
        switch (fields[2], fields[5]) {
        case ("lambda", "function"):
            self = .function(arn: resource)
        case ("states", "activity"):
            self = .activity(arn: resource)
        case ("states", _) where fields[3].isEmpty && fields[4].isEmpty && fields.count >= 7:
            let isSDK = fields[5] == "aws-sdk"
            guard !isSDK || fields.count >= 8 else { return nil }
            let service = isSDK ? "aws-sdk:\(fields[6])" : fields[5]
            let action = fields[(isSDK ? 7 : 6)...].joined(separator: ":")
            let pattern: ServicePattern =
                if action.hasSuffix(".waitForTaskToken") {
                    .waitForTaskToken
                } else if action.hasSuffix(".sync") || action.contains(".sync:") {
                    .runJob
                } else {
                    .requestResponse
                }
            self = .service(TaskResourceName(resourceType: service, resource: action), pattern)
        default:
            return nil
        }
    }
}
