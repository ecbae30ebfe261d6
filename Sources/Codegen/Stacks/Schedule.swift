// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What starts the runs: a rule, its role, and a queue for starts that failed.
enum Schedule {
    static var resources: [Resource] { [rule, role, deadLetters, deadLetterPolicy] }

    static var rule: Resource {
        Resource(
            "Schedule",
            "AWS::Events::Rule",
            [
                "Name": .sub(name),
                "Description": "Starts expire-images with the policy of this stack.",
                "ScheduleExpression": Parameters.scheduleExpression.ref,
                "State": Parameters.scheduleState.ref,
                "Targets": [
                    [
                        "Id": "ExpireImages",
                        "Arn": StateMachine.machine.ref,
                        "RoleArn": .getAtt("ScheduleRole", "Arn"),
                        "Input": .sub(PolicyInput.text),
                        "DeadLetterConfig": ["Arn": deadLetters.arn],
                        // A start that is late by more than the interval is pointless: the next one is due.
                        "RetryPolicy": ["MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 24],
                    ]
                ],
            ]
        )
    }

    private static let name = "${AWS::StackName}-schedule"

    /// Known beforehand, so that role and queue can be bound to the rule that refers to them.
    private static var ruleARN: JSONValue {
        .sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/" + name)
    }

    private static var role: Resource {
        .role(
            "ScheduleRole",
            "Starts expire-images.",
            assumedBy: "events.amazonaws.com",
            for: ruleARN,
            IAMPolicy([IAMStatement("Start", ["states:StartExecution"], on: StateMachine.machine.ref)])
        )
    }

    static var deadLetters: Resource {
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
    }

    private static var deadLetterPolicy: Resource {
        var send = IAMStatement("SendFromRule", ["sqs:SendMessage"], on: deadLetters.arn)
        send.principal = ["Service": "events.amazonaws.com"]
        send.conditions = [
            "StringEquals": ["aws:SourceAccount": .ref("AWS::AccountId")], "ArnEquals": ["aws:SourceArn": ruleARN],
        ]
        let policy = IAMPolicy([send, .denyPlainHTTP(["sqs:*"], on: deadLetters.arn)])
        return Resource(
            "DeadLetterPolicy",
            "AWS::SQS::QueuePolicy",
            ["Queues": [deadLetters.ref], "PolicyDocument": policy.json]
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
