// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// A time in which a source had no completed backup younger than asked for.
package struct BackupGap: Sendable, Hashable {
    /// An instance or a volume.
    package var source: String
    package var from: Date
    /// To the hour in which a backup was there again; nil where it lasts.
    package var until: Date?
}

/// Keeps an eye on the sources of the simulated policies: whether each always has a backup that is young enough.
struct BackupWatch {
    let maximumAgeSeconds: Int
    private(set) var gaps: [BackupGap] = []
    /// Sources that a policy has backed up once; from then on there must be a backup.
    private(set) var sources: Set<String> = []
    private var open: [String: Int] = [:]
    private var lastLook: Date

    init(maximumAgeSeconds: Int, start: Date) {
        self.maximumAgeSeconds = maximumAgeSeconds
        lastLook = start
    }

    mutating func look(at census: AccountCensus, _ now: Date) {
        sources.formUnion(census.covered)
        for source in sources {
            // What does not exist any more needs no new backup.
            guard census.existing.contains(source) else {
                end(source, at: now)
                continue
            }
            let youngest = census.backups[source]?.youngest
            let due = youngest?.addingTimeInterval(Double(maximumAgeSeconds)) ?? lastLook
            if due >= now {
                end(source, at: now)
            } else if open[source] == nil {
                open[source] = gaps.count
                gaps.append(BackupGap(source: source, from: max(due, lastLook), until: nil))
            }
        }
        lastLook = now
    }

    private mutating func end(_ source: String, at now: Date) {
        if let index = open.removeValue(forKey: source) { gaps[index].until = now }
    }
}
