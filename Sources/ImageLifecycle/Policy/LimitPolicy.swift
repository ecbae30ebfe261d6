// SPDX-License-Identifier: Apache-2.0

/// How much one run may retire.
///
/// A run that would retire more fails before it touches anything.
package struct LimitPolicy: Sendable, Hashable {
    /// At most so many resources; defaultItems where the policy says nothing.
    package var items: Int?
    /// At most so many percent of the selected resources, 1 to 100.
    package var percent: Int?

    package static let defaultItems = 500

    package init(items: Int? = nil, percent: Int? = nil) {
        self.items = items
        self.percent = percent
    }

    /// Why retiring `count` of `selected` resources, `noun` in the plural, is too much; nil if it is not.
    package func objection(retiring count: Int, of selected: Int, _ noun: String) -> String? {
        let plan = "would retire \(count) of \(selected) selected \(noun)"
        let mostItems = items ?? Self.defaultItems
        if count > mostItems {
            let origin = items == nil ? ", its default" : ""
            return "\(plan): above limits.items \(mostItems)\(origin)"
        }
        if let percent, count * 100 > selected * percent {
            return "\(plan): above limits.percent \(percent)"
        }
        return nil
    }
}

extension LimitPolicy: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case items, percent
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        items = try fields.value(of: .items)
        percent = try fields.value(of: .percent)
        if let items, !(1...1_000_000).contains(items) {
            throw fields.problem(.items, "is \(items); use a whole number from 1 to 1000000")
        }
        if let percent, !(1...100).contains(percent) {
            throw fields.problem(.percent, "is \(percent); use a whole number from 1 to 100")
        }
    }
}
