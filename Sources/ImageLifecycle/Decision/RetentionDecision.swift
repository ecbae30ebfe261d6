// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What a policy's retention says about the backups of an account, all of them together.
package struct RetentionDecision: Sendable {
    private let retain: RetentionPolicy
    private let policyName: String
    private let nowSeconds: Int
    private let groups: [String: BackupGroup]
    private let newest: [String: NewestBackup]

    /// Decides about the backups that the policy is about.
    ///
    /// - Parameters:
    ///   - backups: those that the policy selects.
    ///   - uncounted: the ids of those that are kept anyway, by a keep tag for instance; they take no other's place.
    ///   - policy: whose retention counts.
    ///   - now: when the run started.
    package init(
        _ backups: some Sequence<Backup>,
        uncounted: Set<String> = [],
        policy: LifecyclePolicy,
        now: Date
    ) {
        retain = policy.retain
        policyName = policy.name
        nowSeconds = now.wholeSeconds
        let retain = retain
        var members: [String: [Backup]] = [:]
        var newest: [String: NewestBackup] = [:]
        // Another policy's backups are none of this one's business: neither counted nor retired.
        for backup in backups where backup.owner == nil || backup.owner == policy.name {
            if retain.comparesBackups, let group = retain.groupBy.group(of: backup) {
                members[group, default: []].append(backup)
            }
            if let source = backup.source { newest[source, default: NewestBackup()].add(backup) }
        }
        groups = members.mapValues { BackupGroup($0, uncounted: uncounted, retain: retain) }
        self.newest = newest
    }

    /// What each rule says about a backup, in a fixed order.
    package func findings(on backup: Backup) -> [Finding] {
        var findings: [Finding] = []
        add(to: &findings, on: backup)
        return findings
    }

    /// Adds what each rule says about a backup, in a fixed order.
    func add(to findings: inout [Finding], on backup: Backup) {
        if let finding = Finding.owner(backup.owner, policyName: policyName) {
            findings.add(finding)
            return
        }
        let group = groups.isEmpty ? nil : retain.groupBy.group(of: backup).flatMap { groups[$0] }
        findings.add(AgeRule(retain: retain, nowSeconds: nowSeconds).finding(on: backup))
        findings.add(DeleteOnRule(retain: retain, nowSeconds: nowSeconds).finding(on: backup))
        findings.add(countFinding(on: backup, in: group))
        findings.add(generationsFinding(on: backup, in: group))
        findings.add(lastFinding(on: backup))
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
        guard let newer = newest[source]?.newer(than: backup) else {
            return Finding(.last, .keep, "is the last good backup of \(source)")
        }
        return Finding(.last, .letGo, "\(newer) is a newer backup of \(source)")
    }
}

extension Finding {
    /// What keeps a backup that another policy made; nil for the policy's own, and for one that Shelflife did not make.
    static func owner(_ owner: String?, policyName: String) -> Finding? {
        guard let owner, owner != policyName else { return nil }
        return Finding(.owner, .keep, "was made by the policy \(owner)")
    }
}

/// The newest good backup of a source: of all, and of those that the policy made itself.
private struct NewestBackup {
    private var any: (seconds: Int, id: String)?
    private var owned: (seconds: Int, id: String)?

    mutating func add(_ backup: Backup) {
        guard backup.isGood, let seconds = backup.contentSeconds else { return }
        let place = (seconds, backup.id)
        if any.map({ place > $0 }) ?? true { any = place }
        if backup.owner != nil, owned.map({ place > $0 }) ?? true { owned = place }
    }

    /// The id of one that could take a backup's place; the policy's own are replaced by its own only.
    func newer(than backup: Backup) -> String? {
        let newest = backup.owner == nil ? any : owned
        return newest.flatMap { $0 > (backup.contentSeconds ?? .min, backup.id) ? $0.id : nil }
    }
}
