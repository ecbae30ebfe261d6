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

    /// Whether it is kept because a question about it had no answer.
    var isUnanswered: Bool { keeper?.verdict == .notEvaluated }

    /// The mark that is to be taken back, because something keeps the image after all; nil to leave it as it is.
    ///
    /// A question that nobody answered leaves it: the image neither goes nor comes back. So does a policy that is not
    /// about the image any more.
    package func markToTakeBack(by policyName: String) -> RetireMark? {
        let saysNothing: Set<Finding.Rule> = [.grace, .selection, .plan]
        guard let keeper, keeper.verdict == .keep, !saysNothing.contains(keeper.rule),
            let mark = RetireMark(image.tags), mark.policy == policyName
        else { return nil }
        return mark
    }

    /// Decides about every image of an account.
    ///
    /// - Parameters:
    ///   - images: all own images, disabled ones included.
    ///   - answers: what the guards said that cost calls; an image nobody asked about is kept.
    ///   - policy: what the user wants.
    ///   - now: when the run started.
    /// - Returns: a decision per image, in their order.
    package static func decide(
        _ images: [Image],
        answers: GuardAnswers,
        policy: LifecyclePolicy,
        now: Date
    ) -> [ImageDecision] {
        ImageScreening.screen(images, policy: policy, now: now).map { screening in
            screening.decide(answers.findings(on: screening.image.imageID))
        }
    }
}
