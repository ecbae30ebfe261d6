// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The topic's notices in a Slack channel, through Amazon Q Developer in chat applications (once AWS Chatbot).
///
/// An administrator must have connected the workspace to the account once, in that service's console.
enum SlackChannel {
    static func resources(workspaceID: JSONValue, channelID: JSONValue) -> [Resource] {
        [channel(channelID, of: workspaceID), role]
    }

    private static func channel(_ channelID: JSONValue, of workspaceID: JSONValue) -> Resource {
        var channel = Resource(
            "SlackChannel",
            "AWS::Chatbot::SlackChannelConfiguration",
            [
                "ConfigurationName": .sub("${AWS::StackName}-${AWS::Region}"),
                "SlackWorkspaceId": workspaceID,
                "SlackChannelId": channelID,
                "SnsTopicArns": [Notices.topicARN],
                "IamRoleArn": .getAtt("SlackChannelRole", "Arn"),
                // The channel hears; whoever writes there commands nothing. Without this line, anything would do.
                "GuardrailPolicies": [.sub("arn:${AWS::Partition}:iam::aws:policy/AWSDenyAll")],
            ]
        )
        channel.condition = "HasSlackChannel"
        return channel
    }

    private static var role: Resource {
        var role = Resource.role(
            "SlackChannelRole",
            "What the Slack channel may do: nothing but hear.",
            assumedBy: "chatbot.amazonaws.com",
            for: .sub("arn:${AWS::Partition}:chatbot::${AWS::AccountId}:chat-configuration/slack-channel/*"),
            IAMPolicy([
                IAMStatement(
                    "ShowAlarms",
                    ["cloudwatch:DescribeAlarms"],
                    on: .sub("arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:${StackNames}-*")
                )
            ])
        )
        role.condition = "HasSlackChannel"
        return role
    }
}
