// SPDX-License-Identifier: Apache-2.0

/// An action of a Query service and how its answer is read.
package struct QueryAction<Output: Sendable>: Sendable {
    package let name: String
    /// Whether it changes nothing, so that nobody need wonder whether a lost call was carried out.
    package let isReadOnly: Bool
    /// Whether carrying it out twice ends like carrying it out once.
    package let isRepeatable: Bool
    let answer: XMLMapping<QueryAnswer<Output>>

    /// An action that only reads.
    package static func reads(_ name: String, _ output: XMLMapping<Output>) -> QueryAction {
        QueryAction(name: name, isReadOnly: true, isRepeatable: true, answer: QueryAnswer.mapping(name, output))
    }

    /// An action that changes something.
    package static func changes(
        _ name: String,
        isRepeatable: Bool,
        _ output: XMLMapping<Output>
    ) -> QueryAction {
        QueryAction(
            name: name,
            isReadOnly: false,
            isRepeatable: isRepeatable,
            answer: QueryAnswer.mapping(name, output)
        )
    }
}

/// The output of an action that says no more than that it was done.
package struct NoOutput: Sendable, Hashable {
    static let xml = XMLMapping(start: NoOutput(), [])

    package init() {}
}
