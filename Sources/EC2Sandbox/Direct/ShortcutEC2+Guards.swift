// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle

/// What the guards ask and what a retirement does goes through the client.
extension ShortcutEC2 {
    package func describeLaunchTemplates(nextToken: String?) async throws(EC2Error) -> Page<LaunchTemplate> {
        try await client.describeLaunchTemplates(nextToken: nextToken)
    }

    package func describeLaunchTemplateVersions(
        _ request: DescribeLaunchTemplateVersionsRequest
    ) async throws(EC2Error) -> Page<LaunchTemplateVersion> {
        try await client.describeLaunchTemplateVersions(request)
    }

    package func describeAutoScalingGroups(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await client.describeAutoScalingGroups(nextToken: nextToken)
    }

    package func describeLaunchConfigurations(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await client.describeLaunchConfigurations(nextToken: nextToken)
    }

    package func describeFleets(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await client.describeFleets(nextToken: nextToken)
    }

    package func describeSpotFleetRequests(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await client.describeSpotFleetRequests(nextToken: nextToken)
    }

    package func describeSpotInstanceRequests(nextToken: String?) async throws(EC2Error) -> Page<Launcher> {
        try await client.describeSpotInstanceRequests(nextToken: nextToken)
    }

    package func getParameters(_ names: [String]) async throws(EC2Error) -> ParameterValues {
        try await client.getParameters(names)
    }

    package func describeLaunchPermissions(of imageID: String) async throws(EC2Error) -> [LaunchPermission] {
        try await client.describeLaunchPermissions(of: imageID)
    }

    package func describeVolumePermissions(of snapshotID: String) async throws(EC2Error) -> [LaunchPermission] {
        try await client.describeVolumePermissions(of: snapshotID)
    }

    package func describeLockedSnapshots(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition> {
        try await client.describeLockedSnapshots(nextToken: nextToken)
    }

    package func describeSnapshotTierStatus(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition> {
        try await client.describeSnapshotTierStatus(nextToken: nextToken)
    }

    package func describeFastSnapshotRestores(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition> {
        try await client.describeFastSnapshotRestores(nextToken: nextToken)
    }

    package func recycledImageIDs() async throws(EC2Error) -> Set<String> { try await client.recycledImageIDs() }

    package var launchTemplateMemory: LaunchTemplateMemory { client.launchTemplateMemory }

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
}
