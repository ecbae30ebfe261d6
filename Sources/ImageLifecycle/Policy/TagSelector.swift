// SPDX-License-Identifier: Apache-2.0

/// A tag that a resource must have.
package struct TagSelector: Sendable, Hashable {
    /// The exact key; no wildcards.
    package var key: String
    /// The values that match, patterns with `*` and `?`, of which one is enough; nil for any value.
    package var values: [String]?

    package init(key: String, values: [String]? = nil) {
        self.key = key
        self.values = values
    }

    package func matches(_ tags: [Tag]) -> Bool {
        tags.contains { tag in
            guard tag.key == key else { return false }
            return values?.contains { Wildcard($0).matches(tag.value) } ?? true
        }
    }
}

extension TagSelector: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case key, values
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        key = try fields.required(of: .key)
        values = try fields.value(of: .values)
        if key.isEmpty || key.count > 128 {
            throw fields.problem(.key, "must have 1 to 128 characters")
        }
        if values?.isEmpty == true {
            throw fields.problem(.values, "is empty; leave it out to match any value")
        }
    }
}

extension TagSelector: CustomStringConvertible {
    package var description: String {
        guard let values else { return key }
        return "\(key)=\(values.joined(separator: "|"))"
    }
}
