// SPDX-License-Identifier: Apache-2.0

/// How long resources are kept.
///
/// A resource is kept if any rule here keeps it. Rules that compare backups count only good ones, made by this policy
/// or by nobody, and none that a keep tag or an exclusion keeps anyway.
package struct RetentionPolicy: Sendable, Hashable {
    /// Kept until it is older than this; at exactly this age it stays.
    package var age: PolicyDuration?
    /// The newest so many of each group are kept, at least 1.
    package var count: Int?
    /// What belongs together for `count` and `gfs`.
    package var groupBy: Grouping
    package var gfs: Generations?
    /// Like `age`, in days, from the resource's tag of this key; `age` where that says nothing readable.
    package var ageDaysFromTag: String?
    /// Like `count`, from the tag of this key on the newest of the group; `count` where that says nothing readable.
    package var countFromTag: String?
    /// Kept until the date, `YYYY-MM-DD` in UTC, in the tag of this key is reached.
    package var deleteOnTag: String?
    /// Of snapshots only: those go whose image is gone, once they are older than this; all others stay.
    package var orphans: PolicyDuration?
    /// Whether a backup may go although no newer good one of its source exists.
    package var lastMayGo: Bool

    package init(
        age: PolicyDuration? = nil,
        count: Int? = nil,
        groupBy: Grouping = .source,
        gfs: Generations? = nil,
        ageDaysFromTag: String? = nil,
        countFromTag: String? = nil,
        deleteOnTag: String? = nil,
        orphans: PolicyDuration? = nil,
        lastMayGo: Bool = false
    ) {
        self.age = age
        self.count = count
        self.groupBy = groupBy
        self.gfs = gfs
        self.ageDaysFromTag = ageDaysFromTag
        self.countFromTag = countFromTag
        self.deleteOnTag = deleteOnTag
        self.orphans = orphans
        self.lastMayGo = lastMayGo
    }

    /// Whether it can let anything go at all.
    package var hasRule: Bool {
        age != nil || ageDaysFromTag != nil || deleteOnTag != nil || orphans != nil || comparesBackups
    }

    /// Whether deciding about one resource takes looking at the others.
    package var comparesBackups: Bool { count != nil || countFromTag != nil || gfs != nil }
}

extension RetentionPolicy: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case age, count, groupBy, gfs, ageDaysFromTag, countFromTag, deleteOnTag, orphans, lastMayGo
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        age = try fields.value(of: .age)
        count = try fields.value(of: .count)
        groupBy = try fields.value(of: .groupBy) ?? .source
        gfs = try fields.value(of: .gfs)
        ageDaysFromTag = try fields.value(of: .ageDaysFromTag)
        countFromTag = try fields.value(of: .countFromTag)
        deleteOnTag = try fields.value(of: .deleteOnTag)
        orphans = try fields.value(of: .orphans)
        lastMayGo = try fields.value(of: .lastMayGo) ?? false
        if let count, !(1...100_000).contains(count) {
            throw fields.problem(.count, "is \(count); use a whole number from 1 to 100000")
        }
        for (key, tag) in [
            (CodingKeys.ageDaysFromTag, ageDaysFromTag), (.countFromTag, countFromTag), (.deleteOnTag, deleteOnTag),
        ] where tag?.isEmpty == true {
            throw fields.problem(key, "is empty; give the key of a tag")
        }
        if !hasRule {
            throw DocumentError(
                decoder.codingPath,
                "has no rule; give at least one of age, count, gfs, ageDaysFromTag, countFromTag, deleteOnTag, orphans"
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(age, forKey: .age)
        try container.encodeIfPresent(count, forKey: .count)
        if groupBy != .source { try container.encode(groupBy, forKey: .groupBy) }
        try container.encodeIfPresent(gfs, forKey: .gfs)
        try container.encodeIfPresent(ageDaysFromTag, forKey: .ageDaysFromTag)
        try container.encodeIfPresent(countFromTag, forKey: .countFromTag)
        try container.encodeIfPresent(deleteOnTag, forKey: .deleteOnTag)
        try container.encodeIfPresent(orphans, forKey: .orphans)
        if lastMayGo { try container.encode(true, forKey: .lastMayGo) }
    }
}
