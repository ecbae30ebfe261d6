// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

extension RetentionPolicy {
    /// Whether a resource is older than it may get, in whole seconds.
    ///
    /// The whole time since its creation counts; at exactly the limit it stays.
    package func ageFinding(createdAt: Date?, now: Date) -> Finding {
        guard let createdAt else {
            return Finding(.age, .notEvaluated, "has no readable creation date")
        }
        let ageSeconds = Self.wholeSeconds(now) - Self.wholeSeconds(createdAt)
        guard ageSeconds >= 0 else {
            return Finding(.age, .keep, "was created after the run started, at \(ISO8601.text(createdAt))")
        }
        let span = Sentences.span(seconds: ageSeconds)
        return ageSeconds > age.seconds
            ? Finding(.age, .letGo, "is \(span) old: older than \(age)")
            : Finding(.age, .keep, "is \(span) old: not older than \(age)")
    }

    private static func wholeSeconds(_ date: Date) -> Int {
        Int(date.timeIntervalSince1970.rounded(.down))
    }
}
