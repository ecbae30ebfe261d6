// SPDX-License-Identifier: Apache-2.0

extension EC2 {
    /// The own images, disabled ones included, that may use any of these snapshots.
    ///
    /// A short page of all images is the whole answer in a small account. Only where there are more is EC2 asked by
    /// filter: endpoints that know no pages, as some EC2-compatible ones, do not know the filter either, and answer that
    /// nobody uses anything. It is asked before every deletion, so the page is as short as it may be, and one that had a
    /// next page is not asked for again.
    func imagesUsing(_ snapshotIDs: [String]) async throws(EC2Error) -> [Image] {
        if !pageMemory.knowsPages {
            var request = DescribeImagesRequest()
            request.maxResults = 10
            let page = try await describeImages(request)
            guard page.nextToken != nil else { return page.items }
            pageMemory.noteNextPage()
        }
        var images: [Image] = []
        for chunk in snapshotIDs.chunks(of: 100) {
            images += try await allImages(filters: [Filter("block-device-mapping.snapshot-id", chunk)])
        }
        return images
    }

    /// Those of these snapshots that exist and belong to the account.
    func ownSnapshots(_ snapshotIDs: [String]) async throws(EC2Error) -> [Snapshot] {
        var snapshots: [Snapshot] = []
        for chunk in snapshotIDs.chunks(of: 100) {
            // By filter, not by id: one id that is gone would spoil the whole call.
            snapshots += try await allSnapshots(filters: [Filter("snapshot-id", chunk)])
        }
        return snapshots
    }

    /// Every own snapshot, each once.
    package func allSnapshots(filters: [Filter] = []) async throws(EC2Error) -> [Snapshot] {
        var request = DescribeSnapshotsRequest()
        request.filters = filters
        var seen: Set<String> = []
        var snapshots: [Snapshot] = []
        try await eachPage("DescribeSnapshots") { token async throws(EC2Error) in
            request.nextToken = token
            let page = try await describeSnapshots(request)
            snapshots += page.items.filter { seen.insert($0.snapshotID).inserted }
            return page.nextToken
        }
        return snapshots
    }
}

extension Array {
    func chunks(of count: Int) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
    }
}
