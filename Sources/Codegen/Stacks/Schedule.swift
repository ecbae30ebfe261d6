// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What starts the runs: a rule, its role, and a queue for starts that failed.
enum Schedule {
    static var resources: [Resource] {
        [rule, role, DeadLetterQueue.queue, DeadLetterQueue.policy(for: ruleARN)]
    }

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
                    .object(
                        target(
                            machine,
                            role: .getAtt("ScheduleRole", "Arn"),
                            input: .sub(PolicyInput.text)
                        )
                    )
                ],
            ]
        )
    }

    private static let machine = JSONValue.ref(Workflow.expireImages.logicalID)

    /// A state machine as the target of a rule.
    static func target(_ stateMachineARN: JSONValue, role: JSONValue, input: JSONValue) -> JSONObject {
        [
            "Id": "StateMachine",
            "Arn": stateMachineARN,
            "RoleArn": role,
            "Input": input,
            "DeadLetterConfig": ["Arn": DeadLetterQueue.queue.arn],
            "RetryPolicy": retryPolicy,
        ]
    }

    /// A start that is late by more than an hour is pointless: the next one is due.
    static let retryPolicy: JSONValue = ["MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 24]

    private static let name = "${AWS::StackName}-schedule"

    /// Known beforehand, so that role and queue can be bound to the rule that refers to them.
    static let ruleARN: JSONValue = .sub(
        "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/" + name
    )

    private static var role: Resource {
        .role(
            "ScheduleRole",
            "Starts expire-images.",
            assumedBy: "events.amazonaws.com",
            for: ruleARN,
            IAMPolicy([IAMStatement("Start", ["states:StartExecution"], on: machine)])
        )
    }
}
