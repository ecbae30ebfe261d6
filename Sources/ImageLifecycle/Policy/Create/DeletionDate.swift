// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// A tag with the day on which a backup's time is over, counted in UTC from the day on which it is made.
///
///     {"tag": "DeleteOn", "daysFromTags": ["RetentionDays", "Retention"], "days": 7}
package struct DeletionDate: Sendable, Hashable {
    /// The key of the tag that is written, with a value such as `2026-01-31`.
    package var tag: String
    /// Keys of tags of the instance: the first that holds a number from 1 up says how many days.
    package var daysFromTags: [String]
    /// How many days if none of them does.
    package var days: Int

    package init(tag: String, daysFromTags: [String] = [], days: Int) {
        self.tag = tag
        self.daysFromTags = daysFromTags
        self.days = days
    }

    package func tag(for instanceTags: [Tag], now: Date) -> Tag {
        let day = CalendarPeriod.day.number(at: now.wholeSeconds) + (taggedDays(instanceTags) ?? days)
        return Tag(key: tag, value: CalendarPeriod.text(ofDay: day))
    }

    /// What the instance's tags say; nil if none of them holds a number.
    func taggedDays(_ instanceTags: [Tag]) -> Int? {
        daysFromTags.lazy.compactMap { instanceTags.value(of: $0).flatMap(TagNumber.positive) }.first
    }
}

extension DeletionDate: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case tag, daysFromTags, days
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        tag = try fields.required(of: .tag)
        daysFromTags = try fields.value(of: .daysFromTags) ?? []
        days = try fields.required(of: .days)
        if let problem = TemplateTag.problem(withKey: tag) { throw fields.problem(.tag, problem) }
        if !(1...100_000).contains(days) {
            throw fields.problem(.days, "is \(days); use a whole number from 1 to 100000")
        }
    }
}
