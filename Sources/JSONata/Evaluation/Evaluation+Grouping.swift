// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    private struct GroupEntry {
        let key: String
        let pair: Int
        var first = Value.undefined
        var items: [Value] = []
        var additions = 0
        var tuples: [Tuple] = []
    }

    /// `{key: value, …}`: groups the items by key, and makes a member of each group.
    func grouped(_ input: Value, _ group: Group, _ frame: Frame) throws -> Value {
        let items = input.elements
        let entries: [GroupEntry]
        if let tuples = items.tuples {
            entries = try self.entries(tuples, group, frame)
        } else {
            entries = try self.entries(items, group, frame)
        }
        var members = Members()
        for entry in entries {
            let value: Value
            if entry.tuples.isEmpty {
                let context = entry.additions == 1 ? entry.first : .array(of: entry.items)
                value = try evaluate(group.pairs[entry.pair].value, context, frame)
            } else {
                let (context, variables) = try merged(entry.tuples)
                let inner = Frame(parent: frame, variables: variables)
                value = try evaluate(group.pairs[entry.pair].value, context, inner)
            }
            if !value.isUndefined { members[entry.key] = value }
        }
        return .object(ObjectValue(members))
    }

    private func entries(_ items: ArrayValue, _ group: Group, _ frame: Frame) throws -> [GroupEntry] {
        var entries: [GroupEntry] = []
        var places: [String: Int] = [:]
        // Without items the group is still made once, so that `{…}` is an object whatever the context.
        for item in items.isEmpty ? ArrayValue(.values([.undefined]), []) : items {
            for pair in group.pairs.indices {
                let place = try self.place(&entries, &places, pair, group, item, frame)
                guard let place else { continue }
                if entries[place].additions == 0 { entries[place].first = item }
                entries[place].additions += 1
                if case .array(let array) = item {
                    try spend(array.count)
                    entries[place].items.append(contentsOf: array)
                } else {
                    entries[place].items.append(item)
                }
            }
        }
        return entries
    }

    private func entries(_ tuples: [Tuple], _ group: Group, _ frame: Frame) throws -> [GroupEntry] {
        var entries: [GroupEntry] = []
        var places: [String: Int] = [:]
        for tuple in tuples {
            let inner = Frame(parent: frame, variables: tuple.variables)
            for pair in group.pairs.indices {
                guard let place = try place(&entries, &places, pair, group, tuple.item, inner) else { continue }
                entries[place].tuples.append(tuple)
            }
        }
        return entries
    }

    /// The place of the entry for the key that the pair has for the item; a new one for a new key.
    private func place(
        _ entries: inout [GroupEntry],
        _ places: inout [String: Int],
        _ pair: Int,
        _ group: Group,
        _ item: Value,
        _ frame: Frame
    ) throws -> Int? {
        let key = try evaluate(group.pairs[pair].key, item, frame)
        if key.isUndefined { return nil }
        guard case .string(let name) = key else {
            throw JSONata.EvaluationError("T1003", at: group.position, value: key)
        }
        if let place = places[name] {
            guard entries[place].pair == pair else {
                throw JSONata.EvaluationError("D1009", at: group.position, value: key)
            }
            return place
        }
        places[name] = entries.count
        entries.append(GroupEntry(key: name, pair: pair))
        return entries.count - 1
    }

    /// The tuples of a group as one: every variable with all its values.
    private func merged(_ tuples: [Tuple]) throws -> (Value, [Variable]) {
        if tuples.count == 1 { return (tuples[0].item, tuples[0].variables) }
        try spend(tuples.count * (1 + (tuples.first?.variables.count ?? 0)))
        let item = Value.array(of: tuples.flatMap { $0.item.elements })
        let variables = (tuples.first?.variables ?? []).map { variable in
            let values = tuples.flatMap { tuple in
                tuple.variables.first { $0.name == variable.name }?.value.elements.values ?? []
            }
            return Variable(name: variable.name, value: .array(of: values))
        }
        return (item, variables)
    }
}
