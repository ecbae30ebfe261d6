// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

/// Auto Scaling, a service of its own.
extension EC2Client {
    package func describeAutoScalingGroups(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await autoScaling.list(.describeAutoScalingGroups, .records(nextToken))
    }

    package func describeLaunchConfigurations(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await autoScaling.list(.describeLaunchConfigurations, .records(nextToken))
    }

    private var autoScaling: QueryClient {
        query.calling(.autoScaling, at: endpoints.url(of: .autoScaling, region: query.region))
    }
}

extension QueryClient.Service {
    static let autoScaling = QueryClient.Service(name: "autoscaling", version: "2011-01-01")
}

extension QueryParameters {
    fileprivate static func records(_ nextToken: String?) -> QueryParameters {
        var parameters = QueryParameters()
        parameters.set("MaxRecords", 100)
        parameters.set("NextToken", nextToken)
        return parameters
    }
}

extension QueryAction where Output == ListAnswer<Launcher> {
    static let describeAutoScalingGroups = reads(
        "DescribeAutoScalingGroups",
        .memberList(
            "DescribeAutoScalingGroups",
            "AutoScalingGroups",
            XMLMapping(
                start: Launcher(.autoScalingGroup),
                [
                    .required("AutoScalingGroupName", \.id),
                    .each("LaunchTemplate", \.specifications, LaunchTemplateSpecification.autoScaling),
                    .inside(
                        "MixedInstancesPolicy",
                        [
                            .inside(
                                "LaunchTemplate",
                                [
                                    .each(
                                        "LaunchTemplateSpecification",
                                        \.specifications,
                                        LaunchTemplateSpecification.autoScaling
                                    ),
                                    .inside("Overrides", [.inside("member", overrides)]),
                                ]
                            )
                        ]
                    ),
                ]
            )
        )
    )

    private static let overrides: [XMLField<Launcher>] = [
        .collect("ImageId", \.imageIDs),
        .each("LaunchTemplateSpecification", \.specifications, LaunchTemplateSpecification.autoScaling),
    ]

    static let describeLaunchConfigurations = reads(
        "DescribeLaunchConfigurations",
        .memberList(
            "DescribeLaunchConfigurations",
            "LaunchConfigurations",
            XMLMapping(
                start: Launcher(.launchConfiguration),
                [.required("LaunchConfigurationName", \.id), .collect("ImageId", \.imageIDs)]
            )
        )
    )
}

extension LaunchTemplateSpecification {
    fileprivate static let autoScaling = XMLMapping(
        start: LaunchTemplateSpecification(),
        [
            .text("LaunchTemplateId", \.templateID), .text("LaunchTemplateName", \.name), .text("Version", \.version),
        ]
    )
}
