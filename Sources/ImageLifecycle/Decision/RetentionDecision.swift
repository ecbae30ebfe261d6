// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What a policy's retention says about the backups of an account, all of them together.
package struct RetentionDecision: Sendable {
    private let retain: RetentionPolicy
    private let policyName: String
    private let nowSeconds: Int
    private let groups: [String: BackupGroup]
    private let sources: [String: [Backup]]

    /// Decides about the backups that the policy is about.
    ///
    /// - Parameters:
    ///   - backups: those that the policy selects.
    ///   - uncounted: the ids of those that are kept anyway, by a keep tag for instance; they take no other's place.
    ///   - policy: whose retention counts.
    ///   - now: when the run started.
    package init(_ backups: [Backup], uncounted: Set<String> = [], policy: LifecyclePolicy, now: Date) {
        retain = policy.retain
        policyName = policy.name
        nowSeconds = now.wholeSeconds
        // Another policy's backups are none of this one's business: neither counted nor retired.
        let own = backups.filter { $0.owner == nil || $0.owner == policy.name }
        var members: [String: [Backup]] = [:]
        var sources: [String: [Backup]] = [:]
        for backup in own {
            if let group = retain.groupBy.group(of: backup) { members[group, default: []].append(backup) }
            if let source = backup.source { sources[source, default: []].append(backup) }
        }
        let retain = retain
        groups = members.mapValues { BackupGroup($0, uncounted: uncounted, retain: retain) }
        self.sources = sources
    }

    /// What each rule says about a backup, in a fixed order.
    package func findings(on backup: Backup) -> [Finding] {
        if let owner = backup.owner, owner != policyName {
            return [Finding(.owner, .keep, "was made by the policy \(owner)")]
        }
        let group = retain.groupBy.group(of: backup).flatMap { groups[$0] }
        let findings = [
            AgeRule(retain: retain, nowSeconds: nowSeconds).finding(on: backup),
            DeleteOnRule(retain: retain, nowSeconds: nowSeconds).finding(on: backup),
            countFinding(on: backup, in: group),
            generationsFinding(on: backup, in: group),
            lastFinding(on: backup),
        ]
        return findings.compactMap { $0 }
    }

    private func countFinding(on backup: Backup, in group: BackupGroup?) -> Finding? {
        guard retain.count != nil || retain.countFromTag != nil else { return nil }
        guard backup.createdAt != nil else { return Finding(.count, .notEvaluated, "has no readable creation date") }
        guard let group else { return Finding(.count, .notEvaluated, "belongs to no group that is known") }
        guard let count = group.count else {
            let key = retain.countFromTag ?? ""
            return Finding(.count, .notEvaluated, "no tag \(key) of its group says how many to keep")
        }
        guard let place = group.place[backup.id] else {
            let newer = group.newer(than: backup)
            if backup.isSetAside, newer < count {
                return Finding(.count, .keep, "is disabled, and only \(newer) newer ones of its group count")
            }
            return Finding(.count, .letGo, "does not count among the newest \(count) of its group")
        }
        return place < count
            ? Finding(.count, .keep, "is number \(place + 1) of the newest \(count) of its group")
            : Finding(.count, .letGo, "is number \(place + 1) of its group: beyond the newest \(count)")
    }

    private func generationsFinding(on backup: Backup, in group: BackupGroup?) -> Finding? {
        guard retain.gfs != nil else { return nil }
        guard backup.createdAt != nil else { return Finding(.gfs, .notEvaluated, "has no readable creation date") }
        guard let group else { return Finding(.gfs, .notEvaluated, "belongs to no group that is known") }
        guard let periods = group.generations[backup.id] else {
            if backup.isSetAside, group.isWithinGenerations(backup) {
                return Finding(.gfs, .keep, "is disabled, and newer than the oldest generation that is kept")
            }
            return Finding(.gfs, .letGo, "is the newest of no generation that is kept")
        }
        return Finding(.gfs, .keep, "is the newest of its \(periods.map(\.rawValue).joined(separator: ", "))")
    }

    /// Nothing goes unless a newer good backup of the same source, made by the same policy, is there.
    private func lastFinding(on backup: Backup) -> Finding? {
        guard backup.mustNotBeLast, !retain.lastMayGo else { return nil }
        guard let source = backup.source else {
            return Finding(.last, .notEvaluated, "nobody knows what it is a backup of")
        }
        let newer = (sources[source] ?? []).filter { other in
            other.isGood && other.createdAt != nil && other.id != backup.id && Backup.newerFirst(other, backup)
                && (backup.owner == nil || other.owner == backup.owner)
        }
        guard let newest = newer.min(by: Backup.newerFirst) else {
            return Finding(.last, .keep, "is the last good backup of \(source)")
        }
        return Finding(.last, .letGo, "\(newest.id) is a newer backup of \(source)")
    }
}
