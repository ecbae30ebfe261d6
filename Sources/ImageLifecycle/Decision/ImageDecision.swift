// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// Whether an image is kept or retired, and everything that was said about it.
package struct ImageDecision: Sendable, Hashable {
    package enum Action: String, Sendable, Codable {
        case keep, retire
    }

    package let image: Image
    /// Every rule and guard that spoke, in the order in which they are asked.
    package let findings: [Finding]

    /// An image goes only if nothing keeps it and a retention rule was found to let it go.
    package var action: Action {
        keeper == nil && findings.contains(where: \.expires) ? .retire : .keep
    }

    /// What keeps the image: the first finding that does, for what is kept is counted once.
    package var keeper: Finding? { findings.first(where: \.keeps) }

    /// Decides about every image of an account.
    ///
    /// - Parameters:
    ///   - images: all own images, disabled ones included.
    ///   - references: what `DescribeImageReferences` said; an image without an answer is kept.
    ///   - policy: what the user wants.
    ///   - now: when the run started.
    /// - Returns: a decision per image, in their order.
    package static func decide(
        _ images: [Image],
        references: [String: ReferenceAnswer],
        policy: LifecyclePolicy,
        now: Date
    ) -> [ImageDecision] {
        ImageScreening.screen(images, policy: policy, now: now).map { screening in
            screening.decide(references[screening.image.imageID])
        }
    }
}
