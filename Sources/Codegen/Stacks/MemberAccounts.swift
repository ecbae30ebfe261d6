// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The hub's side of working in other accounts: its workers may assume one role there, if the stack says which.
enum MemberAccounts {
    /// The policy that lets these roles assume it.
    static func assumePolicy(roles: [String]) -> Resource {
        var assume = IAMStatement(
            "AssumeMemberRole",
            ["sts:AssumeRole"],
            on: .sub("arn:${AWS::Partition}:iam::*:role/${\(Parameters.memberRoleName.name)}"),
            reason: """
                Policies name the accounts. The role's name and the organization bound them, and each role must trust \
                these workers in turn.
                """
        )
        assume.conditions = ["StringEquals": ["aws:ResourceOrgID": Parameters.organizationID.ref]]
        var policy = Resource(
            "MemberAccountsPolicy",
            "AWS::IAM::Policy",
            [
                "PolicyName": "MemberAccounts",
                "PolicyDocument": IAMPolicy([assume]).json,
                "Roles": .array(roles.map { .ref($0) }),
            ]
        )
        policy.condition = "HasMemberAccounts"
        policy.reasons = IAMPolicy([assume]).reasons
        return policy
    }
}
