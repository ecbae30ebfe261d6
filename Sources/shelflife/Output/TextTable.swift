// SPDX-License-Identifier: Apache-2.0

/// Rows under a header, in columns as wide as their widest cell, or as a line allows.
struct TextTable {
    struct Column {
        enum Alignment { case left, right }

        var title: String
        var alignment = Alignment.left
        /// Longer cells are cut, with an ellipsis.
        var maximumWidth = 60
        /// How narrow it gets where the line is too short for all; nil for a column that never does.
        var minimumWidth: Int?
        /// Long cells go on in the next line instead of being cut; for the last column.
        var wraps = false
    }

    let columns: [Column]
    private(set) var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    mutating func append(_ cells: String...) { append(cells) }

    mutating func append(_ cells: [String]) {
        precondition(cells.count == columns.count, "a cell for every column")
        rows.append(cells)
    }

    /// The table, without trailing spaces.
    var lines: [String] { lines() }

    /// The table as lines of at most so many characters, as far as the columns can shrink; the last ones do first.
    ///
    /// - Parameters:
    ///   - width: Nil for as much as the cells take.
    ///   - columnWidths: Those that several tables share; nil for the table's own.
    /// - Returns: The header first.
    func lines(width: Int? = nil, columnWidths: [Int]? = nil) -> [String] {
        let widths = columnWidths ?? widths(within: width)
        return ([columns.map(\.title)] + rows).flatMap { cells in
            let pieces = zip(zip(columns, widths), cells).map { column, cell in
                column.0.wraps ? Self.wrap(cell, column.1) : [Self.cut(cell, column.1)]
            }
            return (0..<(pieces.map(\.count).max() ?? 0)).map { line in
                var text = ""
                for (index, piece) in pieces.enumerated() where widths[index] > 0 {
                    let cell = line < piece.count ? piece[line] : ""
                    let padding = String(repeating: " ", count: max(0, widths[index] - cell.count))
                    if !text.isEmpty { text += "  " }
                    text += columns[index].alignment == .left ? cell + padding : padding + cell
                }
                while text.last == " " { text.removeLast() }
                return text
            }
        }
    }

    /// How wide each column is when a line holds so many characters.
    func widths(within width: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            let widest = rows.reduce(columns[index].title.count) { max($0, $1[index].count) }
            return min(widest, columns[index].maximumWidth)
        }
        guard let width else { return widths }
        var excess = widths.reduce(2 * (widths.count { $0 > 0 } - 1), +) - width
        for index in columns.indices.reversed() where excess > 0 {
            guard let minimum = columns[index].minimumWidth, minimum < widths[index] else { continue }
            let less = min(excess, widths[index] - minimum)
            widths[index] -= less
            excess -= less
        }
        return widths
    }

    private static func cut(_ cell: String, _ width: Int) -> String {
        cell.count > width ? cell.prefix(max(0, width - 1)) + "…" : cell
    }

    /// Breaks at spaces, and inside words that are longer than a line.
    private static func wrap(_ cell: String, _ width: Int) -> [String] {
        guard cell.count > width, width > 0 else { return [cell] }
        var lines = [""]
        for word in cell.split(separator: " ", omittingEmptySubsequences: false) {
            var rest = Substring(word)
            if !lines[lines.count - 1].isEmpty {
                if lines[lines.count - 1].count + 1 + rest.count <= width {
                    lines[lines.count - 1] += " " + rest
                    continue
                }
                lines.append("")
            }
            while rest.count > width {
                lines[lines.count - 1] = String(rest.prefix(width))
                rest = rest.dropFirst(width)
                lines.append("")
            }
            lines[lines.count - 1] = String(rest)
        }
        return lines
    }
}
