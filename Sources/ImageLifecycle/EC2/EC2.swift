// SPDX-License-Identifier: Apache-2.0

/// The EC2 actions that the steps call, in one account and region.
///
/// One method an action of the EC2 API, named after it, so that a step's permissions can be read off its calls. Every
/// method throws ``EC2Error`` when EC2 refuses or cannot be reached; retries have been spent by then.
package protocol EC2: GuardSources, RecycleBin, RetirementActions {
    /// One page of images.
    func describeImages(_ request: DescribeImagesRequest) async throws(EC2Error) -> Page<Image>

    /// Who uses these images, at most 10, as far as EC2 tells.
    func describeImageReferences(
        _ request: DescribeImageReferencesRequest
    ) async throws(EC2Error) -> Page<ImageReference>

    /// One page of snapshots.
    func describeSnapshots(_ request: DescribeSnapshotsRequest) async throws(EC2Error) -> Page<Snapshot>

    /// One page of instances.
    func describeInstances(_ request: DescribeInstancesRequest) async throws(EC2Error) -> Page<Instance>

    /// Deregisters an image; its snapshots stay.
    func deregisterImage(_ imageID: String) async throws(EC2Error)

    /// Deletes a snapshot.
    func deleteSnapshot(_ snapshotID: String) async throws(EC2Error)

    /// One page of volumes.
    func describeVolumes(_ request: DescribeVolumesRequest) async throws(EC2Error) -> Page<Volume>

    /// Begins an image of an instance and gives its id; there is no client token, so a second call makes a second one.
    func createImage(_ request: CreateImageRequest) async throws(EC2Error) -> String

    /// Begins a snapshot of one volume; there is no client token.
    func createSnapshot(_ request: CreateSnapshotRequest) async throws(EC2Error) -> Snapshot

    /// Begins snapshots of an instance's volumes at one moment; there is no client token.
    func createSnapshots(_ request: CreateSnapshotsRequest) async throws(EC2Error) -> [Snapshot]

    /// Begins a copy of a snapshot into this client's region and gives the copy's id; there is no client token.
    func copySnapshot(_ request: CopySnapshotRequest) async throws(EC2Error) -> String

    /// The names of the regions that the account can use.
    func describeRegions() async throws(EC2Error) -> [String]

    /// The same account in another region, whose name has been checked.
    func inRegion(_ name: String) -> any EC2

    /// The name of the region.
    var region: String { get }

    /// What was seen of this endpoint's pages.
    var pageMemory: PageMemory { get }

    /// Sets tags on resources; a tag that is there gets the new value.
    func createTags(_ tags: [Tag], on resourceIDs: [String]) async throws(EC2Error)

    /// Removes tags, whatever their values.
    func deleteTags(_ keys: [String], from resourceIDs: [String]) async throws(EC2Error)
}

/// What a Describe action lists at a time.
package struct Page<Item: Sendable>: Sendable {
    package var items: [Item]
    /// What to send to get the next page; nil on the last.
    package var nextToken: String?

    package init(items: [Item], nextToken: String? = nil) {
        self.items = items
        self.nextToken = nextToken
    }
}

/// A filter of a Describe action.
///
/// Values may hold the wildcards `*` and `?`; a backslash makes them literal.
package struct Filter: Sendable, Hashable {
    package var name: String
    package var values: [String]

    package init(_ name: String, _ values: [String]) {
        self.name = name
        self.values = values
    }

    /// A value that matches itself only.
    package static func literal(_ value: String) -> String {
        String(value.flatMap { "*?\\".contains($0) ? ["\\", $0] : [$0] })
    }
}

package struct DescribeImagesRequest: Sendable, Hashable {
    /// Never sent empty, which would list everything; with ids there is no pagination.
    package var imageIDs: [String] = []
    /// `self` unless somebody has a reason: without it public images of strangers are listed as well.
    package var owners: [String] = ["self"]
    package var filters: [Filter] = []
    /// Disabled images still block their snapshots, hence true.
    package var includeDisabled = true
    package var maxResults: Int? = 1000
    package var nextToken: String?

    package init() {}
}

package struct DescribeImageReferencesRequest: Sendable, Hashable {
    /// 1 to 10 ids.
    package var imageIDs: [String]
    /// How many of the newest launch template versions are searched; EC2's own default is 10.
    package var launchTemplateVersionDepth: Int?
    package var maxResults: Int?
    package var nextToken: String?

    package init(imageIDs: [String]) {
        self.imageIDs = imageIDs
    }
}

package struct DescribeSnapshotsRequest: Sendable, Hashable {
    /// Never sent empty, which would list everything; with ids there is no pagination.
    package var snapshotIDs: [String] = []
    package var owners: [String] = ["self"]
    package var filters: [Filter] = []
    package var maxResults: Int? = 1000
    package var nextToken: String?

    package init() {}
}

package struct DescribeInstancesRequest: Sendable, Hashable {
    /// Never sent empty, which would list everything; with ids there is no pagination.
    package var instanceIDs: [String] = []
    package var filters: [Filter] = []
    package var maxResults: Int? = 1000
    package var nextToken: String?

    package init() {}
}
