// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// What the steps for single items say in their output of what became of the item.
struct Outcome: Decodable {
    private struct Result: Decodable {
        var outcome: String?
    }

    private var outcome: String?
    private var result: Result?

    static func of(_ output: Data) -> String? {
        guard let output = try? JSONDecoder().decode(Outcome.self, from: output) else { return nil }
        return output.outcome ?? output.result?.outcome
    }
}
