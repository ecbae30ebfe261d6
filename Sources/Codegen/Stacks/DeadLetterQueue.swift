// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Keeps the starts that EventBridge could not deliver.
enum DeadLetterQueue {
    static let queue: Resource = {
        var queue = Resource(
            "DeadLetters",
            "AWS::SQS::Queue",
            // Encrypted by SQS itself: EventBridge could not use an AWS managed KMS key.
            ["MessageRetentionPeriod": 1_209_600, "SqsManagedSseEnabled": true]
        )
        queue.deletionPolicy = .delete
        queue.accepted = [
            AcceptedFinding("CKV_AWS_27", "It is encrypted, with keys of SQS; the check knows KMS keys only.")
        ]
        return queue
    }()

    /// Lets that rule send, and refuses whoever does not use TLS.
    static func policy(for ruleARN: JSONValue) -> Resource {
        var send = IAMStatement("SendFromRule", ["sqs:SendMessage"], on: queue.arn)
        send.principal = ["Service": "events.amazonaws.com"]
        send.conditions = [
            "StringEquals": ["aws:SourceAccount": .ref("AWS::AccountId")], "ArnEquals": ["aws:SourceArn": ruleARN],
        ]
        let policy = IAMPolicy([send, .denyPlainHTTP(["sqs:*"], on: queue.arn)])
        return Resource(
            "DeadLetterPolicy",
            "AWS::SQS::QueuePolicy",
            ["Queues": [queue.ref], "PolicyDocument": policy.json]
        )
    }
}

extension IAMStatement {
    /// Refuses everybody who does not use TLS.
    static func denyPlainHTTP(_ actions: [String], on resource: JSONValue) -> IAMStatement {
        var statement = IAMStatement("RefuseWithoutTLS", actions, on: resource)
        statement.effect = .deny
        statement.principal = "*"
        statement.conditions = ["Bool": ["aws:SecureTransport": "false"]]
        return statement
    }
}
