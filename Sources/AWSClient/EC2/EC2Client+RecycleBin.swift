// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle

/// Something deleted that the Recycle Bin still holds.
package struct RecycledResource: Sendable, Hashable {
    /// An image's or a snapshot's.
    package var resourceID = ""
    /// When it is deleted for good.
    package var exitsAt: Date?
    package var description = ""

    static let image = xml("imageId")
    static let snapshot = xml("snapshotId")

    private static func xml(_ id: String) -> XMLMapping<RecycledResource> {
        XMLMapping(
            start: RecycledResource(),
            [
                .required(id, \.resourceID),
                .date("recycleBinExitTime", \.exitsAt),
                .text("description", \.description),
            ]
        )
    }
}

extension EC2Client {
    /// Every image in the bin.
    package func recycledImages() async throws(EC2Error) -> [RecycledResource] {
        try await allPages(.listImagesInRecycleBin)
    }

    package func recycledImageIDs() async throws(EC2Error) -> Set<String> {
        Set(try await recycledImages().map(\.resourceID))
    }

    /// Every snapshot in the bin.
    package func recycledSnapshots() async throws(EC2Error) -> [RecycledResource] {
        try await allPages(.listSnapshotsInRecycleBin)
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

    private func allPages(
        _ action: QueryAction<ListAnswer<RecycledResource>>
    ) async throws(EC2Error) -> [RecycledResource] {
        var found: [RecycledResource] = []
        var tokens: Set<String> = []
        var token: String?
        repeat {
            var parameters = QueryParameters()
            parameters.set("MaxResults", 1000)
            parameters.set("NextToken", token)
            let page = try await query.call(action, parameters).page(action.name)
            found += page.items
            token = page.nextToken
            // Such a listing never ends, and half of it must not pass for the whole.
            if let token, !tokens.insert(token).inserted {
                throw EC2Error(code: nil, message: "the same page token came twice", action: action.name)
            }
        } while token != nil
        return found
    }
}

extension QueryAction where Output == ListAnswer<RecycledResource> {
    static let listImagesInRecycleBin = reads(
        "ListImagesInRecycleBin",
        .list("imageSet", RecycledResource.image)
    )
    static let listSnapshotsInRecycleBin = reads(
        "ListSnapshotsInRecycleBin",
        .list("snapshotSet", RecycledResource.snapshot)
    )
}

extension QueryAction where Output == NoOutput {
    static let restoreImageFromRecycleBin = changes("RestoreImageFromRecycleBin", isRepeatable: true, NoOutput.xml)
    static let restoreSnapshotFromRecycleBin = changes(
        "RestoreSnapshotFromRecycleBin",
        isRepeatable: true,
        NoOutput.xml
    )
}
