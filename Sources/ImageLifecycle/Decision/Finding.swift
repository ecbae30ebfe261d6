// SPDX-License-Identifier: Apache-2.0

/// What one rule or guard says about one resource.
package struct Finding: Sendable, Hashable, Codable {
    /// The rules and guards, by the names that tallies count under.
    package enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
        case selection, exclusion
        case age, deleteOn, count, gfs
        /// The image that a snapshot was made for is gone.
        case orphan
        /// The last good backup of its source stays.
        case last
        /// Another policy made it.
        case owner
        case keepTag, state, deregistrationProtection, awsBackup, lifecycleManager
        case references
        /// Instances, in this region or, of copies, in others.
        case instances, copies
        case launchTemplates, autoScaling, fleets
        /// Launched not long ago.
        case launched
        /// Public, or shared with other accounts.
        case shared
        /// Other images were made of it.
        case ancestry
        /// A snapshot is between tiers, or ready for fast restore.
        case archive, fastSnapshotRestore
        /// Marked, and its grace is not over.
        case grace
        case sharedSnapshots
        /// A snapshot backs an image.
        case imageUse
        /// A snapshot is locked, or EC2 forbids its deletion for a reason of its own.
        case lock
        /// An instance has nothing to back up.
        case volumes
        /// `mode: report` retires nothing.
        case mode
        /// The run is bound to a plan that does not list it.
        case plan
    }

    /// Those that let a resource go when its time is over.
    static let retentionRules: Set<Rule> = [.age, .deleteOn, .count, .gfs, .orphan]

    package enum Verdict: String, Sendable, Hashable, Codable {
        case keep
        case letGo
        /// The question could not be answered; the resource stays.
        case notEvaluated
        /// Says something that decides nothing.
        case remark
    }

    /// What a guard says that was asked and has no objection.
    package static let nothingFound = "nothing found"

    package var rule: Rule
    package var verdict: Verdict
    /// What was found, with the values: `is 2h old: not older than 10d`.
    package var sentence: String

    package init(_ rule: Rule, _ verdict: Verdict, _ sentence: String) {
        self.rule = rule
        self.verdict = verdict
        self.sentence = sentence
    }

    /// Lets the resource go because its time is over.
    package var expires: Bool { verdict == .letGo && Self.retentionRules.contains(rule) }

    package var keeps: Bool { verdict == .keep || verdict == .notEvaluated }
}

extension Finding: CustomStringConvertible {
    package var description: String {
        verdict == .notEvaluated ? "\(rule.rawValue) (not evaluated): \(sentence)" : "\(rule.rawValue): \(sentence)"
    }
}

extension [Finding] {
    /// Adds what a rule said, if it had something to say.
    mutating func add(_ finding: Finding?) {
        if let finding { append(finding) }
    }
}
