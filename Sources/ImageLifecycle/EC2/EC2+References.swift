// SPDX-License-Identifier: Apache-2.0

extension EC2 {
    /// Who uses these images: an answer for every one of them, whatever happens.
    ///
    /// An error, an unfinished listing, or an answer about an image nobody asked for makes the whole call's answers
    /// worthless: those images count as not evaluated.
    func references(to imageIDs: [String], guards: GuardPolicy) async -> [String: ReferenceAnswer] {
        let ec2 = self
        let found = await concurrently(imageIDs.chunks(of: 10), atMost: 4) { chunk in
            await ec2.answer(about: chunk, guards: guards)
        }
        return found.reduce(into: [:]) { answers, some in answers.merge(some) { _, new in new } }
    }

    private func answer(about imageIDs: [String], guards: GuardPolicy) async -> [String: ReferenceAnswer] {
        var request = DescribeImageReferencesRequest(imageIDs: imageIDs)
        request.launchTemplateVersionDepth = guards.launchTemplateVersions.depth
        var found: [String: [ImageReference]] = Dictionary(uniqueKeysWithValues: imageIDs.map { ($0, []) })
        do {
            try await eachPage("DescribeImageReferences") { token async throws(EC2Error) in
                request.nextToken = token
                let page = try await describeImageReferences(request)
                for reference in page.items {
                    guard found[reference.imageID] != nil else { throw Self.strange(reference) }
                    found[reference.imageID]?.append(reference)
                }
                return page.nextToken
            }
            return found.mapValues { .usedBy($0) }
        } catch {
            guard error.saysImageIsGone, imageIDs.count > 1 else {
                return found.mapValues { _ in .notEvaluated(error) }
            }
            // One image that vanished spoils the call for nine others: ask about each by itself.
            var answers: [String: ReferenceAnswer] = [:]
            for imageID in imageIDs {
                answers.merge(await answer(about: [imageID], guards: guards)) { _, new in new }
            }
            return answers
        }
    }

    private static func strange(_ reference: ImageReference) -> EC2Error {
        EC2Error(
            code: nil,
            message: "EC2 answered about \(reference.imageID), which nobody asked for",
            action: "DescribeImageReferences"
        )
    }
}
