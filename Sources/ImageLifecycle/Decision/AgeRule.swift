// SPDX-License-Identifier: Apache-2.0

/// Whether a resource is older than it may get, in whole seconds.
///
/// The whole time since its creation counts; at exactly the limit it stays.
struct AgeRule {
    let retain: RetentionPolicy
    let nowSeconds: Int

    /// nil if the policy has no such rule.
    func finding(on backup: Backup) -> Finding? {
        guard retain.age != nil || retain.ageDaysFromTag != nil else { return nil }
        guard let createdAt = backup.createdAt else {
            return Finding(.age, .notEvaluated, "has no readable creation date")
        }
        guard let limit = limit(of: backup) else {
            return Finding(
                .age,
                .notEvaluated,
                "no readable tag \(retain.ageDaysFromTag ?? "") says how long to keep it"
            )
        }
        let ageSeconds = nowSeconds - createdAt.wholeSeconds
        guard ageSeconds >= 0 else {
            return Finding(.age, .keep, "was created after the run started, at \(ISO8601.text(createdAt))")
        }
        let span = Sentences.span(seconds: ageSeconds)
        return ageSeconds > limit.seconds
            ? Finding(.age, .letGo, "is \(span) old: older than \(limit.text)")
            : Finding(.age, .keep, "is \(span) old: not older than \(limit.text)")
    }

    private func limit(of backup: Backup) -> (seconds: Int, text: String)? {
        if let key = retain.ageDaysFromTag, let days = backup.tags.value(of: key).flatMap(TagNumber.positive) {
            return (days * 86400, "\(days)d, as its tag \(key) says")
        }
        return retain.age.map { ($0.seconds, "\($0)") }
    }
}

/// Whether the date in a tag is reached; a missed day changes nothing, later days count as well.
struct DeleteOnRule {
    let retain: RetentionPolicy
    let nowSeconds: Int

    /// nil if the policy has no such rule.
    func finding(on backup: Backup) -> Finding? {
        guard let key = retain.deleteOnTag else { return nil }
        // Without one it has no place in the order in which a run takes the backups.
        guard backup.createdAt != nil else {
            return Finding(.deleteOn, .notEvaluated, "has no readable creation date")
        }
        guard let text = backup.tags.value(of: key) else {
            return Finding(.deleteOn, .keep, "has no tag \(key)")
        }
        guard let day = CalendarPeriod.day(of: text) else {
            return Finding(.deleteOn, .notEvaluated, "its tag \(key) is \"\(text)\", no date like 2026-01-31")
        }
        return CalendarPeriod.day.number(at: nowSeconds) >= day
            ? Finding(.deleteOn, .letGo, "its tag \(key) says \(text), which is reached")
            : Finding(.deleteOn, .keep, "its tag \(key) says \(text), which is still to come")
    }
}
