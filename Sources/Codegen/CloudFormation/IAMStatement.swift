// SPDX-License-Identifier: Apache-2.0

package import OrderedJSON

/// A statement of an IAM policy.
package struct IAMStatement: Sendable, Hashable {
    package enum Effect: String, Sendable {
        case allow = "Allow"
        case deny = "Deny"
    }

    /// Unique within its policy; letters and digits.
    package var sid: String
    package var effect = Effect.allow
    /// Only in policies of resources and in trust policies.
    package var principal: JSONValue?
    package var actions: [String]
    /// Nil only in trust policies, where the role itself is meant.
    package var resource: JSONValue?
    package var conditions: JSONObject = [:]
    /// Why the statement is as wide as it is.
    ///
    /// Required with the resource `*`, so that a reviewer need not guess.
    package var reason: String?

    package init(_ sid: String, _ actions: [String], on resource: JSONValue?, reason: String? = nil) {
        self.sid = sid
        self.actions = actions
        self.resource = resource
        self.reason = reason
    }

    var json: JSONValue {
        var members: JSONObject = ["Sid": .string(sid), "Effect": .string(effect.rawValue)]
        if let principal { members["Principal"] = principal }
        members["Action"] = actions.count == 1 ? .string(actions[0]) : .array(actions.map { .string($0) })
        if let resource { members["Resource"] = resource }
        if !conditions.isEmpty { members["Condition"] = .object(conditions) }
        return .object(members)
    }
}

/// A policy document.
package struct IAMPolicy: Sendable, Hashable {
    package var statements: [IAMStatement]

    package init(_ statements: [IAMStatement]) {
        self.statements = statements
    }

    package var json: JSONValue {
        ["Version": "2012-10-17", "Statement": .array(statements.map(\.json))]
    }

    /// The statements' reasons, by statement.
    var reasons: JSONObject {
        JSONObject(
            statements.compactMap { statement in
                statement.reason.map { (key: statement.sid, value: .string($0)) }
            }
        )
    }
}

extension IAMStatement {
    /// Lets one AWS service assume a role for this account, and for nobody else.
    ///
    /// - Parameters:
    ///   - service: the service principal, `lambda.amazonaws.com` for instance.
    ///   - source: the ARN, wildcards allowed, of the resource on whose behalf the service acts; nil where the service
    ///     tells only the account.
    /// - Returns: a statement for a trust policy.
    package static func trust(inService service: String, for source: JSONValue?) -> IAMStatement {
        var trust = IAMStatement("Assume", ["sts:AssumeRole"], on: nil)
        trust.principal = ["Service": .string(service)]
        trust.conditions = ["StringEquals": ["aws:SourceAccount": .ref("AWS::AccountId")]]
        if let source { trust.conditions["ArnLike"] = ["aws:SourceArn": source] }
        return trust
    }
}

extension Resource {
    /// A role that one AWS service assumes for this account, and for nobody else.
    package static func role(
        _ logicalID: String,
        _ description: String,
        assumedBy service: String,
        for source: JSONValue?,
        _ policy: IAMPolicy
    ) -> Resource {
        role(logicalID, description, trust: .trust(inService: service, for: source), policy)
    }

    /// A role.
    ///
    /// - Parameters:
    ///   - logicalID: the role's name in the template.
    ///   - description: what IAM's console shows.
    ///   - trust: who may assume it.
    ///   - policy: what it may do.
    /// - Returns: the role, with the policy's reasons in its metadata.
    package static func role(
        _ logicalID: String,
        _ description: String,
        trust: IAMStatement,
        _ policy: IAMPolicy
    ) -> Resource {
        var role = Resource(
            logicalID,
            "AWS::IAM::Role",
            [
                "Description": .string(description),
                "PermissionsBoundary": .given("HasPermissionsBoundary", .ref("PermissionsBoundaryArn")),
                "AssumeRolePolicyDocument": IAMPolicy([trust]).json,
                "Policies": [["PolicyName": "Permissions", "PolicyDocument": policy.json]],
            ]
        )
        role.reasons = policy.reasons
        return role
    }
}
