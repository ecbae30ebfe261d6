// SPDX-License-Identifier: Apache-2.0

/// An image that only the guards that cost calls can still keep, with its place in the order.
struct Candidate: Sendable {
    let screening: ImageScreening
    let place: PageCursor
    let item: ImageItem

    /// nil for an image without a creation date, which its age keeps anyway.
    init?(_ screening: ImageScreening) {
        guard let place = PageCursor(screening.image) else { return nil }
        self.screening = screening
        self.place = place
        item = ImageItem(imageID: screening.image.imageID, snapshotIDs: screening.image.snapshotIDs)
    }

    /// As many as fit a page; at least one, if there is one.
    static func firstPage(of candidates: [Candidate]) -> [Candidate] {
        var byteCount = 0
        let page = candidates.prefix(ListExpiredImages.mostItems).prefix { candidate in
            byteCount += candidate.item.jsonByteCount + 1
            return byteCount <= ListExpiredImages.mostItemBytes
        }
        return page.isEmpty ? Array(candidates.prefix(1)) : Array(page)
    }
}
