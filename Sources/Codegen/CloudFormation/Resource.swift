// SPDX-License-Identifier: Apache-2.0

package import OrderedJSON

/// A resource of a template.
package struct Resource: Sendable, Hashable {
    package var logicalID: String
    /// `AWS::Lambda::Function`, for instance.
    package var type: String
    /// The name of the condition under which it exists.
    package var condition: String?
    package var dependsOn: [String] = []
    /// What happens to a resource with state when it leaves the stack.
    package var deletionPolicy: DeletionPolicy?
    /// Findings of checkov that do not hold for this resource: the check's id and why.
    package var accepted: [AcceptedFinding] = []
    /// Why it is as it is, for whoever reads the template; by topic.
    package var reasons: JSONObject = [:]
    package var properties: JSONObject

    package init(_ logicalID: String, _ type: String, _ properties: JSONObject) {
        self.logicalID = logicalID
        self.type = type
        self.properties = properties
    }

    /// `{"Ref": …}` to this resource.
    package var ref: JSONValue { .ref(logicalID) }

    /// The ARN, for types that offer it as the attribute `Arn`.
    package var arn: JSONValue { .getAtt(logicalID, "Arn") }

    var json: JSONValue {
        var members: JSONObject = ["Type": .string(type)]
        if let condition { members["Condition"] = .string(condition) }
        if !dependsOn.isEmpty { members["DependsOn"] = .array(dependsOn.map { .string($0) }) }
        if let deletionPolicy {
            members["DeletionPolicy"] = .string(deletionPolicy.rawValue)
            members["UpdateReplacePolicy"] = .string(deletionPolicy.rawValue)
        }
        var metadata: JSONObject = [:]
        if !reasons.isEmpty { metadata["Reasons"] = .object(reasons) }
        if !accepted.isEmpty { metadata["checkov"] = ["skip": .array(accepted.map(\.json))] }
        if !metadata.isEmpty { members["Metadata"] = .object(metadata) }
        members["Properties"] = .object(properties)
        return .object(members)
    }
}

/// What CloudFormation does with a resource that it removes or replaces.
package enum DeletionPolicy: String, Sendable {
    case delete = "Delete"
    case retain = "Retain"
}

/// A finding of a security scanner that was looked at and accepted.
package struct AcceptedFinding: Sendable, Hashable {
    package var check: String
    package var reason: String

    package init(_ check: String, _ reason: String) {
        self.check = check
        self.reason = reason
    }

    var json: JSONValue {
        ["id": .string(check), "comment": .string(reason)]
    }
}
