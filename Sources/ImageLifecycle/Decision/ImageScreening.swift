// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What can be said about an image without asking EC2 more.
///
/// Selection, retention, and the guards that an image carries in itself.
/// A screening is no decision yet: decide(_:) adds the guards that cost calls, which are asked only about those
/// that pass.
package struct ImageScreening: Sendable {
    package let image: Image
    package let findings: [Finding]
    private let guards: GuardPolicy
    /// What a mark says, which is the last word: whatever else keeps a marked image brings it back into use.
    private let mark: Finding?

    /// Whether only the guards that cost calls can still keep the image.
    package var passes: Bool { !findings.contains(where: \.keeps) }

    /// Screens all own images of an account, disabled ones included.
    package static func screen(_ images: [Image], policy: LifecyclePolicy, now: Date) -> [ImageScreening] {
        let selections = images.map { policy.select.finding(id: $0.imageID, name: $0.name, tags: $0.tags) }
        let selected = zip(images, selections).filter { $0.1.verdict == .letGo }.map(\.0)
        let guarded = selected.filter { image in
            (policy.select.exclude.finding(id: image.imageID, tags: image.tags) ?? ImageGuards.keepTag(image.tags))
                != nil
        }
        let retention = RetentionDecision(
            selected.map { Backup($0) },
            uncounted: Set(guarded.map(\.imageID)),
            policy: policy,
            now: now
        )
        let users = SnapshotUsers(images)
        let children = policy.guards.ancestry ? LaunchGuards.children(images) : nil
        return zip(images, selections).map { image, selection in
            // An image that the policy is not about needs no further word.
            let isSelected = selection.verdict == .letGo
            let findings =
                isSelected
                ? [selection] + retention.findings(on: Backup(image)) + guardFindings(on: image, policy, children, now)
                    + users.remarks(on: image) : [selection]
            return ImageScreening(
                image: image,
                findings: findings,
                guards: policy.guards,
                mark: isSelected ? RetireMark.finding(on: image, policy: policy, now: now) : nil
            )
        }
    }

    /// Keeps an image that a plan does not list; what keeps it anyway is said first.
    package func bound(to plan: PlanBinding?) -> ImageScreening {
        guard let finding = plan?.finding(on: image.imageID), findings.first?.keeps == false else { return self }
        return ImageScreening(image: image, findings: findings + [finding], guards: guards, mark: mark)
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
    ) -> [Finding] {
        let found = [
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
        return found.compactMap { $0 }
    }
}
