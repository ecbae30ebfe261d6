// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSClient

struct XMLTableTests {
    private static let names = ["tagSet", "taxSet", "tagSat", "t"]

    private func entry(_ name: String) -> Int? {
        let table = XMLTable(Self.names.map { ($0, .inside(XMLTable([]))) })
        return Array(name.utf8).withUnsafeBytes { table.entry($0) }
    }

    @Test(arguments: 0..<4) func findsAName(index: Int) {
        #expect(entry(Self.names[index]) == index)
    }

    @Test(arguments: ["", "tagSets", "tayset", "tazSet", "ta", "T"]) func findsNoOther(name: String) {
        #expect(entry(name) == nil)
    }
}
