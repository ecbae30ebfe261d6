// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// One more schedule for a state machine: a small stack with a policy document of its own.
///
/// Any number of them stand side by side; deploying one never touches another. A rule by default, which needs nothing
/// else; an EventBridge Scheduler schedule where a time zone is given, because rules know UTC only.
package enum ScheduleStack {
    package static var template: Template {
        var template = Template(
            description: "Shelflife: one more schedule for a state machine, with a policy of its own.",
            parameterGroups: [
                ParameterGroup("What", [stateMachineARN, policyDocument]),
                ParameterGroup("When", [Parameters.scheduleExpression, timeZone, Parameters.scheduleState]),
                ParameterGroup("Notices", [notificationTopicARN, Parameters.hoursWithoutSuccess]),
                Parameters.roles,
            ],
            resources: [
                rule, ruleRole, schedule, scheduleRole, DeadLetterQueue.queue,
                DeadLetterQueue.policy(for: Schedule.ruleARN),
            ] + alarms
        )
        template.conditions = [
            "UsesRule": .equals(timeZone.ref, ""),
            "UsesScheduler": .not(.equals(timeZone.ref, "")),
            "HasNotificationTopic": .not(.equals(notificationTopicARN.ref, "")),
            "HasPermissionsBoundary": .not(.equals(Parameters.permissionsBoundaryARN.ref, "")),
        ]
        template.outputs = [
            Output(
                "DeadLetterQueueUrl",
                "Starts that EventBridge could not deliver.",
                DeadLetterQueue.queue.ref
            )
        ]
        return template
    }

    private static let stateMachineARN = Parameter(
        "StateMachineArn",
        "State machine",
        .text(
            pattern: "^arn:aws[a-z-]*:states:[a-z0-9-]+:[0-9]{12}:stateMachine:[A-Za-z0-9_-]+$",
            expectation: "The ARN of a state machine"
        ),
        default: nil,
        "What to start: the output StateMachineArn of the main stack."
    )
    private static let policyDocument = Parameter(
        "PolicyDocument",
        "Policy",
        .text(pattern: #"^\s*\{[\s\S]*\}\s*$"#, expectation: "A policy as JSON object"),
        default: nil,
        "The policy as JSON, of at most 4,096 characters; policies/policy.schema.json describes it."
    )
    private static let timeZone = Parameter(
        "TimeZone",
        "Time zone",
        .text(pattern: "^$|^[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}$", expectation: "An IANA time zone, or nothing for UTC"),
        default: "",
        "Europe/Berlin, for instance: cron expressions are read in it. Empty for UTC."
    )
    private static let notificationTopicARN = Parameter(
        "NotificationTopicArn",
        "Topic for the alarm",
        .text(
            pattern: "^$|^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$",
            expectation: "The ARN of an SNS topic, or nothing"
        ),
        default: "",
        "Hears of starts that failed and runs that were missed: the output NotificationTopicArn of the main stack. Empty for none."
    )

    private static var rule: Resource {
        var rule = Resource(
            "Rule",
            "AWS::Events::Rule",
            [
                "Name": .sub("${AWS::StackName}-schedule"),
                "Description": "Starts a state machine of Shelflife with the policy of this stack.",
                "ScheduleExpression": Parameters.scheduleExpression.ref,
                "State": Parameters.scheduleState.ref,
                "Targets": [
                    .object(
                        Schedule.target(
                            stateMachineARN.ref,
                            role: .getAtt("RuleRole", "Arn"),
                            input: policyDocument.ref
                        )
                    )
                ],
            ]
        )
        rule.condition = "UsesRule"
        return rule
    }

    private static var ruleRole: Resource {
        var role = Resource.role(
            "RuleRole",
            "Starts a state machine of Shelflife.",
            assumedBy: "events.amazonaws.com",
            for: Schedule.ruleARN,
            IAMPolicy([start])
        )
        role.condition = "UsesRule"
        return role
    }

    private static var schedule: Resource {
        var schedule = Resource(
            "Schedule",
            "AWS::Scheduler::Schedule",
            [
                "Name": .sub("${AWS::StackName}-schedule"),
                "Description": "Starts a state machine of Shelflife with the policy of this stack.",
                "ScheduleExpression": Parameters.scheduleExpression.ref,
                "ScheduleExpressionTimezone": timeZone.ref,
                "State": Parameters.scheduleState.ref,
                "FlexibleTimeWindow": ["Mode": "OFF"],
                "Target": [
                    "Arn": stateMachineARN.ref,
                    "RoleArn": .getAtt("ScheduleRole", "Arn"),
                    "Input": policyDocument.ref,
                    "DeadLetterConfig": ["Arn": DeadLetterQueue.queue.arn],
                    "RetryPolicy": Schedule.retryPolicy,
                ],
            ]
        )
        schedule.condition = "UsesScheduler"
        schedule.accepted = [
            AcceptedFinding("CKV_AWS_297", "The policy document is no secret; Scheduler encrypts it with its own key.")
        ]
        return schedule
    }

    private static var scheduleRole: Resource {
        // Scheduler sends to the queue itself, as this role.
        let bury = IAMStatement("KeepFailedStarts", ["sqs:SendMessage"], on: DeadLetterQueue.queue.arn)
        var role = Resource.role(
            "ScheduleRole",
            "Starts a state machine of Shelflife.",
            assumedBy: "scheduler.amazonaws.com",
            for: .sub("arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/default"),
            IAMPolicy([start, bury])
        )
        role.condition = "UsesScheduler"
        return role
    }

    private static var start: IAMStatement {
        IAMStatement("Start", ["states:StartExecution"], on: stateMachineARN.ref)
    }

    private static var alarms: [Resource] {
        [Alarms.deadLetters, Alarms.missedRun(of: stateMachineARN.ref)].map { alarm in
            var alarm = alarm
            alarm.condition = "HasNotificationTopic"
            alarm.properties["AlarmActions"] = [notificationTopicARN.ref]
            return alarm
        }
    }
}
