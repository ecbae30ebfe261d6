// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// A page whose list must be there.
///
/// AWS sends an empty list as an empty element. An answer without the element is not an answer to the question, and to
/// a guard "nothing was said" is not "nothing was found".
struct ListAnswer<Item: Sendable>: Sendable {
    struct List: Sendable {
        var items: [Item] = []
    }

    var list: List?
    var nextToken: String?

    /// The page, from an answer that has one.
    func page(_ action: String) throws(EC2Error) -> Page<Item> {
        guard let list else {
            throw EC2Error(code: nil, message: "the answer has no list", action: action)
        }
        return Page(items: list.items, nextToken: nextToken)
    }
}

extension XMLMapping {
    /// EC2's kind of list: `item` elements, and `nextToken` beside it.
    static func list<Item>(_ name: String, _ item: XMLMapping<Item>) -> XMLMapping where Value == ListAnswer<Item> {
        XMLMapping(
            start: ListAnswer(),
            [.structure(name, \.list, .elements("item", item)), .text("nextToken", \.nextToken)]
        )
    }

    /// The list of the Query protocol proper: inside `…Result`, `member` elements, and `NextToken` beside it.
    static func memberList<Item>(
        _ action: String,
        _ name: String,
        _ item: XMLMapping<Item>
    ) -> XMLMapping where Value == ListAnswer<Item> {
        XMLMapping(
            start: ListAnswer(),
            [
                .inside(
                    "\(action)Result",
                    [.structure(name, \.list, .elements("member", item)), .text("NextToken", \.nextToken)]
                )
            ]
        )
    }

    private static func elements<Item>(
        _ name: String,
        _ item: XMLMapping<Item>
    ) -> XMLMapping<ListAnswer<Item>.List> {
        XMLMapping<ListAnswer<Item>.List>(start: ListAnswer<Item>.List(), [.each(name, \.items, item)])
    }
}

extension QueryClient {
    /// Calls an action whose answer must hold a list.
    func list<Item>(
        _ action: QueryAction<ListAnswer<Item>>,
        _ parameters: QueryParameters
    ) async throws(EC2Error) -> Page<Item> {
        try await call(action, parameters).page(action.name)
    }
}
