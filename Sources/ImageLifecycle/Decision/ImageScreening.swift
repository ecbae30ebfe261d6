// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What can be said about an image without asking EC2 more.
///
/// Selection, retention, and the guards that an image carries in itself.
/// A screening is no decision yet: decide(_:) adds the guards that cost calls, which are asked only about those
/// that pass.
///
/// Shared, not copied: a run has one for each image of an account.
package final class ImageScreening: Sendable {
    private let subject: Subject
    package let findings: [Finding]
    private let guards: GuardPolicy
    /// What a mark says, which is the last word: whatever else keeps a marked image brings it back into use.
    private let mark: Finding?

    private init(_ subject: Subject, findings: [Finding], guards: GuardPolicy, mark: Finding?) {
        self.subject = subject
        self.findings = findings
        passes = !findings.contains(where: \.keeps)
        self.guards = guards
        self.mark = mark
    }

    package var image: Image { subject.image }

    /// Whether only the guards that cost calls can still keep the image.
    package let passes: Bool

    /// An image, and the backup it is for the policy.
    private final class Subject: Sendable {
        let image: Image
        let selection: Finding
        /// nil if the policy is not about the image.
        let backup: Backup?

        init(_ image: Image, _ policy: LifecyclePolicy) {
            self.image = image
            selection = policy.select.finding(id: image.imageID, name: image.name, tags: image.tags)
            backup = selection.verdict == .letGo ? Backup(image, policy: policy.name) : nil
        }
    }

    /// Screens all own images of an account, disabled ones included.
    package static func screen(_ images: [Image], policy: LifecyclePolicy, now: Date) -> [ImageScreening] {
        let subjects = images.map { Subject($0, policy) }
        let retention = RetentionDecision(
            subjects.lazy.compactMap(\.backup),
            uncounted: policy.retain.comparesBackups ? uncounted(subjects, policy) : [],
            policy: policy,
            now: now
        )
        let users = SnapshotUsers(images)
        let children = policy.guards.ancestry ? LaunchGuards.children(images) : nil
        return subjects.map { subject in
            // An image that the policy is not about needs no further word.
            guard let backup = subject.backup else {
                return ImageScreening(subject, findings: [subject.selection], guards: policy.guards, mark: nil)
            }
            var findings = [subject.selection]
            retention.add(to: &findings, on: backup)
            addGuards(to: &findings, on: subject.image, policy, children, now)
            findings += users.remarks(on: subject.image)
            let mark = RetireMark.finding(on: subject.image, policy: policy, now: now)
            return ImageScreening(subject, findings: findings, guards: policy.guards, mark: mark)
        }
    }

    /// The ids of the selected images that are kept anyway, and take no other's place.
    private static func uncounted(_ subjects: [Subject], _ policy: LifecyclePolicy) -> Set<String> {
        let guarded = subjects.lazy.filter { subject in
            let image = subject.image
            return subject.backup != nil
                && (policy.select.exclude.finding(id: image.imageID, tags: image.tags)
                    ?? ImageGuards.keepTag(image.tags)) != nil
        }
        return Set(guarded.map(\.image.imageID))
    }

    /// Keeps an image that a plan does not list; what keeps it anyway is said first.
    package func bound(to plan: PlanBinding?) -> ImageScreening {
        guard let finding = plan?.finding(on: image.imageID), findings.first?.keeps == false else { return self }
        return ImageScreening(subject, findings: findings + [finding], guards: guards, mark: mark)
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

    private static func addGuards(
        to findings: inout [Finding],
        on image: Image,
        _ policy: LifecyclePolicy,
        _ children: [String: [String]]?,
        _ now: Date
    ) {
        findings.add(policy.select.exclude.finding(id: image.imageID, tags: image.tags))
        findings.add(ImageGuards.keepTag(image.tags))
        findings.add(ImageGuards.state(image))
        findings.add(ImageGuards.deregistrationProtection(image))
        findings.add(ImageGuards.awsBackup(name: image.name, ownerAlias: image.ownerAlias, tags: image.tags))
        findings.add(ImageGuards.lifecycleManager(image.tags))
        findings.add(LaunchGuards.launched(image, within: policy.guards.launchedWithin, now: now))
        findings.add(LaunchGuards.isPublic(image, policy.guards))
        if let children { findings.add(LaunchGuards.ancestry(image, children)) }
    }
}
