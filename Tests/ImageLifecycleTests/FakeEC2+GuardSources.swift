// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

/// Nothing else uses an image here: the guards have their scenes on the sandbox.
extension FakeEC2 {
    func describeLaunchTemplates(nextToken: String?) async throws(EC2Error) -> Page<LaunchTemplate> {
        Page(items: [])
    }

    func describeLaunchTemplateVersions(
        _ request: DescribeLaunchTemplateVersionsRequest
    ) async throws(EC2Error) -> Page<LaunchTemplateVersion> {
        Page(items: [])
    }

    func describeAutoScalingGroups(nextToken: String?) async throws(EC2Error) -> Page<Launcher> { Page(items: []) }

    func describeLaunchConfigurations(nextToken: String?) async throws(EC2Error) -> Page<Launcher> { Page(items: []) }

    func describeFleets(nextToken: String?) async throws(EC2Error) -> Page<Launcher> { Page(items: []) }

    func describeSpotFleetRequests(nextToken: String?) async throws(EC2Error) -> Page<Launcher> { Page(items: []) }

    func describeSpotInstanceRequests(nextToken: String?) async throws(EC2Error) -> Page<Launcher> { Page(items: []) }

    func getParameters(_ names: [String]) async throws(EC2Error) -> ParameterValues { ParameterValues() }

    func describeLaunchPermissions(of imageID: String) async throws(EC2Error) -> [LaunchPermission] { [] }

    func describeVolumePermissions(of snapshotID: String) async throws(EC2Error) -> [LaunchPermission] {
        try call("DescribeSnapshotAttribute")
        return []
    }

    func describeLockedSnapshots(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition> {
        Page(items: [])
    }

    func describeSnapshotTierStatus(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition> {
        Page(items: [])
    }

    func describeFastSnapshotRestores(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition> {
        Page(items: [])
    }

    func disableImage(_ imageID: String) async throws(EC2Error) { throw .refusal("DisableImage", "no") }

    func enableImage(_ imageID: String) async throws(EC2Error) { throw .refusal("EnableImage", "no") }

    func enableImageDeprecation(of imageID: String, at time: Date) async throws(EC2Error) {
        throw .refusal("EnableImageDeprecation", "no")
    }

    func disableImageDeprecation(_ imageID: String) async throws(EC2Error) {
        throw .refusal("DisableImageDeprecation", "no")
    }

    func addLaunchPermissions(_ permissions: [LaunchPermission], to imageID: String) async throws(EC2Error) {
        throw .refusal("ModifyImageAttribute", "no")
    }

    func listImagesInRecycleBin(_ imageIDs: [String]) async throws(EC2Error) -> [String: Date] {
        try call("ListImagesInRecycleBin")
        return held(imageIDs)
    }

    func listSnapshotsInRecycleBin(_ snapshotIDs: [String]) async throws(EC2Error) -> [String: Date] {
        try call("ListSnapshotsInRecycleBin")
        return held(snapshotIDs)
    }

    nonisolated var launchTemplateMemory: LaunchTemplateMemory { LaunchTemplateMemory() }
}
