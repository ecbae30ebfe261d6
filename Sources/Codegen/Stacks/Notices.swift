// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Where failed runs and alarms are told.
enum Notices {
    static var resources: [Resource] { [topic, topicPolicy, subscription, key] }

    static var topic: Resource {
        Resource("NotificationTopic", "AWS::SNS::Topic", ["DisplayName": "Shelflife", "KmsMasterKeyId": keyARN])
    }

    /// The key given, or the stack's own.
    static var keyARN: JSONValue {
        .if("HasKmsKey", Parameters.kmsKeyARN.ref, key.arn)
    }

    private static var topicPolicy: Resource {
        var publish = IAMStatement("PublishAlarms", ["sns:Publish"], on: topic.ref)
        publish.principal = ["Service": "cloudwatch.amazonaws.com"]
        publish.conditions = fromThisAccount
        return Resource(
            "NotificationTopicPolicy",
            "AWS::SNS::TopicPolicy",
            [
                "Topics": [topic.ref],
                "PolicyDocument": IAMPolicy([publish, .denyPlainHTTP(["sns:Publish"], on: topic.ref)]).json,
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

    /// CloudWatch alarms cannot publish to a topic under the AWS managed key, hence a key of our own.
    private static var key: Resource {
        var administer = IAMStatement(
            "Administer",
            ["kms:*"],
            on: "*",
            reason: "In a key policy the resource * means this key; this is how the account's IAM policies apply to it."
        )
        administer.principal = ["AWS": .sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")]
        var alarms = IAMStatement(
            "EncryptAlarms",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            on: "*",
            reason: "In a key policy the resource * means this key."
        )
        alarms.principal = ["Service": "cloudwatch.amazonaws.com"]
        alarms.conditions = fromThisAccount
        let policy = IAMPolicy([administer, alarms])
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
