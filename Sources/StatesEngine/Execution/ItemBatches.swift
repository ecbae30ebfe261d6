// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// How items are grouped into the inputs of child executions.
struct ItemBatches {
    /// What every batch gets besides its items.
    let extra: JSONValue?
    let maxItems: Int?
    let maxBytes: Int?

    /// The batches in order; an item that is too large for the bytes allowed is a batch of its own.
    func group(_ items: [JSONValue]) -> [(input: JSONValue, count: Int)] {
        var batches: [[JSONValue]] = []
        var bytes = 0
        for item in items {
            let size = maxBytes == nil ? 0 : item.serializedUTF8().count + 1
            let isFull = batches.last.map { $0.count >= maxItems ?? .max || bytes + size > maxBytes ?? .max } ?? true
            if isFull {
                batches.append([])
                bytes = 0
            }
            batches[batches.count - 1].append(item)
            bytes += size
        }
        return batches.map { batch in
            var input = JSONObject()
            input["Items"] = .array(batch)
            if let extra { input["BatchInput"] = extra }
            return (.object(input), batch.count)
        }
    }
}
