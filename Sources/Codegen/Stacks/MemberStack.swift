// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The member's side: the role by which the hub's workers act in an account, to be rolled out as a StackSet.
package enum MemberStack {
    package static var template: Template {
        var template = Template(
            description: "Shelflife: lets the workers of a hub account work in this account.",
            parameterGroups: [
                ParameterGroup("The hub", [hubAccountID, hubStackName, organizationID, externalID]),
                ParameterGroup(
                    "What it may do here",
                    [
                        Parameters.selectTagKey, Parameters.selectTagValue, Parameters.retireOnlySelected,
                        Parameters.deleteOnlySelected,
                    ]
                ),
                ParameterGroup("The role", [roleName, Parameters.permissionsBoundaryARN]),
            ],
            resources: [role] + TagCondition.allCases.map { $0.policy(roles: [roleID]) }
        )
        for condition in TagCondition.allCases { template.conditions[condition.name] = condition.test }
        template.conditions["HasPermissionsBoundary"] = .not(.equals(Parameters.permissionsBoundaryARN.ref, ""))
        template.outputs = [
            Output("RoleArn", "What the hub's workers assume; policies name the account and the role.", role.arn)
        ]
        return template
    }

    private static let roleID = "MemberRole"

    private static var role: Resource {
        var trust = IAMStatement("AssumeFromHub", ["sts:AssumeRole"], on: nil)
        trust.principal = ["AWS": .sub("arn:${AWS::Partition}:iam::${HubAccountId}:root")]
        trust.conditions = [
            "StringEquals": ["sts:ExternalId": externalID.ref, "aws:PrincipalOrgID": organizationID.ref],
            // The account is only the outer bound: none but the workers' roles get in.
            "ArnLike": ["aws:PrincipalArn": .sub("arn:${AWS::Partition}:iam::${HubAccountId}:role/${HubStackName}-*")],
        ]
        var role = Resource.role(
            roleID,
            "What the workers of Shelflife's hub may do in this account.",
            trust: trust,
            // A role is for all regions, so one stack an account is enough.
            IAMPolicy(WorkerPermissions.statements(for: actions, region: "*"))
        )
        role.properties["RoleName"] = roleName.ref
        return role
    }

    private static var actions: [String] {
        Set(Workflow.all.flatMap(\.actions)).sorted()
    }

    private static let hubAccountID = Parameter(
        "HubAccountId",
        "Hub account",
        .text(pattern: "^[0-9]{12}$", expectation: "An account id of 12 digits"),
        default: nil,
        "The account in which the workers run."
    )
    private static let hubStackName = Parameter(
        "HubStackName",
        "Hub stack",
        .text(pattern: "^[A-Za-z][A-Za-z0-9-]{0,127}$", expectation: "The name of a stack"),
        default: "shelflife",
        "The name with which the hub's stacks begin: only their roles may assume this one."
    )
    private static let organizationID = Parameter(
        "OrganizationId",
        "Organization",
        .text(pattern: "^o-[a-z0-9]{10,32}$", expectation: "An organization id such as o-a1b2c3d4e5"),
        default: nil,
        "The hub must belong to it."
    )
    private static let externalID = Parameter(
        "ExternalId",
        "External id",
        .text(pattern: "^[A-Za-z0-9+=,.@:/_-]{8,256}$", expectation: "8 to 256 letters, digits and + = , . @ : / _ -"),
        default: nil,
        "What the hub's policies must present as externalID: choose one at random, another for each hub."
    )
    private static let roleName = Parameter(
        "RoleName",
        "Name of the role",
        .text(pattern: "^[A-Za-z0-9+=,.@_-]{1,64}$", expectation: "The name of an IAM role"),
        default: "shelflife-member",
        "The same in every account: the parameter MemberRoleName of the hub's stacks."
    )
}
