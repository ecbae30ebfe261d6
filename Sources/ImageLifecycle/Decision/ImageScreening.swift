// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What can be said about an image without asking EC2 more.
///
/// Selection, retention, and the guards that an image carries in itself.
/// A screening is no decision yet: decide(_:) adds the guards that cost calls, which are asked only about those
/// that pass.
///
/// Shared, not copied: a run has one for each image that its policy is about.
package final class ImageScreening: Sendable {
    package let image: Image
    package let findings: [Finding]
    /// Whether only the guards that cost calls can still keep the image.
    package let passes: Bool
    private let guards: GuardPolicy
    /// What a mark says, which is the last word: whatever else keeps a marked image brings it back into use.
    private let mark: Finding?

    init(_ image: Image, findings: [Finding], guards: GuardPolicy, mark: Finding?) {
        self.image = image
        self.findings = findings
        passes = !findings.contains(where: \.keeps)
        self.guards = guards
        self.mark = mark
    }

    /// Screens all own images of an account, disabled ones included.
    ///
    /// - Returns: a screening per image, in their order.
    package static func screen(_ images: [Image], policy: LifecyclePolicy, now: Date) -> [ImageScreening] {
        var survey = ImageSurvey(policy)
        let unselected = images.map { survey.add($0) }
        var selected = survey.screenings(now: now).makeIterator()
        return zip(images, unselected).compactMap { image, finding in
            // An image that the policy is not about needs no further word.
            finding.map { ImageScreening(image, findings: [$0], guards: policy.guards, mark: nil) } ?? selected.next()
        }
    }

    /// Keeps an image that a plan does not list; what keeps it anyway is said first.
    package func bound(to plan: PlanBinding?) -> ImageScreening {
        guard let finding = plan?.finding(on: image.imageID), findings.first?.keeps == false else { return self }
        return ImageScreening(image, findings: findings + [finding], guards: guards, mark: mark)
    }

    /// The mark that is to be taken back whatever the guards say that cost calls; nil to leave it as it is.
    package func markToTakeBack(by policyName: String) -> RetireMark? {
        mark == nil ? nil : decide([]).markToTakeBack(by: policyName)
    }

    /// Adds what the guards found that cost calls; nil if nobody could say, which keeps it.
    package func decide(_ found: [Finding]?) -> ImageDecision {
        let last = mark.map { [$0] } ?? []
        guard passes, guards != .off else { return ImageDecision(image: image, findings: findings + last) }
        let unasked = [Finding(.references, .notEvaluated, "nobody answered")]
        return ImageDecision(image: image, findings: findings + (found ?? unasked) + last)
    }
}
