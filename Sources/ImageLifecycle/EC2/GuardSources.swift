// SPDX-License-Identifier: Apache-2.0

/// What the guards ask beside EC2's images and instances: more of EC2, Auto Scaling, and the Parameter Store.
///
/// Read-only. One method an action, named after it; a page at a time where the action has pages. An answer that lacks
/// the list it should hold is an error, never an empty list: nothing found and nothing said are not the same.
package protocol GuardSources: Sendable {
    func describeLaunchTemplates(nextToken: String?) async throws(EC2Error) -> Page<LaunchTemplate>

    func describeLaunchTemplateVersions(
        _ request: DescribeLaunchTemplateVersionsRequest
    ) async throws(EC2Error) -> Page<LaunchTemplateVersion>

    func describeAutoScalingGroups(nextToken: String?) async throws(EC2Error) -> Page<Launcher>

    func describeLaunchConfigurations(nextToken: String?) async throws(EC2Error) -> Page<Launcher>

    func describeFleets(nextToken: String?) async throws(EC2Error) -> Page<Launcher>

    func describeSpotFleetRequests(nextToken: String?) async throws(EC2Error) -> Page<Launcher>

    func describeSpotInstanceRequests(nextToken: String?) async throws(EC2Error) -> Page<Launcher>

    /// The values of parameters, by 1 to 10 names or ARNs, each with `:version` or `:label` behind it or not.
    func getParameters(_ names: [String]) async throws(EC2Error) -> ParameterValues

    /// Who may launch an image: `DescribeImageAttribute`.
    func describeLaunchPermissions(of imageID: String) async throws(EC2Error) -> [LaunchPermission]

    /// Who may make volumes of a snapshot: `DescribeSnapshotAttribute`.
    func describeVolumePermissions(of snapshotID: String) async throws(EC2Error) -> [LaunchPermission]

    func describeLockedSnapshots(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition>

    /// Snapshots on their way to or from the archive.
    func describeSnapshotTierStatus(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition>

    func describeFastSnapshotRestores(nextToken: String?) async throws(EC2Error) -> Page<SnapshotCondition>

    /// What was seen of launch template versions, which never change.
    var launchTemplateMemory: LaunchTemplateMemory { get }
}

package struct DescribeLaunchTemplateVersionsRequest: Sendable, Hashable {
    package var templateID: String
    /// Numbers; none for all of them.
    package var versions: [String] = []
    /// The lowest number to list.
    package var minVersion: Int?
    package var nextToken: String?

    package init(templateID: String) {
        self.templateID = templateID
    }
}

/// What `GetParameters` answers.
package struct ParameterValues: Sendable, Hashable {
    package struct Parameter: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var parameters: [Parameter]
    /// Names of parameters that do not exist.
    package var invalidNames: [String]

    package init(parameters: [Parameter] = [], invalidNames: [String] = []) {
        self.parameters = parameters
        self.invalidNames = invalidNames
    }
}
