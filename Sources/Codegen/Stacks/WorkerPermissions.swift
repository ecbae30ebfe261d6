// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON

/// What each worker may do in EC2, derived from the actions that its step declares.
enum WorkerPermissions {
    /// The tag that keeps a resource whatever a policy says; IAM knows it too.
    private static let keepTag = "shelflife:keep"

    static func statements(for step: WorkerStep) -> [IAMStatement] {
        let actions = step.ec2Actions
        var statements: [IAMStatement] = []
        let describing = actions.filter { $0.hasPrefix("ec2:Describe") }
        if !describing.isEmpty {
            statements.append(
                IAMStatement(
                    "Describe",
                    describing,
                    on: "*",
                    reason: "EC2's Describe actions know no resource-level permissions."
                )
            )
        }
        if actions.contains("ec2:DescribeImageReferences") { statements.append(describeReferences) }
        if actions.contains("ec2:DeleteSnapshot") { statements.append(deleteSnapshots) }
        return statements
    }

    /// Whatever EC2 looks up on the caller's behalf, and only then.
    private static var describeReferences: IAMStatement {
        var statement = IAMStatement(
            "DescribeThroughImageReferences",
            IAMActions.calledByImageReferences,
            on: "*",
            reason: """
                DescribeImageReferences reads these for the caller wherever they are; the condition admits no direct \
                call. As in AWS's policy AmazonEC2ImageReferencesAccessPolicy.
                """
        )
        statement.conditions = [
            "ForAnyValue:StringEquals": ["aws:CalledVia": ["ec2-images.amazonaws.com"]]
        ]
        return statement
    }

    private static var deleteSnapshots: IAMStatement {
        var statement = IAMStatement(
            "DeleteSnapshots",
            ["ec2:DeleteSnapshot"],
            on: .sub("arn:${AWS::Partition}:ec2:${AWS::Region}::snapshot/*")
        )
        statement.conditions = withoutKeepTag
        return statement
    }

    /// Deregistering, for the selected images only unless the stack is told otherwise.
    ///
    /// The tag's key is a parameter, and a key of a JSON object cannot be one; hence the policy as text.
    static func conditionalPolicy(for step: WorkerStep) -> JSONValue? {
        guard step.ec2Actions.contains("ec2:DeregisterImage") else { return nil }
        var statement = IAMStatement(
            "DeregisterImages",
            ["ec2:DeregisterImage"],
            on: "arn:${AWS::Partition}:ec2:${AWS::Region}::image/*"
        )
        statement.conditions = withoutKeepTag
        let anySelected = FittedJSON.text(of: IAMPolicy([statement]).json)
        let (key, value) = (Parameters.selectTagKey.name, Parameters.selectTagValue.name)
        statement.conditions["StringEquals"] = [("aws:ResourceTag/${" + key + "}"): .string("${" + value + "}")]
        let onlySelected = FittedJSON.text(of: IAMPolicy([statement]).json)
        return [
            "PolicyName": "Deregister",
            "PolicyDocument": .if("RetiresOnlySelected", .sub(onlySelected), .sub(anySelected)),
        ]
    }

    private static var withoutKeepTag: JSONObject {
        ["Null": .object(JSONObject([("aws:ResourceTag/" + keepTag, "true")]))]
    }
}
