// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON

/// What the workers may do, derived from the actions that their steps declare.
enum WorkerPermissions {
    /// The tag that keeps a resource whatever a policy says; IAM knows it too.
    static let keepTag = "shelflife:keep"

    /// - Parameters:
    ///   - actions: what the steps call, `ec2:DescribeImages` for instance.
    ///   - region: of the ARNs.
    /// - Returns: statements that allow these actions and no other, except those that `ec2:DescribeImageReferences`
    ///   makes for its caller.
    static func statements(for actions: [String], region: String = "${AWS::Region}") -> [IAMStatement] {
        let reading = actions.filter { isReading($0) && $0 != IAMActions.parameters }
        var statements: [IAMStatement] = []
        if !reading.isEmpty {
            statements.append(
                IAMStatement(
                    "Read",
                    reading,
                    on: "*",
                    reason: "Listings have no resource-level permissions."
                )
            )
        }
        if actions.contains(IAMActions.parameters) {
            // They give away what they hold, hence not every resource. But whoever owns them: those that AWS publishes
            // have no account in their ARNs, shared ones another's.
            let parameters = JSONValue.sub("arn:${AWS::Partition}:ssm:\(region):*:parameter/*")
            statements.append(IAMStatement("ReadParameters", [IAMActions.parameters], on: parameters))
        }
        if actions.contains("ec2:DescribeImageReferences") { statements.append(readReferences) }
        if actions.contains("ec2:CopySnapshot") { statements.append(useKeys) }
        let changing = Dictionary(grouping: actions.filter { !isReading($0) }, by: Change.init)
        return statements
            + changing.values.map { $0.sorted() }.sorted { $0[0] < $1[0] }.map { statement(for: $0, region: region) }
    }

    /// What decides the statement of a changing action: actions that agree in it share one.
    private struct Change: Hashable {
        let kinds: [String]
        let retires: Bool
        /// Has a condition of its own.
        let deletesTags: Bool

        init(_ action: String) {
            kinds = resourceKinds[action] ?? []
            retires = retiring.contains(action)
            deletesTags = action == "ec2:DeleteTags"
        }
    }

    private static func isReading(_ action: String) -> Bool {
        let verb = action.drop { $0 != ":" }.dropFirst()
        return ["Describe", "List", "Get"].contains { verb.hasPrefix($0) }
    }

    /// Whatever EC2 looks up on the caller's behalf, and only then.
    private static var readReferences: IAMStatement {
        var statement = IAMStatement(
            "ReadThroughImageReferences",
            IAMActions.calledByImageReferences,
            on: "*",
            reason: """
                DescribeImageReferences reads these for the caller; the condition admits no direct call, as in AWS's \
                AmazonEC2ImageReferencesAccessPolicy.
                """
        )
        statement.conditions = [
            "ForAnyValue:StringEquals": ["aws:CalledVia": ["ec2-images.amazonaws.com"]]
        ]
        return statement
    }

    /// What EBS does with keys on behalf of whoever copies an encrypted snapshot.
    private static var useKeys: IAMStatement {
        var statement = IAMStatement(
            "UseKeysThroughEC2",
            [
                "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptFrom", "kms:ReEncryptTo",
            ],
            on: .sub("arn:${AWS::Partition}:kms:*:${AWS::AccountId}:key/*"),
            reason: "Policies name the keys; the condition admits no direct call."
        )
        statement.conditions = ["StringLike": ["kms:ViaService": "ec2.*.amazonaws.com*"]]
        return statement
    }

    /// Actions that change something: on resources of their kinds only, and never on what is to be kept.
    private static func statement(for actions: [String], region: String) -> IAMStatement {
        let change = Change(actions[0])
        let arns = change.kinds.map { kind -> JSONValue in
            // Images and snapshots have no account in their ARNs.
            let account = ["image", "snapshot"].contains(kind) ? "" : "${AWS::AccountId}"
            return .sub("arn:${AWS::Partition}:ec2:\(region):\(account):\(kind)/*")
        }
        let name = String(actions[0].drop { $0 != ":" }.dropFirst())
        let sid = actions.count == 1 ? name : name + "AndAlike"
        var statement = IAMStatement(sid, actions, on: arns.count == 1 ? arns[0] : .array(arns))
        if change.retires {
            statement.conditions = ["Null": .object(JSONObject([("aws:ResourceTag/" + keepTag, "true")]))]
        } else if change.deletesTags {
            statement.conditions = ["ForAllValues:StringNotEquals": ["aws:TagKeys": [.string(keepTag)]]]
        } else {
            statement.reason = "Policies say which; what is made has no tags yet to tell it by, and nothing is lost."
        }
        return statement
    }

    /// Actions after which something is gone or can no longer be used.
    private static let retiring: Set = [
        "ec2:DeregisterImage", "ec2:DeleteSnapshot", "ec2:DisableImage", "ec2:ModifySnapshotTier",
    ]

    /// The kinds of resources that each changing action works on; one that is missing here grants nothing, and the
    /// template is refused for it.
    private static let resourceKinds: [String: [String]] = [
        "ec2:CopyImage": ["image", "snapshot"],
        "ec2:CopySnapshot": ["snapshot"],
        "ec2:CreateImage": ["image", "instance", "snapshot"],
        "ec2:CreateSnapshot": ["snapshot", "volume"],
        "ec2:CreateSnapshots": ["instance", "snapshot", "volume"],
        "ec2:CreateTags": ["image", "snapshot"],
        "ec2:DeleteSnapshot": ["snapshot"],
        "ec2:DeleteTags": ["image", "snapshot"],
        "ec2:DeregisterImage": ["image"],
        "ec2:DisableImage": ["image"],
        "ec2:DisableImageDeprecation": ["image"],
        "ec2:EnableImage": ["image"],
        "ec2:EnableImageDeprecation": ["image"],
        "ec2:ModifyImageAttribute": ["image"],
        "ec2:ModifySnapshotAttribute": ["snapshot"],
        "ec2:ModifySnapshotTier": ["snapshot"],
    ]
}
