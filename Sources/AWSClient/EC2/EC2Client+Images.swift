// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

extension EC2Client {
    package func describeImages(_ request: DescribeImagesRequest) async throws(EC2Error) -> Page<Image> {
        var parameters = QueryParameters()
        parameters.set("ImageId", request.imageIDs)
        parameters.set("Owner", request.owners)
        parameters.set(request.filters)
        parameters.set("IncludeDisabled", request.includeDisabled)
        parameters.setPage(maxResults: request.maxResults, nextToken: request.nextToken, ids: request.imageIDs)
        return try await query.list(.describeImages, parameters)
    }

    package func describeImageReferences(
        _ request: DescribeImageReferencesRequest
    ) async throws(EC2Error) -> Page<ImageReference> {
        var parameters = QueryParameters()
        parameters.set("ImageId", request.imageIDs)
        parameters.set("IncludeAllResourceTypes", true)
        if let depth = request.launchTemplateVersionDepth {
            // Beside IncludeAllResourceTypes this only overrides the default of one type.
            parameters.set("ResourceType.1.ResourceType", "ec2:LaunchTemplate")
            parameters.set("ResourceType.1.ResourceTypeOption.1.OptionName", "version-depth")
            parameters.set("ResourceType.1.ResourceTypeOption.1.OptionValue.1", depth)
        }
        parameters.set("MaxResults", request.maxResults)
        parameters.set("NextToken", request.nextToken)
        return try await query.list(.describeImageReferences, parameters)
    }

    package func deregisterImage(_ imageID: String) async throws(EC2Error) {
        var parameters = QueryParameters()
        parameters.set("ImageId", imageID)
        _ = try await query.call(.deregisterImage, parameters)
    }
}

extension QueryAction where Output == ListAnswer<Image> {
    static let describeImages = reads("DescribeImages", .list("imagesSet", Image.xml))
}

extension QueryAction where Output == ListAnswer<ImageReference> {
    static let describeImageReferences = reads(
        "DescribeImageReferences",
        .list("imageReferenceSet", ImageReference.xml)
    )
}

extension QueryAction where Output == NoOutput {
    static let deregisterImage = changes("DeregisterImage", isRepeatable: true, NoOutput.xml)
}
