// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What became of one resource that a user wanted back.
struct UndoResult {
    var resourceID: String
    /// What was done, in order: `restored snap-01 from the Recycle Bin`.
    var done: [String] = []
    /// Why it is not back; nil if it is.
    var problem: String?

    var isBack: Bool { problem == nil }
}

/// What an undo did.
struct UndoReport {
    let results: [UndoResult]

    var text: String {
        guard !results.isEmpty else { return "There is nothing to bring back." }
        var table = TextTable([
            .init(title: "RESOURCE"), .init(title: "BACK"),
            .init(title: "WHAT WAS DONE", maximumWidth: 110, wraps: true),
        ])
        for result in results {
            let done = result.done.isEmpty ? "" : result.done.joined(separator: "; ")
            let words = [done, result.problem ?? ""].filter { !$0.isEmpty }.joined(separator: "; ")
            table.append(result.resourceID, result.isBack ? "yes" : "NO", words.isEmpty ? "nothing to undo" : words)
        }
        return table.lines.joined(separator: "\n") + "\n\n\(results.count { $0.isBack }) of \(results.count) are back."
    }

    var json: JSONValue {
        [
            "results": .array(
                results.map { result in
                    [
                        "resourceID": .string(result.resourceID),
                        "isBack": .bool(result.isBack),
                        "done": .array(result.done.map(JSONValue.string)),
                        "problem": result.problem.map(JSONValue.string) ?? .null,
                    ]
                }
            )
        ]
    }
}
