// SPDX-License-Identifier: Apache-2.0

/// Two texts side by side, as `diff -u` shows them.
package struct UnifiedDiff: Sendable {
    /// Unchanged lines around a change.
    private static let context = 3

    private struct Line {
        /// ` `, `-` or `+`.
        var mark: Character
        var text: Substring
        /// The line's number in either text, from 1, or where it would stand.
        var old: Int
        var new: Int
    }

    private let lines: [Line]

    /// Compares line by line.
    package init(from old: String, to new: String) {
        let old = old.split(separator: "\n", omittingEmptySubsequences: false)
        let new = new.split(separator: "\n", omittingEmptySubsequences: false)
        let difference = new.difference(from: old)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                lines.append(Line(mark: "-", text: old[left], old: left + 1, new: right + 1))
                left += 1
            } else if right < new.count, inserted.contains(right) {
                lines.append(Line(mark: "+", text: new[right], old: left + 1, new: right + 1))
                right += 1
            } else {
                lines.append(Line(mark: " ", text: old[left], old: left + 1, new: right + 1))
                left += 1
                right += 1
            }
        }
        self.lines = lines
    }

    /// The hunks under a header that names the file; empty when the texts are equal.
    package func rendered(path: String) -> String {
        let hunks = hunks
        guard !hunks.isEmpty else { return "" }
        return "--- \(path) (on disk)\n+++ \(path) (generated)\n" + hunks.map(rendered).joined()
    }

    private var hunks: [Range<Int>] {
        var hunks: [Range<Int>] = []
        for index in lines.indices where lines[index].mark != " " {
            let lower = max(index - Self.context, 0)
            let upper = min(index + Self.context + 1, lines.count)
            if let last = hunks.last, lower <= last.upperBound {
                hunks[hunks.count - 1] = last.lowerBound..<upper
            } else {
                hunks.append(lower..<upper)
            }
        }
        return hunks
    }

    private func rendered(_ hunk: Range<Int>) -> String {
        let part = lines[hunk]
        let oldCount = part.count { $0.mark != "+" }
        let newCount = part.count { $0.mark != "-" }
        let first = lines[hunk.lowerBound]
        return "@@ -\(first.old),\(oldCount) +\(first.new),\(newCount) @@\n"
            + part.map { "\($0.mark)\($0.text)\n" }.joined()
    }
}
