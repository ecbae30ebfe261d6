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

    @Test func aColumnThatWrapsGoesOnBelowItself() {
        var table = TextTable([.init(title: "ID"), .init(title: "WHY", minimumWidth: 8, wraps: true)])
        table.append("a", "is in use by a-very-long-word")
        table.append("b", "old")
        #expect(
            table.lines(width: 12) == [
                "ID  WHY",
                "a   is in",
                "    use by",
                "    a-very-l",
                "    ong-word",
                "b   old",
            ]
        )
    }

    @Test(arguments: [30, 40, 60, 200])
    func noLineIsLongerThanAllowedWhereColumnsCanShrink(_ width: Int) {
        var table = TextTable([
            .init(title: "ID"), .init(title: "NAME", minimumWidth: 5),
            .init(title: "WHY", minimumWidth: 10, wraps: true),
        ])
        for length in 1...40 {
            table.append("id", String(repeating: "n", count: length), String(repeating: "w ", count: length))
        }
        #expect(table.lines(width: width).allSatisfy { $0.count <= width })
    }

    @Test func aColumnWithoutWidthTakesNoGap() {
        var table = TextTable([.init(title: "A"), .init(title: "", maximumWidth: 0), .init(title: "B")])
        table.append("1", "", "2")
        #expect(table.lines == ["A  B", "1  2"])
    }
}
