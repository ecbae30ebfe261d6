// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import shelflife

@Suite struct TextTableTests {
    @Test func columnsAreAsWideAsTheirWidestCellAndLinesEndWithoutSpaces() {
        var table = TextTable([.init(title: "NAME"), .init(title: "GIB", alignment: .right), .init(title: "WHY")])
        table.append("a", "1000", "")
        table.append("longer", "8", "because")
        #expect(
            table.lines == [
                "NAME     GIB  WHY",
                "a       1000",
                "longer     8  because",
            ]
        )
    }

    @Test func longCellsAreCutWithAnEllipsis() {
        var table = TextTable([.init(title: "N", maximumWidth: 4)])
        table.append("abcdef")
        #expect(table.lines == ["N", "abc…"])
    }
}
