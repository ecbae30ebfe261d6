// SPDX-License-Identifier: Apache-2.0

/// Which resources the policy is about: opt-in, so an empty selection selects nothing and is refused.
package struct SelectionPolicy: Sendable, Hashable {
    /// All of these must match.
    package var tags: [TagSelector]
    /// One of these patterns with `*` and `?` must match the resource's name, if there are any.
    package var names: [String]
    /// Every resource of the account; instead of tags and names.
    package var all: Bool
    package var exclude: Exclusion

    package init(
        tags: [TagSelector] = [],
        names: [String] = [],
        all: Bool = false,
        exclude: Exclusion = Exclusion()
    ) {
        self.tags = tags
        self.names = names
        self.all = all
        self.exclude = exclude
    }

    /// What the selection passes over, although it is selected.
    package struct Exclusion: Sendable, Hashable {
        /// One that matches is enough.
        package var tags: [TagSelector]
        package var ids: [String]

        package init(tags: [TagSelector] = [], ids: [String] = []) {
            self.tags = tags
            self.ids = ids
        }
    }
}

extension SelectionPolicy: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case tags, names, all, exclude
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        tags = try fields.value(of: .tags) ?? []
        names = try fields.value(of: .names) ?? []
        all = try fields.value(of: .all) ?? false
        exclude = try fields.value(of: .exclude) ?? Exclusion()
        if names.contains("") {
            throw fields.problem(.names, "a name pattern is empty")
        }
        if tags.isEmpty && names.isEmpty && !all {
            throw DocumentError(decoder.codingPath, "selects nothing; give tags, names or \"all\": true")
        }
        if all && !(tags.isEmpty && names.isEmpty) {
            throw fields.problem(.all, "is true beside tags or names; give one or the other")
        }
    }
}

extension SelectionPolicy.Exclusion: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case tags, ids
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        tags = try fields.value(of: .tags) ?? []
        ids = try fields.value(of: .ids) ?? []
    }
}
