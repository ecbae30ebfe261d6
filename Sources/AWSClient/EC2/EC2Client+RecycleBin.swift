// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

extension EC2Client {
    package func listImagesInRecycleBin(_ imageIDs: [String]) async throws(EC2Error) -> [RecycledResource] {
        var parameters = QueryParameters()
        parameters.set("ImageId", imageIDs)
        return try await query.list(.listImagesInRecycleBin, parameters).items
    }

    package func listSnapshotsInRecycleBin(_ snapshotIDs: [String]) async throws(EC2Error) -> [RecycledResource] {
        var parameters = QueryParameters()
        parameters.set("SnapshotId", snapshotIDs)
        return try await query.list(.listSnapshotsInRecycleBin, parameters).items
    }

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
            let page = try await query.list(action, .page(maxResults: 1000, token))
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
    static let listImagesInRecycleBin = reads("ListImagesInRecycleBin", .list("imageSet", recycled("imageId")))
    static let listSnapshotsInRecycleBin = reads(
        "ListSnapshotsInRecycleBin",
        .list("snapshotSet", recycled("snapshotId"))
    )

    private static func recycled(_ id: String) -> XMLMapping<RecycledResource> {
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

extension QueryAction where Output == NoOutput {
    static let restoreImageFromRecycleBin = changes("RestoreImageFromRecycleBin", isRepeatable: true, NoOutput.xml)
    static let restoreSnapshotFromRecycleBin = changes(
        "RestoreSnapshotFromRecycleBin",
        isRepeatable: true,
        NoOutput.xml
    )
}
