// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What people look at beside their mail: the dashboard of all workflows and policies, and a Slack channel.
package enum MonitoringStack {
    package static var template: Template {
        var template = Template(
            description: "Shelflife: a dashboard of all workflows in the region and, if wanted, notices in Slack.",
            parameterGroups: [
                ParameterGroup("What to watch", [stackNames, WorkflowStack.notificationTopic]),
                ParameterGroup("Slack", [slackWorkspaceID, slackChannelID]),
                Parameters.roles,
            ],
            resources: [Dashboard.resource]
                + SlackChannel.resources(workspaceID: slackWorkspaceID.ref, channelID: slackChannelID.ref)
        )
        template.rules = ["SlackChannelNeedsWorkspace": Template.rule(slackChannelID, needs: slackWorkspaceID)]
        template.conditions = [
            "HasSlackChannel": .and(.not(.equals(slackWorkspaceID.ref, "")), .not(.equals(slackChannelID.ref, ""))),
            "HasPermissionsBoundary": .not(.equals(Parameters.permissionsBoundaryARN.ref, "")),
        ]
        return template
    }

    private static let stackNames = Parameter(
        "StackNames",
        "Stacks",
        .text(pattern: "^[A-Za-z][A-Za-z0-9-]{0,127}$", expectation: "A word that the names of stacks begin with"),
        default: "shelflife",
        "What the names of Shelflife's stacks begin with."
    )
    private static let slackWorkspaceID = Parameter(
        "SlackWorkspaceId",
        "Slack workspace",
        .text(pattern: "^$|^[0-9A-Z]{1,255}$", expectation: "A workspace id such as T01ABCDEF, or nothing"),
        default: "",
        "Connected to the account once, in Amazon Q Developer in chat applications."
    )
    private static let slackChannelID = Parameter(
        "SlackChannelId",
        "Slack channel",
        .text(pattern: "^$|^[A-Za-z0-9]{1,255}$", expectation: "A channel id such as C01ABCDEF, or nothing"),
        default: "",
        "Gets the same notices; empty for none."
    )
}
