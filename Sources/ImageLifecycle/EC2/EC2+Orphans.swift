// SPDX-License-Identifier: Apache-2.0

extension EC2 {
    /// The images in the Recycle Bin as far as a policy asks; nil if nobody may say, which keeps what they could need.
    ///
    /// What may pass is thrown, so that the step is tried again.
    func recycledImageIDs(for policy: LifecyclePolicy) async throws(EC2Error) -> Set<String>? {
        guard policy.retain.orphans != nil else { return [] }
        do {
            return try await recycledImageIDs()
        } catch {
            switch error.kind {
            case .throttled, .unavailable: throw error
            case .accessDenied, .refused: return nil
            }
        }
    }

    /// The own image of an id, disabled or not, as a list of one or none.
    func ownImage(_ imageID: String?) async throws(EC2Error) -> [Image] {
        guard let imageID else { return [] }
        // By filter, not by id: an id that is gone would be an error.
        return try await allImages(filters: [Filter("image-id", [imageID])])
    }
}
