// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

extension EC2Client {
    package func describeLaunchTemplates(nextToken: String?) async throws(EC2Error) -> Page<LaunchTemplate> {
        try await query.list(.describeLaunchTemplates, .page(maxResults: 200, nextToken))
    }

    package func describeLaunchTemplateVersions(
        _ request: DescribeLaunchTemplateVersionsRequest
    ) async throws(EC2Error) -> Page<LaunchTemplateVersion> {
        var parameters = QueryParameters()
        parameters.set("LaunchTemplateId", request.templateID)
        parameters.set("LaunchTemplateVersion", request.versions)
        parameters.set("MinVersion", request.minVersion)
        // EC2 refuses a page size beside version numbers.
        parameters.setPage(maxResults: 200, nextToken: request.nextToken, ids: request.versions)
        return try await query.list(.describeLaunchTemplateVersions, parameters)
    }

    package func describeFleets(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await query.list(.describeFleets, .page(maxResults: 100, nextToken))
    }

    package func describeSpotFleetRequests(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await query.list(.describeSpotFleetRequests, .page(maxResults: 100, nextToken))
    }

    package func describeSpotInstanceRequests(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        var parameters = QueryParameters.page(maxResults: 1000, nextToken)
        // Those that are over launch nothing, and are listed for long.
        parameters.set([Filter("state", ["open", "active"])])
        return try await query.list(.describeSpotInstanceRequests, parameters)
    }
}

extension QueryParameters {
    /// A page of a listing.
    static func page(maxResults: Int, _ nextToken: String?) -> QueryParameters {
        var parameters = QueryParameters()
        parameters.set("MaxResults", maxResults)
        parameters.set("NextToken", nextToken)
        return parameters
    }
}

extension QueryAction where Output == ListAnswer<LaunchTemplate> {
    static let describeLaunchTemplates = reads(
        "DescribeLaunchTemplates",
        .list(
            "launchTemplates",
            XMLMapping(
                start: LaunchTemplate(),
                [
                    .required("launchTemplateId", \.templateID),
                    .required("launchTemplateName", \.name),
                    .text("defaultVersionNumber", \.defaultVersion),
                    .text("latestVersionNumber", \.latestVersion),
                ]
            )
        )
    )
}

extension QueryAction where Output == ListAnswer<LaunchTemplateVersion> {
    static let describeLaunchTemplateVersions = reads(
        "DescribeLaunchTemplateVersions",
        .list(
            "launchTemplateVersionSet",
            XMLMapping(
                start: LaunchTemplateVersion(),
                [
                    .text("versionNumber", \.number),
                    .inside("launchTemplateData", [.text("imageId", \.imageID)]),
                ]
            )
        )
    )
}

extension QueryAction where Output == ListAnswer<Launcher> {
    static let describeFleets = reads(
        "DescribeFleets",
        .list(
            "fleetSet",
            XMLMapping(
                start: Launcher(.fleet),
                [
                    .required("fleetId", \.id),
                    .text("fleetState", \.state),
                    .inside("launchTemplateConfigs", Launcher.templateConfigs),
                ]
            )
        )
    )

    static let describeSpotFleetRequests = reads(
        "DescribeSpotFleetRequests",
        .list(
            "spotFleetRequestConfigSet",
            XMLMapping(
                start: Launcher(.spotFleetRequest),
                [
                    .required("spotFleetRequestId", \.id),
                    .text("spotFleetRequestState", \.state),
                    .inside(
                        "spotFleetRequestConfig",
                        [
                            .inside("launchSpecifications", [.inside("item", [.collect("imageId", \.imageIDs)])]),
                            .inside("launchTemplateConfigs", Launcher.templateConfigs),
                        ]
                    ),
                ]
            )
        )
    )

    static let describeSpotInstanceRequests = reads(
        "DescribeSpotInstanceRequests",
        .list(
            "spotInstanceRequestSet",
            XMLMapping(
                start: Launcher(.spotInstanceRequest),
                [
                    .required("spotInstanceRequestId", \.id),
                    .text("state", \.state),
                    .inside("launchSpecification", [.collect("imageId", \.imageIDs)]),
                ]
            )
        )
    )
}

extension Launcher {
    /// What is inside `launchTemplateConfigs` of both kinds of fleets.
    fileprivate static let templateConfigs: [XMLField<Launcher>] = [
        .inside(
            "item",
            [
                .each("launchTemplateSpecification", \.specifications, LaunchTemplateSpecification.ec2),
                .inside("overrides", [.inside("item", [.collect("imageId", \.imageIDs)])]),
            ]
        )
    ]
}

extension LaunchTemplateSpecification {
    fileprivate static let ec2 = XMLMapping(
        start: LaunchTemplateSpecification(),
        [
            .text("launchTemplateId", \.templateID), .text("launchTemplateName", \.name), .text("version", \.version),
        ]
    )
}
