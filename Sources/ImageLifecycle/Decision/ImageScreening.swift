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

    /// Whether only the guards that cost calls can still keep the image.
    package var passes: Bool { !findings.contains(where: \.keeps) }

    /// Screens all own images of an account, disabled ones included.
    package static func screen(_ images: [Image], policy: LifecyclePolicy, now: Date) -> [ImageScreening] {
        let users = SnapshotUsers(images)
        return images.map { image in
            ImageScreening(
                image: image,
                findings: findings(on: image, policy: policy, now: now, users: users),
                guards: policy.guards
            )
        }
    }

    /// Adds who uses the image; nil if nobody could say, which keeps it.
    package func decide(_ answer: ReferenceAnswer?) -> ImageDecision {
        guard passes, guards.references else { return ImageDecision(image: image, findings: findings) }
        let finding = answer?.finding ?? Finding(.references, .notEvaluated, "nobody answered")
        return ImageDecision(image: image, findings: findings + [finding])
    }

    private static func findings(
        on image: Image,
        policy: LifecyclePolicy,
        now: Date,
        users: SnapshotUsers
    ) -> [Finding] {
        let selection = policy.select.finding(id: image.imageID, name: image.name, tags: image.tags)
        // An image that the policy is not about needs no further word.
        guard selection.verdict == .letGo else { return [selection] }
        let found = [
            selection,
            policy.retain.ageFinding(createdAt: image.creationDate, now: now),
            policy.select.exclude.finding(id: image.imageID, tags: image.tags),
            ImageGuards.keepTag(image.tags),
            ImageGuards.state(image),
            ImageGuards.deregistrationProtection(image),
            ImageGuards.awsBackup(name: image.name, ownerAlias: image.ownerAlias, tags: image.tags),
            ImageGuards.lifecycleManager(image.tags),
        ]
        return found.compactMap { $0 } + users.remarks(on: image)
    }
}
