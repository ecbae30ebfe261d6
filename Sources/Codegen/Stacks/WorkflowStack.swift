// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// The stack of one more workflow: its workers, state machine and alarms, with the notices of the main stack.
///
/// It starts nothing by itself: ``ScheduleStack`` does, once for each policy.
struct WorkflowStack {
    let workflow: Workflow

    var template: Template {
        var template = Template(
            description: "Shelflife: \(workflow.definition.comment ?? workflow.name)",
            parameterGroups: parameterGroups,
            resources: Workers(workflow).resources
                + StateMachine(workflow, noticeKeyARN: Self.noticeKeyARN.ref).resources
                + [Notices.reports(of: workflow)] + Alarms.resources(for: workflow)
        )
        template.rules = Self.rules
        template.conditions = Self.conditions(for: workflow)
        template.outputs = [
            Output("StateMachineArn", "What schedule.yaml starts with a policy as input.", .ref(workflow.logicalID))
        ]
        return template
    }

    static let rules: JSONObject = [
        "MemberRoleNeedsOrganization": Template.rule(Parameters.memberRoleName, needs: Parameters.organizationID)
    ]

    /// The conditions that a workflow's own resources use.
    static func conditions(for workflow: Workflow) -> JSONObject {
        var conditions: JSONObject = [
            "HasKmsKey": .not(.equals(Parameters.kmsKeyARN.ref, "")),
            "HasPermissionsBoundary": .not(.equals(Parameters.permissionsBoundaryARN.ref, "")),
            "HasMemberAccounts": .not(.equals(Parameters.memberRoleName.ref, "")),
            "NotifiesReports": .equals(Parameters.notifyReports.ref, "true"),
        ]
        for condition in TagCondition.of(workflow) { conditions[condition.name] = condition.test }
        return conditions
    }

    private var parameterGroups: [ParameterGroup] {
        let tagConditions = TagCondition.of(workflow)
        let retiring =
            tagConditions.isEmpty
            ? []
            : [
                ParameterGroup(
                    "What it may retire",
                    [Parameters.selectTagKey, Parameters.selectTagValue] + tagConditions.map(\.parameter)
                )
            ]
        return retiring + [
            Parameters.code,
            ParameterGroup(
                "Notices and logs",
                [Self.notificationTopic, Self.noticeKeyARN, Parameters.notifyReports, Parameters.logRetentionDays]
            ),
            Parameters.members,
            Parameters.security,
        ]
    }

    static let notificationTopic = Parameter(
        "NotificationTopic",
        "Topic for notices",
        .text(
            pattern: "^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$",
            expectation: "The ARN of an SNS topic"
        ),
        default: nil,
        "Where failures and alarms are told: the output NotificationTopicArn of the main stack."
    )
    private static let noticeKeyARN = Parameter(
        "NotificationKeyArn",
        "Key of the topic",
        .text(pattern: #"^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$"#, expectation: "The ARN of a KMS key"),
        default: nil,
        "What encrypts the topic: the output NotificationKeyArn of the main stack."
    )
}
