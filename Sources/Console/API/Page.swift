// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What a listing was asked for: how many items, from where.
struct PageRequest {
    /// 0 asks for the default, as leaving it out does.
    let size: Int
    let token: String?

    static let defaultSize = 100

    init(reading request: inout RequestReader, tokenLength: ClosedRange<Int> = 1...1024) throws(APIError) {
        let asked = try request.integer("maxResults", in: 0...1000) ?? 0
        size = asked == 0 ? Self.defaultSize : asked
        token = try request.string("nextToken", [.length(tokenLength)])
    }

    /// Where to begin: how many items to pass over.
    func offset(of listing: String) throws(APIError) -> Int {
        try PageToken(token, of: listing)?.position ?? 0
    }

    /// The answer of a listing of which one item more than a page was fetched, to see whether it goes on.
    func answer<Item>(
        _ member: String,
        _ items: [Item],
        offset: Int,
        of listing: String,
        _ json: (Item) -> JSONValue
    ) -> JSONObject {
        let goesOn = items.count > size
        return JSONObject(present: [
            (member, .array(items.prefix(size).map(json))),
            ("nextToken", goesOn ? .string(PageToken(position: offset + size).text(of: listing)) : nil),
        ])
    }
}
