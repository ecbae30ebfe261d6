// SPDX-License-Identifier: Apache-2.0

extension EC2 {
    /// Those images that are not registered any more; none where nobody says so.
    func gone(among imageIDs: [String]) async -> Set<String> {
        var gone: Set<String> = []
        for chunk in imageIDs.chunks(of: 200) {
            guard let left = try? await allImages(filters: [Filter("image-id", chunk)]) else { continue }
            gone.formUnion(Set(chunk).subtracting(left.filter { $0.state != .deregistered }.map(\.imageID)))
        }
        return gone
    }

    /// Every own image, disabled ones included, each once.
    package func allImages(filters: [Filter] = []) async throws(EC2Error) -> [Image] {
        var images: [Image] = []
        try await eachImage(filters: filters) { images.append($0) }
        return images
    }

    /// Hands over every own image, disabled ones included, each once, page by page.
    ///
    /// - Throws: after some were handed over already; what was made of them says nothing about the account.
    func eachImage(filters: [Filter] = [], _ body: (Image) -> Void) async throws(EC2Error) {
        var request = DescribeImagesRequest()
        request.filters = filters
        var seen: Set<String> = []
        try await eachPage("DescribeImages") { token async throws(EC2Error) in
            request.nextToken = token
            let page = try await describeImages(request)
            let images = page.items
            // By index: to take an image out of a listing copies it, and there are many.
            for index in images.indices where seen.insert(images[index].imageID).inserted { body(images[index]) }
            return page.nextToken
        }
    }

    /// Asks for one page after the other.
    ///
    /// `fetch` gets the token of a page, nil for the first, and gives the next page's, nil after the last. The same
    /// token twice is an error: such a listing never ends.
    func eachPage(
        _ action: String,
        _ fetch: (_ token: String?) async throws(EC2Error) -> String?
    ) async throws(EC2Error) {
        var tokens: Set<String> = []
        var next = try await fetch(nil)
        while let token = next {
            guard tokens.insert(token).inserted else {
                throw EC2Error(code: nil, message: "the same page token came twice", action: action)
            }
            next = try await fetch(token)
        }
    }
}
