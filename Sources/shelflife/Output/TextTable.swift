// SPDX-License-Identifier: Apache-2.0

/// Rows under a header, in columns as wide as their widest cell.
struct TextTable {
    struct Column {
        enum Alignment { case left, right }

        var title: String
        var alignment = Alignment.left
        /// Longer cells are cut, with an ellipsis.
        var maximumWidth = 60
    }

    let columns: [Column]
    private(set) var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    mutating func append(_ cells: String...) {
        precondition(cells.count == columns.count, "a cell for every column")
        rows.append(cells)
    }

    /// The table, a line a row, without trailing spaces.
    var lines: [String] {
        let cut = ([columns.map(\.title)] + rows).map { cells in
            zip(columns, cells).map { column, cell in
                cell.count > column.maximumWidth ? cell.prefix(column.maximumWidth - 1) + "…" : cell
            }
        }
        let widths = columns.indices.map { index in cut.map { $0[index].count }.max() ?? 0 }
        return cut.map { cells in
            var line = zip(zip(columns, widths), cells).map { column, cell in
                let padding = String(repeating: " ", count: column.1 - cell.count)
                return column.0.alignment == .left ? cell + padding : padding + cell
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
