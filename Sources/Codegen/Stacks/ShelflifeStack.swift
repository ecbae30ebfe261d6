// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The stack that runs Shelflife in one account and region: workers, state machine, schedule, notices.
package enum ShelflifeStack {
    package static var template: Template {
        let resources =
            Workers.resources + StateMachine.resources + Schedule.resources + Notices.resources + Alarms.resources
            + Dashboard.resources
        var template = Template(
            description: "Shelflife: retires expired AMIs and the EBS snapshots behind them, on a schedule.",
            parameterGroups: Parameters.groups,
            resources: resources
        )
        template.conditions = [
            "HasKmsKey": .not(.equals(Parameters.kmsKeyARN.ref, "")),
            "MakesKmsKey": .equals(Parameters.kmsKeyARN.ref, ""),
            "HasNotificationEmail": .not(.equals(Parameters.notificationEmail.ref, "")),
            "HasPermissionsBoundary": .not(.equals(Parameters.permissionsBoundaryARN.ref, "")),
            "RetiresOnlySelected": .equals(Parameters.retireOnlySelected.ref, "true"),
        ]
        template.outputs = [
            Output("StateMachineArn", "Starts a run by hand: give it a policy as input.", StateMachine.machine.ref),
            Output("ScheduleRuleName", "The rule that starts the runs.", Schedule.rule.ref),
            Output("NotificationTopicArn", "Failed runs and alarms are published here.", Notices.topic.ref),
            Output("DeadLetterQueueUrl", "Starts that EventBridge could not deliver.", DeadLetterQueue.queue.ref),
        ]
        return template
    }
}
