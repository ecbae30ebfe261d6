// SPDX-License-Identifier: Apache-2.0

/// Backups that belong together, and which of them stand for how many.
struct BackupGroup: Sendable {
    /// How many are kept; nil if nothing readable says so.
    let count: Int?
    /// The place of each counted backup, the newest at 0.
    let place: [String: Int]
    /// The generations that each backup stands for.
    let generations: [String: [CalendarPeriod]]
    /// Those that count, the newest first.
    private let counted: [Backup]

    init(_ backups: [Backup], uncounted: Set<String>, retain: RetentionPolicy) {
        let newestFirst = backups.sorted(by: Backup.newerFirst)
        count = Self.count(newestFirst, retain)
        // Pending and failed ones never take a good one's place.
        let counted = newestFirst.filter { $0.isGood && $0.createdAt != nil && !uncounted.contains($0.id) }
        place = Dictionary(uniqueKeysWithValues: counted.enumerated().map { ($0.element.id, $0.offset) })
        var generations: [String: [CalendarPeriod]] = [:]
        for (period, count) in retain.gfs?.counts ?? [] {
            var last: Int?
            var kept = 0
            for backup in counted where kept < count {
                guard let seconds = backup.contentSeconds, period.number(at: seconds) != last else { continue }
                last = period.number(at: seconds)
                kept += 1
                generations[backup.id, default: []].append(period)
            }
        }
        self.generations = generations
        self.counted = counted
    }

    /// How many that count are newer than a backup.
    func newer(than backup: Backup) -> Int {
        counted.count { Backup.newerFirst($0, backup) }
    }

    /// Whether a backup is no older than all that stand for generations, or none does.
    func isWithinGenerations(_ backup: Backup) -> Bool {
        guard let oldest = counted.last(where: { generations[$0.id] != nil }) else { return true }
        return Backup.newerFirst(backup, oldest)
    }

    /// The newest readable tag decides, so that a changed tag of the source holds for all its backups.
    private static func count(_ newestFirst: [Backup], _ retain: RetentionPolicy) -> Int? {
        guard let key = retain.countFromTag else { return retain.count }
        let tagged = newestFirst.lazy.compactMap { $0.tags.value(of: key).flatMap(TagNumber.positive) }.first
        return tagged ?? retain.count
    }
}

/// Numbers that people write into tags.
enum TagNumber {
    /// A whole number from 1 to 100,000; nil for everything else, above all for 0, which never means "nothing is kept".
    static func positive(_ text: String) -> Int? {
        guard (1...6).contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(text),
            (1...100_000).contains(number)
        else { return nil }
        return number
    }
}
