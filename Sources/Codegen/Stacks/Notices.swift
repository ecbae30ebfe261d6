// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Where failed runs, alarms and, if wanted, the reports of good runs are told: an encrypted topic.
enum Notices {
    static var resources: [Resource] { [topic, topicPolicy, subscription, key] }

    /// The topic under its name in every template and definition: a resource of the main stack, a parameter elsewhere.
    static let topicARN = JSONValue.ref("NotificationTopic")

    /// The key given, or the stack's own.
    static var keyARN: JSONValue {
        .if("HasKmsKey", Parameters.kmsKeyARN.ref, key.arn)
    }

    private static var topic: Resource {
        Resource("NotificationTopic", "AWS::SNS::Topic", ["DisplayName": "Shelflife", "KmsMasterKeyId": keyARN])
    }

    private static var topicPolicy: Resource {
        let publishers = [
            ("PublishAlarms", "cloudwatch.amazonaws.com"), ("PublishReports", "events.amazonaws.com"),
        ].map { sid, service in
            var publish = IAMStatement(sid, ["sns:Publish"], on: topic.ref)
            publish.principal = ["Service": .string(service)]
            publish.conditions = fromThisAccount
            return publish
        }
        return Resource(
            "NotificationTopicPolicy",
            "AWS::SNS::TopicPolicy",
            [
                "Topics": [topic.ref],
                "PolicyDocument": IAMPolicy(publishers + [.denyPlainHTTP(["sns:Publish"], on: topic.ref)]).json,
            ]
        )
    }

    private static var subscription: Resource {
        var subscription = Resource(
            "NotificationSubscription",
            "AWS::SNS::Subscription",
            ["TopicArn": topic.ref, "Protocol": "email", "Endpoint": Parameters.notificationEmail.ref]
        )
        subscription.condition = "HasNotificationEmail"
        return subscription
    }

    /// Hands the output of every run that succeeded to the topic; those that fail publish for themselves.
    static func reports(of workflow: Workflow) -> Resource {
        var rule = Resource(
            "Reports",
            "AWS::Events::Rule",
            [
                "Description": "Publishes the reports of runs that succeeded.",
                "EventPattern": [
                    "source": ["aws.states"],
                    "detail-type": ["Step Functions Execution Status Change"],
                    "detail": [
                        "status": ["SUCCEEDED"],
                        "stateMachineArn": [.ref(workflow.logicalID)],
                    ],
                ],
                "Targets": [["Id": "Topic", "Arn": topicARN, "InputPath": "$.detail.output"]],
            ]
        )
        rule.condition = "NotifiesReports"
        return rule
    }

    /// CloudWatch alarms cannot publish to a topic under the AWS managed key, hence a key of our own.
    private static var key: Resource {
        var administer = IAMStatement(
            "Administer",
            ["kms:*"],
            on: "*",
            reason: "In a key policy the resource * means this key; this is how the account's IAM policies apply to it."
        )
        administer.principal = ["AWS": .sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")]
        var publishers = IAMStatement(
            "EncryptNotices",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            on: "*",
            reason: "In a key policy the resource * means this key."
        )
        publishers.principal = ["Service": ["cloudwatch.amazonaws.com", "events.amazonaws.com"]]
        publishers.conditions = fromThisAccount
        let policy = IAMPolicy([administer, publishers])
        var key = Resource(
            "NotificationKey",
            "AWS::KMS::Key",
            [
                "Description": .sub("Encrypts the notices of ${AWS::StackName}"),
                "EnableKeyRotation": true,
                "PendingWindowInDays": 7,
                "KeyPolicy": policy.json,
            ]
        )
        key.condition = "MakesKmsKey"
        key.deletionPolicy = .delete
        key.reasons = policy.reasons
        return key
    }

    private static var fromThisAccount: JSONObject {
        ["StringEquals": ["aws:SourceAccount": .ref("AWS::AccountId")]]
    }
}
