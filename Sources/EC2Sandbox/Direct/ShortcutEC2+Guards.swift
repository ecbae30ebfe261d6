// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle

/// What the guards ask and what a retirement does goes through the client, unless it is asked about every item, or there
/// is nothing to tell.
extension ShortcutEC2 {
    /// An empty list needs no XML.
    private func list<Item>(
        unless isEmpty: (AccountRegion) -> Bool,
        _ page: () async throws(EC2Error) -> Page<Item>
    ) async throws(EC2Error) -> Page<Item> {
        sandbox.withRegion(region) { isEmpty($0) } ? Page(items: []) : try await page()
    }

    private static func hasNoCondition(_ region: AccountRegion) -> Bool {
        region.snapshots.ids(with: .condition).isEmpty
    }

    private static func exitTimes<Record>(of ids: [String], in bin: Table<Recycled<Record>>) -> [String: Date] {
        bin.entries(of: ids).reduce(into: [:]) { $0[$1.record.id] = $1.record.exitsAt.inWholeSeconds }
    }

    package func describeLaunchTemplates(nextToken: String?) async throws(EC2Error) -> Page<LaunchTemplate> {
        try await list(unless: { $0.launchTemplates.count == 0 }) { () async throws(EC2Error) in
            try await client.describeLaunchTemplates(nextToken: nextToken)
        }
    }

    package func describeLaunchTemplateVersions(
        _ request: DescribeLaunchTemplateVersionsRequest
    ) async throws(EC2Error) -> Page<LaunchTemplateVersion> {
        try await client.describeLaunchTemplateVersions(request)
    }

    package func describeAutoScalingGroups(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await list(unless: { $0.autoScalingGroups.count == 0 }) { () async throws(EC2Error) in
            try await client.describeAutoScalingGroups(nextToken: nextToken)
        }
    }

    package func describeLaunchConfigurations(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await list(unless: { $0.launchConfigurations.count == 0 }) { () async throws(EC2Error) in
            try await client.describeLaunchConfigurations(nextToken: nextToken)
        }
    }

    package func describeFleets(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await list(unless: { $0.fleets.count == 0 }) { () async throws(EC2Error) in
            try await client.describeFleets(nextToken: nextToken)
        }
    }

    package func describeSpotFleetRequests(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await list(unless: { $0.fleets.count == 0 }) { () async throws(EC2Error) in
            try await client.describeSpotFleetRequests(nextToken: nextToken)
        }
    }

    package func describeSpotInstanceRequests(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await list(unless: { $0.fleets.count == 0 }) { () async throws(EC2Error) in
            try await client.describeSpotInstanceRequests(nextToken: nextToken)
        }
    }

    package func getParameters(_ names: [String]) async throws(EC2Error) -> ParameterValues {
        try await client.getParameters(names)
    }

    package func describeLaunchPermissions(of imageID: String) async throws(EC2Error) -> [LaunchPermission] {
        try ask("DescribeImageAttribute") { region throws(EC2Failure) in
            try region.ownImage(imageID).launchPermissions
        }
    }

    package func describeVolumePermissions(of snapshotID: String) async throws(EC2Error) -> [LaunchPermission] {
        try ask("DescribeSnapshotAttribute") { region throws(EC2Failure) in
            guard !snapshotID.isEmpty else { throw .missingParameter("SnapshotId") }
            return try region.ownSnapshot(snapshotID).sharedWith.map { $0 == "all" ? .everybody : .account($0) }
        }
    }

    package func describeLockedSnapshots(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition> {
        try await list(unless: Self.hasNoCondition) { () async throws(EC2Error) in
            try await client.describeLockedSnapshots(nextToken: nextToken)
        }
    }

    package func describeSnapshotTierStatus(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition> {
        try await list(unless: Self.hasNoCondition) { () async throws(EC2Error) in
            try await client.describeSnapshotTierStatus(nextToken: nextToken)
        }
    }

    package func describeFastSnapshotRestores(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition> {
        try await list(unless: Self.hasNoCondition) { () async throws(EC2Error) in
            try await client.describeFastSnapshotRestores(nextToken: nextToken)
        }
    }

    package func recycledImageIDs() async throws(EC2Error) -> Set<String> { try await client.recycledImageIDs() }

    package var launchTemplateMemory: LaunchTemplateMemory { client.launchTemplateMemory }

    package var pageMemory: PageMemory { client.pageMemory }

    package func disableImage(_ imageID: String) async throws(EC2Error) { try await client.disableImage(imageID) }

    package func enableImage(_ imageID: String) async throws(EC2Error) { try await client.enableImage(imageID) }

    package func enableImageDeprecation(of imageID: String, at time: Date) async throws(EC2Error) {
        try await client.enableImageDeprecation(of: imageID, at: time)
    }

    package func disableImageDeprecation(_ imageID: String) async throws(EC2Error) {
        try await client.disableImageDeprecation(imageID)
    }

    package func addLaunchPermissions(
        _ permissions: [LaunchPermission],
        to imageID: String
    ) async throws(EC2Error) {
        try await client.addLaunchPermissions(permissions, to: imageID)
    }

    package func listImagesInRecycleBin(_ imageIDs: [String]) async throws(EC2Error) -> [String: Date] {
        try ask("ListImagesInRecycleBin") { region throws(EC2Failure) in
            Self.exitTimes(of: imageIDs, in: region.recycledImages)
        }
    }

    package func listSnapshotsInRecycleBin(_ snapshotIDs: [String]) async throws(EC2Error) -> [String: Date] {
        try ask("ListSnapshotsInRecycleBin") { region throws(EC2Failure) in
            Self.exitTimes(of: snapshotIDs, in: region.recycledSnapshots)
        }
    }
}
