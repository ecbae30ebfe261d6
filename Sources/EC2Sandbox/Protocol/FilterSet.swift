// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// The filters of a Describe action: all must match, each by one of its values.
struct FilterSet<Record> {
    /// What a filter looks at; a filter matches when one of these texts does.
    typealias Property = @Sendable (Record) -> [String]

    /// EC2's limit on the values of one call.
    private static var valueLimit: Int { 200 }

    private var filters: [(name: String, property: Property, patterns: [Wildcard])] = []

    /// Reads `Filter.N`; `property` knows the filters of the action by name, and `tag:KEY` and `tag-key` come with `tags`.
    init(
        _ parameters: Parameters,
        property: (String) -> Property?,
        tags: (@Sendable (Record) -> [Tag])? = nil
    ) throws(EC2Failure) {
        for filter in try parameters.structures("Filter") {
            try filter.allowOnly(["Name", "Value"])
            let name = try filter.required("Name")
            try add(Filter(name, try filter.strings("Value")), property(name), tags)
        }
    }

    /// The same with a table of the action's filters.
    init(
        _ parameters: Parameters,
        properties: [String: Property],
        tags: (@Sendable (Record) -> [Tag])? = nil
    ) throws(EC2Failure) {
        try self.init(parameters, property: { properties[$0] }, tags: tags)
    }

    /// The same of filters that came without parameters.
    init(
        _ filters: [Filter],
        property: (String) -> Property?,
        tags: (@Sendable (Record) -> [Tag])? = nil
    ) throws(EC2Failure) {
        for (index, filter) in filters.enumerated() {
            guard !filter.name.isEmpty else { throw .missingParameter("Filter.\(index + 1).Name") }
            try add(filter, property(filter.name), tags)
        }
    }

    private mutating func add(
        _ filter: Filter,
        _ property: Property?,
        _ tags: (@Sendable (Record) -> [Tag])?
    ) throws(EC2Failure) {
        guard !filter.values.isEmpty else {
            throw EC2Failure("InvalidParameterValue", "The filter '\(filter.name)' has no value.")
        }
        guard filter.values.count <= Self.valueLimit else {
            throw EC2Failure(
                "FilterLimitExceeded",
                "The maximum number of filter values specified on a single call is \(Self.valueLimit)"
            )
        }
        guard let property = property ?? Self.tagProperty(filter.name, tags) else {
            throw EC2Failure("InvalidParameterValue", "The filter '\(filter.name)' is invalid")
        }
        filters.append((filter.name, property, filter.values.map { Wildcard($0) }))
    }

    /// The values of a filter when none of them has wildcards, so that an index can serve it; nil without the filter.
    func exactValues(of name: String) -> [String]? {
        guard let patterns = filters.first(where: { $0.name == name })?.patterns else { return nil }
        let values = patterns.compactMap(\.exact)
        return values.count == patterns.count ? values : nil
    }

    /// For each filter that tables know, the keys of which a record must have one to match.
    private func searchKeys(apartFrom idFilter: String) -> [[SearchKey]] {
        filters.compactMap { filter in
            guard filter.name != idFilter, let name = SearchKey.Filter(filter.name) else { return nil }
            let values = filter.patterns.compactMap(\.exact)
            guard values.count == filter.patterns.count else { return nil }
            return values.map { SearchKey(filter: name, value: $0) }
        }
    }

    func matches(_ record: Record) -> Bool {
        filters.allSatisfy { filter in
            filter.property(record).contains { text in filter.patterns.contains { $0.matches(text) } }
        }
    }

    private static func tagProperty(_ name: String, _ tags: (@Sendable (Record) -> [Tag])?) -> Property? {
        guard let tags else { return nil }
        if name == "tag-key" { return { tags($0).map(\.key) } }
        guard name.hasPrefix("tag:") else { return nil }
        let key = String(name.dropFirst(4))
        return { tags($0).compactMap { $0.key == key ? $0.value : nil } }
    }
}

extension FilterSet where Record: Identifiable & Sendable, Record.ID == String {
    /// The few records of a table that can match, in order; nil where ids and tags do not narrow it down.
    ///
    /// Workers ask about single resources by filter all the time; each answer must not cost a walk through an account.
    ///
    /// - Parameters:
    ///   - table: What is listed.
    ///   - idFilter: The filter by id.
    ///   - ids: What an index of the caller's says; nil without one.
    /// - Returns: All that match, and maybe others.
    func candidates(
        in table: Table<Record>,
        idFilter: String,
        narrowedTo ids: [String]? = nil
    ) -> [Table<Record>.Entry]? {
        var few = (ids ?? exactValues(of: idFilter)).map { [Set($0)] }
        // To put together what most of the table has costs more than to walk through the table.
        var most = few?.first?.count ?? table.count / 4
        for keys in searchKeys(apartFrom: idFilter) where table.isIndexed {
            let found = keys.map(table.ids(with:))
            let count = found.reduce(0) { $0 + $1.count }
            if count < most { (few, most) = (found, count) }
        }
        return few.map { table.entries(of: $0.joined()) }
    }
}
