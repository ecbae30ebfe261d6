// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The main stack: the expiry of images with its schedule, and the notices, which other stacks share.
package enum ShelflifeStack {
    package static var template: Template {
        let workflow = Workflow.expireImages
        let machine = JSONValue.ref(workflow.logicalID)
        var template = Template(
            description: "Shelflife: retires expired AMIs and the EBS snapshots behind them, on a schedule.",
            parameterGroups: Parameters.groups,
            resources: Workers(workflow).resources
                + StateMachine(workflow, noticeKeyARN: Notices.keyARN).resources
                + Schedule.resources + Notices.resources + [Notices.reports(of: workflow)]
                + Alarms.resources(for: workflow) + [Alarms.missedRun(of: machine), Alarms.deadLetters]
        )
        template.rules = WorkflowStack.rules
        template.conditions = WorkflowStack.conditions(for: workflow)
        template.conditions["MakesKmsKey"] = .equals(Parameters.kmsKeyARN.ref, "")
        template.conditions["HasNotificationEmail"] = .not(.equals(Parameters.notificationEmail.ref, ""))
        template.outputs = [
            Output("StateMachineArn", "Starts a run by hand: give it a policy as input.", machine),
            Output("ScheduleRuleName", "The rule that starts the runs.", Schedule.rule.ref),
            Output("NotificationTopicArn", "Failed runs and alarms are published here.", Notices.topicARN),
            Output("NotificationKeyArn", "Encrypts the topic; other workflows' stacks ask for it.", Notices.keyARN),
            Output("DeadLetterQueueUrl", "Starts that EventBridge could not deliver.", DeadLetterQueue.queue.ref),
        ]
        return template
    }
}
