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
    package let image: Image
    package let findings: [Finding]
    private let guards: GuardPolicy
    /// What a mark says, which is the last word: whatever else keeps a marked image brings it back into use.
    private let mark: Finding?

    private init(image: Image, findings: [Finding], guards: GuardPolicy, mark: Finding?) {
        self.image = image
        self.findings = findings
        passes = !findings.contains(where: \.keeps)
        self.guards = guards
        self.mark = mark
    }

    /// Whether only the guards that cost calls can still keep the image.
    package let passes: Bool

    /// Screens all own images of an account, disabled ones included.
    package static func screen(_ images: [Image], policy: LifecyclePolicy, now: Date) -> [ImageScreening] {
        let selections = images.map { policy.select.finding(id: $0.imageID, name: $0.name, tags: $0.tags) }
        let backups = zip(images, selections).map { image, selection in
            selection.verdict == .letGo ? Backup(image) : nil
        }
        let retention = RetentionDecision(
            backups.compactMap { $0 },
            uncounted: policy.retain.comparesBackups ? uncounted(zip(images, backups), policy) : [],
            policy: policy,
            now: now
        )
        let users = SnapshotUsers(images)
        let children = policy.guards.ancestry ? LaunchGuards.children(images) : nil
        return images.indices.map { index in
            let image = images[index]
            // An image that the policy is not about needs no further word.
            guard let backup = backups[index] else {
                return ImageScreening(image: image, findings: [selections[index]], guards: policy.guards, mark: nil)
            }
            var findings = [selections[index]]
            findings += retention.findings(on: backup)
            findings.add(guardFindings(on: image, policy, children, now))
            findings += users.remarks(on: image)
            let mark = RetireMark.finding(on: image, policy: policy, now: now)
            return ImageScreening(image: image, findings: findings, guards: policy.guards, mark: mark)
        }
    }

    /// The ids of the selected images that are kept anyway, and take no other's place.
    private static func uncounted(
        _ images: some Sequence<(Image, Backup?)>,
        _ policy: LifecyclePolicy
    ) -> Set<String> {
        let guarded = images.lazy.filter { image, backup in
            backup != nil
                && (policy.select.exclude.finding(id: image.imageID, tags: image.tags)
                    ?? ImageGuards.keepTag(image.tags)) != nil
        }
        return Set(guarded.map(\.0.imageID))
    }

    /// Keeps an image that a plan does not list; what keeps it anyway is said first.
    package func bound(to plan: PlanBinding?) -> ImageScreening {
        guard let finding = plan?.finding(on: image.imageID), findings.first?.keeps == false else { return self }
        return ImageScreening(image: image, findings: findings + [finding], guards: guards, mark: mark)
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

    private static func guardFindings(
        on image: Image,
        _ policy: LifecyclePolicy,
        _ children: [String: [String]]?,
        _ now: Date
    ) -> [Finding?] {
        [
            policy.select.exclude.finding(id: image.imageID, tags: image.tags),
            ImageGuards.keepTag(image.tags),
            ImageGuards.state(image),
            ImageGuards.deregistrationProtection(image),
            ImageGuards.awsBackup(name: image.name, ownerAlias: image.ownerAlias, tags: image.tags),
            ImageGuards.lifecycleManager(image.tags),
            LaunchGuards.launched(image, within: policy.guards.launchedWithin, now: now),
            LaunchGuards.isPublic(image, policy.guards),
            children.map { LaunchGuards.ancestry(image, $0) },
        ]
    }
}
