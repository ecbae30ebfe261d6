// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

extension EC2Client {
    package func describeLaunchPermissions(of imageID: String) async throws(EC2Error) -> [LaunchPermission] {
        var parameters = QueryParameters()
        parameters.set("ImageId", imageID)
        parameters.set("Attribute", "launchPermission")
        return try await permissions(.describeImageAttribute, parameters)
    }

    package func describeVolumePermissions(of snapshotID: String) async throws(EC2Error) -> [LaunchPermission] {
        var parameters = QueryParameters()
        parameters.set("SnapshotId", snapshotID)
        parameters.set("Attribute", "createVolumePermission")
        return try await permissions(.describeSnapshotAttribute, parameters)
    }

    private func permissions(
        _ action: QueryAction<ListAnswer<PermissionEntry>>,
        _ parameters: QueryParameters
    ) async throws(EC2Error) -> [LaunchPermission] {
        let entries = try await query.list(action, parameters).items
        let permissions = entries.compactMap(\.permission)
        guard permissions.count == entries.count else {
            throw EC2Error(code: nil, message: "a permission names nobody", action: action.name)
        }
        return permissions
    }

    package func describeLockedSnapshots(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition> {
        try await query.list(.describeLockedSnapshots, .page(maxResults: 1000, nextToken))
    }

    package func describeSnapshotTierStatus(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition> {
        var parameters = QueryParameters.page(maxResults: 1000, nextToken)
        let moving = ["archival-in-progress", "permanent-restore-in-progress", "temporary-restore-in-progress"]
        parameters.set([Filter("last-tiering-operation", moving)])
        return try await query.list(.describeSnapshotTierStatus, parameters)
    }

    package func describeFastSnapshotRestores(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition> {
        try await query.list(.describeFastSnapshotRestores, .page(maxResults: 200, nextToken))
    }
}

/// One entry of `launchPermission` or `createVolumePermission`: exactly one of these is there.
struct PermissionEntry: Sendable {
    var group: String?
    var accountID: String?
    var organization: String?
    var organizationalUnit: String?

    /// nil for an entry of a kind that this version does not know.
    var permission: LaunchPermission? {
        if group == "all" { return .everybody }
        if let accountID { return .account(accountID) }
        if let organization { return .organization(organization) }
        return organizationalUnit.map { .organizationalUnit($0) }
    }
}

extension QueryAction where Output == ListAnswer<PermissionEntry> {
    static let describeImageAttribute = reads("DescribeImageAttribute", permissions("launchPermission"))

    static let describeSnapshotAttribute = reads("DescribeSnapshotAttribute", permissions("createVolumePermission"))

    private static func permissions(_ list: String) -> XMLMapping<ListAnswer<PermissionEntry>> {
        .list(
            list,
            XMLMapping(
                start: PermissionEntry(),
                [
                    .text("group", \.group), .text("userId", \.accountID),
                    .text("organizationArn", \.organization), .text("organizationalUnitArn", \.organizationalUnit),
                ]
            )
        )
    }
}

extension QueryAction where Output == ListAnswer<SnapshotCondition> {
    static let describeLockedSnapshots = reads("DescribeLockedSnapshots", condition("snapshotSet", "lockState"))

    static let describeSnapshotTierStatus = reads(
        "DescribeSnapshotTierStatus",
        condition("snapshotTierStatusSet", "lastTieringOperationStatus")
    )

    static let describeFastSnapshotRestores = reads(
        "DescribeFastSnapshotRestores",
        condition("fastSnapshotRestoreSet", "state")
    )

    private static func condition(_ list: String, _ state: String) -> XMLMapping<ListAnswer<SnapshotCondition>> {
        .list(
            list,
            XMLMapping(start: SnapshotCondition(), [.required("snapshotId", \.snapshotID), .text(state, \.state)])
        )
    }
}
