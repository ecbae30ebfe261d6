// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The images of an account, as far as each must be seen among the others to be judged.
///
/// Images are added as they are listed. Of those that the policy is not about only what they use and what they were
/// made of is kept, so that memory grows with what the policy selects, and little with the account.
struct ImageSurvey {
    private let policy: LifecyclePolicy
    /// How many images the policy is not about.
    private(set) var unselected = 0
    private var subjects: [Subject] = []
    private var users = SnapshotUsers()
    /// Images by the image they were made of.
    private var children: [String: [String]] = [:]

    init(_ policy: LifecyclePolicy) {
        self.policy = policy
    }

    /// Takes an own image of the account; disabled ones count as well.
    ///
    /// - Returns: what keeps an image that the policy is not about; nil for all others.
    mutating func add(_ image: Image) -> Finding? {
        users.add(image)
        if policy.guards.ancestry, image.state != .deregistered, let parent = image.sourceImageID {
            children[parent, default: []].append(image.imageID)
        }
        let selection = policy.select.finding(id: image.imageID, name: image.name, tags: image.tags)
        guard selection.verdict == .letGo else {
            unselected += 1
            return selection
        }
        subjects.append(Subject(image, selection, policy))
        return nil
    }

    /// What can be said about each image that the policy is about, in the order in which they were added.
    func screenings(now: Date) -> [ImageScreening] {
        let retention = RetentionDecision(
            subjects.lazy.map(\.backup),
            uncounted: policy.retain.comparesBackups ? uncounted : [],
            policy: policy,
            now: now
        )
        return subjects.map { subject in
            let image = subject.image
            var findings = [subject.selection]
            retention.add(to: &findings, on: subject.backup)
            addGuards(to: &findings, on: image, now)
            findings += users.remarks(on: image)
            let mark = RetireMark.finding(on: image, policy: policy, now: now)
            return ImageScreening(image, findings: findings, guards: policy.guards, mark: mark)
        }
    }

    /// An image, and the backup it is for the policy; shared, not copied, because there are many.
    private final class Subject {
        let image: Image
        let selection: Finding
        let backup: Backup

        init(_ image: Image, _ selection: Finding, _ policy: LifecyclePolicy) {
            self.image = image
            self.selection = selection
            backup = Backup(image, policy: policy.name)
        }
    }

    /// The ids of those that are kept anyway, and take no other's place.
    private var uncounted: Set<String> {
        let guarded = subjects.lazy.map(\.image).filter { image in
            let exclusion = policy.select.exclude.finding(id: image.imageID, tags: image.tags)
            return exclusion != nil || ImageGuards.keepTag(image.tags) != nil
        }
        return Set(guarded.map(\.imageID))
    }

    private func addGuards(to findings: inout [Finding], on image: Image, _ now: Date) {
        findings.add(policy.select.exclude.finding(id: image.imageID, tags: image.tags))
        findings.add(ImageGuards.keepTag(image.tags))
        findings.add(ImageGuards.state(image))
        findings.add(ImageGuards.deregistrationProtection(image))
        findings.add(ImageGuards.awsBackup(name: image.name, ownerAlias: image.ownerAlias, tags: image.tags))
        findings.add(ImageGuards.lifecycleManager(image.tags))
        findings.add(LaunchGuards.launched(image, within: policy.guards.launchedWithin, now: now))
        findings.add(LaunchGuards.isPublic(image, policy.guards))
        if policy.guards.ancestry { findings.add(LaunchGuards.ancestry(image, children)) }
    }
}
