// SPDX-License-Identifier: Apache-2.0

/// How a service of AWS is spoken to, as far as Task states can be forwarded to it: services with a JSON protocol.
struct AWSServiceProtocol: Sendable {
    /// What precedes the action in `X-Amz-Target`.
    let targetPrefix: String
    /// `1.0` or `1.1`.
    let jsonVersion: String
    /// The name in signatures, where it is not the service's own.
    let signingName: String?
    /// Whether members begin with small letters on the wire; in definitions they never do.
    let hasSmallMembers: Bool

    private init(_ prefix: String, _ version: String = "1.1", signed: String? = nil, small: Bool = false) {
        targetPrefix = prefix
        jsonVersion = version
        signingName = signed
        hasSmallMembers = small
    }

    /// By the service's name in resource ARNs.
    static let byService: [String: AWSServiceProtocol] = [
        "athena": AWSServiceProtocol("AmazonAthena"),
        "cloudwatchlogs": AWSServiceProtocol("Logs_20140328", signed: "logs", small: true),
        "codebuild": AWSServiceProtocol("CodeBuild_20161006", small: true),
        "dynamodb": AWSServiceProtocol("DynamoDB_20120810", "1.0"),
        "ecr": AWSServiceProtocol("AmazonEC2ContainerRegistry_V20150921", small: true),
        "ecs": AWSServiceProtocol("AmazonEC2ContainerServiceV20141113", small: true),
        "eventbridge": AWSServiceProtocol("AWSEvents", signed: "events"),
        "events": AWSServiceProtocol("AWSEvents"),
        "glue": AWSServiceProtocol("AWSGlue"),
        "kinesis": AWSServiceProtocol("Kinesis_20131202"),
        "kms": AWSServiceProtocol("TrentService"),
        "secretsmanager": AWSServiceProtocol("secretsmanager"),
        "sqs": AWSServiceProtocol("AmazonSQS", "1.0"),
        "ssm": AWSServiceProtocol("AmazonSSM"),
    ]
}
