// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

extension EC2Client {
    /// Lets a disabled image be launched again; whom it was shared with does not come back by itself.
    package func enableImage(_ imageID: String) async throws(EC2Error) {
        try await change(imageID, .enableImage)
    }

    package func disableImageDeprecation(_ imageID: String) async throws(EC2Error) {
        try await change(imageID, .disableImageDeprecation)
    }

    /// Lets others launch an image; those who may already still may.
    package func addLaunchPermissions(
        _ permissions: [LaunchPermission],
        to imageID: String
    ) async throws(EC2Error) {
        var parameters = QueryParameters()
        parameters.set("ImageId", imageID)
        for (index, permission) in permissions.enumerated() {
            let (member, value) =
                switch permission {
                case .everybody: ("Group", "all")
                case .account(let id): ("UserId", id)
                case .organization(let arn): ("OrganizationArn", arn)
                case .organizationalUnit(let arn): ("OrganizationalUnitArn", arn)
                }
            parameters.set("LaunchPermission.Add.\(index + 1).\(member)", value)
        }
        _ = try await query.call(.modifyImageAttribute, parameters)
    }

    private func change(_ imageID: String, _ action: QueryAction<NoOutput>) async throws(EC2Error) {
        var parameters = QueryParameters()
        parameters.set("ImageId", imageID)
        _ = try await query.call(action, parameters)
    }
}

extension QueryAction where Output == NoOutput {
    static let enableImage = changes("EnableImage", isRepeatable: true, NoOutput.xml)
    static let disableImageDeprecation = changes("DisableImageDeprecation", isRepeatable: true, NoOutput.xml)
    static let modifyImageAttribute = changes("ModifyImageAttribute", isRepeatable: true, NoOutput.xml)
}
