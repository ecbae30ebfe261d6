// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle

extension EC2Client {
    package func listImagesInRecycleBin(_ imageIDs: [String]) async throws(EC2Error) -> [String: Date] {
        try await exitTimes(.listImagesInRecycleBin, "ImageId", imageIDs)
    }

    package func listSnapshotsInRecycleBin(_ snapshotIDs: [String]) async throws(EC2Error) -> [String: Date] {
        try await exitTimes(.listSnapshotsInRecycleBin, "SnapshotId", snapshotIDs)
    }

    package func recycledImageIDs() async throws(EC2Error) -> Set<String> {
        Set(try await allPages(.listImagesInRecycleBin).map(\.snapshotID))
    }

    /// The descriptions of every snapshot in the bin, by id.
    package func recycledSnapshots() async throws(EC2Error) -> [String: String] {
        let snapshots = try await allPages(.describeSnapshotsInRecycleBin)
        return Dictionary(snapshots.map { ($0.snapshotID, $0.state) }) { first, _ in first }
    }

    /// Registers an image again; its snapshots must be back by then.
    package func restoreImage(_ imageID: String) async throws(EC2Error) {
        var parameters = QueryParameters()
        parameters.set("ImageId", imageID)
        _ = try await query.call(.restoreImageFromRecycleBin, parameters)
    }

    package func restoreSnapshot(_ snapshotID: String) async throws(EC2Error) {
        var parameters = QueryParameters()
        parameters.set("SnapshotId", snapshotID)
        _ = try await query.call(.restoreSnapshotFromRecycleBin, parameters)
    }

    private func exitTimes(
        _ action: QueryAction<ListAnswer<SnapshotCondition>>,
        _ parameter: String,
        _ resourceIDs: [String]
    ) async throws(EC2Error) -> [String: Date] {
        var parameters = QueryParameters()
        parameters.set(parameter, resourceIDs)
        var times: [String: Date] = [:]
        for entry in try await query.list(action, parameters).items {
            guard let time = ISO8601.date(entry.state) else {
                throw EC2Error(code: nil, message: "\"\(entry.state)\" is no time", action: action.name)
            }
            times[entry.snapshotID] = time
        }
        return times
    }

    private func allPages(
        _ action: QueryAction<ListAnswer<SnapshotCondition>>
    ) async throws(EC2Error) -> [SnapshotCondition] {
        try await all(action.name) { token async throws(EC2Error) in
            try await query.list(action, .page(maxResults: 1000, token))
        }
    }
}

extension QueryAction where Output == ListAnswer<SnapshotCondition> {
    static let listImagesInRecycleBin = reads(
        "ListImagesInRecycleBin",
        recycled("imageSet", "imageId", "recycleBinExitTime")
    )
    static let listSnapshotsInRecycleBin = reads(
        "ListSnapshotsInRecycleBin",
        recycled("snapshotSet", "snapshotId", "recycleBinExitTime")
    )
    static let describeSnapshotsInRecycleBin = reads(
        "ListSnapshotsInRecycleBin",
        recycled("snapshotSet", "snapshotId", "description")
    )

    /// An id and what is said of it, read as a condition is: a type of its own would cost every worker 20 kB.
    private static func recycled(
        _ list: String,
        _ id: String,
        _ text: String
    ) -> XMLMapping<ListAnswer<SnapshotCondition>> {
        .list(
            list,
            XMLMapping(start: SnapshotCondition(), [.required(id, \.snapshotID), .text(text, \.state)])
        )
    }
}

extension QueryAction where Output == NoOutput {
    static let restoreImageFromRecycleBin = changes("RestoreImageFromRecycleBin", isRepeatable: true, NoOutput.xml)
    static let restoreSnapshotFromRecycleBin = changes(
        "RestoreSnapshotFromRecycleBin",
        isRepeatable: true,
        NoOutput.xml
    )
}
