// SPDX-License-Identifier: Apache-2.0

/// How the history names a service integration: `arn:aws:states:::lambda:invoke` is `invoke` of `lambda`.
public struct TaskResourceName: Sendable, Hashable {
    /// The service, `lambda` or `aws-sdk:dynamodb`.
    public var resourceType: String
    /// The action with its integration pattern, `invoke` or `startExecution.sync:2`.
    public var resource: String

    /// The name of an integration.
    public init(resourceType: String, resource: String) {
        self.resourceType = resourceType
        self.resource = resource
    }
}
