// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

extension Invocation {
    /// What it is about, for every record of it: the execution, the policy and, where there is one, the item.
    ///
    /// Whatever cannot be read is left out; the step itself says what is wrong with it.
    var subject: [String: String] {
        guard let input = try? JSONDecoder().decode(Input.self, from: payload) else { return [:] }
        return [
            "execution": input.execution?.value,
            "policy": input.policy?.value?.policy,
            "item": input.item?.value?.name,
        ].compactMapValues(\.self)
    }

    private struct Input: Decodable {
        var execution: Lenient<String>?
        var policy: Lenient<Policy>?
        var item: Lenient<Item>?
    }

    private struct Policy: Decodable {
        var policy: String
    }

    private struct Item: Decodable {
        var id: String?
        var imageID: String?
        var snapshotID: String?

        var name: String? { id ?? imageID ?? snapshotID }
    }

    /// nil where something else stands.
    private struct Lenient<Value: Decodable>: Decodable {
        var value: Value?

        init(from decoder: any Decoder) { value = try? Value(from: decoder) }
    }
}
