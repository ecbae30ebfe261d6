// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// The pages of a listing of all own images, for as long as no image changes.
///
/// Hourly workflows list an account that most hours leave as it is.
struct ImageListings: Sendable {
    private var revision: Int?
    private var pages: [DescribeImagesRequest: Page<Image>] = [:]

    func page(_ request: DescribeImagesRequest, _ images: Table<ImageRecord>) -> Page<Image>? {
        images.revision == revision && Self.isKept(request) ? pages[request] : nil
    }

    /// Keeps a page that will look the same until an image changes; those of other listings are not worth it.
    mutating func keep(_ page: Page<Image>, _ request: DescribeImagesRequest, _ images: Table<ImageRecord>) {
        guard Self.isKept(request) else { return }
        if images.revision != revision { pages = [:] }
        revision = images.revision
        pages[request] = page
    }

    private static func isKept(_ request: DescribeImagesRequest) -> Bool {
        request.imageIDs.isEmpty && request.filters.isEmpty && request.owners == ["self"]
    }
}
