// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// A deletion that IAM refuses unless the resource has the tag by which the stack's policy selects.
///
/// Refused rather than not allowed, so that it holds whatever else is attached to the role. The tag's key is a
/// parameter, and a key of a JSON object cannot be one; hence the document as text.
enum TagCondition: CaseIterable {
    case deregisterImage
    case deleteSnapshot

    var action: String {
        switch self {
        case .deregisterImage: "ec2:DeregisterImage"
        case .deleteSnapshot: "ec2:DeleteSnapshot"
        }
    }

    /// The parameter that turns it on or off.
    var parameter: Parameter {
        switch self {
        case .deregisterImage: Parameters.retireOnlySelected
        case .deleteSnapshot: Parameters.deleteOnlySelected
        }
    }

    /// Those that a workflow's workers call for.
    static func of(_ workflow: Workflow) -> [TagCondition] {
        allCases.filter { workflow.actions.contains($0.action) }
    }

    /// The condition of the template under which it is on.
    var test: JSONValue { .equals(parameter.ref, "true") }

    /// That condition's name.
    var name: String {
        switch self {
        case .deregisterImage: "RetiresOnlySelected"
        case .deleteSnapshot: "DeletesOnlySelected"
        }
    }

    private var resourceKind: String {
        switch self {
        case .deregisterImage: "image"
        case .deleteSnapshot: "snapshot"
        }
    }

    /// The policy, attached to these roles.
    func policy(roles: [String]) -> Resource {
        var statement = IAMStatement(
            "RefuseUnselected",
            [action],
            on: .string("arn:${AWS::Partition}:ec2:*::\(resourceKind)/*")
        )
        statement.effect = .deny
        let (key, value) = (Parameters.selectTagKey.name, Parameters.selectTagValue.name)
        statement.conditions["StringNotEquals"] = [("aws:ResourceTag/${" + key + "}"): .string("${" + value + "}")]
        var policy = Resource(
            name + "Policy",
            "AWS::IAM::Policy",
            [
                "PolicyName": .string(name),
                "PolicyDocument": .sub(FittedJSON.text(of: IAMPolicy([statement]).json)),
                "Roles": .array(roles.map { .ref($0) }),
            ]
        )
        policy.condition = name
        return policy
    }
}
