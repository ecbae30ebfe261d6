// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// `MaxResults` and `NextToken` of a Describe action.
struct Paging {
    private static let unbound: Set<String> = [
        "NextToken", "MaxResults", "MaxRecords", "X-Amz-Date", "X-Amz-Signature",
    ]

    private let limit: Int?
    private let position: Int
    /// What a token is bound to: the action and its filters; with others it is invalid.
    private let context: () -> String

    /// Reads both; with a list of ids, which `ids` names, there is no pagination.
    init(
        _ parameters: Parameters,
        action: String,
        limit name: String = "MaxResults",
        range: ClosedRange<Int> = 5...1000,
        ids: String? = nil
    ) throws(EC2Failure) {
        let asked = try parameters.integer(name, in: range)
        let limit = asked.map { min($0, parameters.mostPerPage ?? $0) }
        if let ids, parameters.contains(ids), limit != nil || parameters.contains("NextToken") {
            throw .invalidCombination("The parameter \(ids)s cannot be used with the parameter maxResults")
        }
        try self.init(limit, after: parameters.string("NextToken")) {
            action + " " + parameters.fingerprint(without: Self.unbound)
        }
    }

    /// A page of so many records (of all, where nil) after the one whose token that is (the first, where nil or empty).
    ///
    /// What tokens are bound to is asked for only where there is one.
    init(_ limit: Int?, after token: String?, context: @escaping () -> String) throws(EC2Failure) {
        self.limit = limit
        self.context = context
        guard let token, !token.isEmpty else {
            position = 0
            return
        }
        guard let position = Self.position(in: token, context: context()) else {
            throw EC2Failure("InvalidPaginationToken", "The specified pagination token is not valid or is expired.")
        }
        self.position = position
    }

    /// The records of this page and the token of the next, if anything is left for it.
    func page<Record>(
        _ table: Table<Record>,
        among few: [Table<Record>.Entry]? = nil,
        where isIncluded: (Record) -> Bool
    ) -> (records: [Record], nextToken: String?) {
        let (entries, nextToken) = entries(of: table, among: few, where: isIncluded)
        return (entries.map { $0.record }, nextToken)
    }

    /// The same without copying the records, among the few that can be included where somebody knows them.
    func entries<Record>(
        of table: Table<Record>,
        among few: [Table<Record>.Entry]? = nil,
        where isIncluded: (Record) -> Bool
    ) -> (entries: [Table<Record>.Entry], nextToken: String?) {
        guard let few else { return entries(of: table.entries(after: position), where: isIncluded) }
        return entries(of: few, where: isIncluded)
    }

    private func entries<Record>(
        of entries: some Sequence<Table<Record>.Entry>,
        where isIncluded: (Record) -> Bool
    ) -> (entries: [Table<Record>.Entry], nextToken: String?) {
        var page: [Table<Record>.Entry] = []
        for entry in entries {
            guard entry.sequence > position, isIncluded(entry.record) else { continue }
            if page.count == limit { return (page, token(after: page.last?.sequence)) }
            page.append(entry)
        }
        return (page, nil)
    }

    /// The same for anything that has sequence numbers, in ascending order.
    func page<Record>(
        entries: some Sequence<(sequence: Int, record: Record)>,
        where isIncluded: (Record) -> Bool
    ) -> (records: [Record], nextToken: String?) {
        var records: [Record] = []
        var last = position
        for (sequence, record) in entries where sequence > position && isIncluded(record) {
            if records.count == limit { return (records, token(after: last)) }
            records.append(record)
            last = sequence
        }
        return (records, nil)
    }

    private func token(after sequence: Int?) -> String {
        Data("\(context()) \(sequence ?? position)".utf8).base64EncodedString()
    }

    private static func position(in token: String, context: String) -> Int? {
        guard let data = Data(base64Encoded: token), let text = String(validating: data, as: UTF8.self) else {
            return nil
        }
        guard text.hasPrefix(context + " ") else { return nil }
        return Int(text.dropFirst(context.count + 1)).flatMap { $0 > 0 ? $0 : nil }
    }
}
