// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    /// The member of that name, of each object where the value is an array.
    func lookup(_ name: String, in value: Value) throws -> Value {
        switch value {
        case .object(let object): return object[name] ?? .undefined
        case .array(let array):
            var found: [Value] = []
            try spend(array.count)
            for element in array {
                switch try lookup(name, in: element) {
                case .undefined: break
                case .array(let values): found.append(contentsOf: values)
                case let value: found.append(value)
                }
            }
            return .sequence(found)
        default: return .undefined
        }
    }

    /// `*`: all members of an object, or all elements of an array.
    func wildcard(_ input: Value) throws -> Value {
        var input = input
        if case .array(let array) = input, array.flags.contains(.wrapsInput) { input = array[0] }
        var found: [Value] = []
        let values: any Sequence<Value>
        switch input {
        case .object(let object): values = object.lazy.map(\.value)
        case .array(let array): values = array
        default: return .sequence([])
        }
        var hasArray = false
        for value in values {
            if case .array(let array) = value {
                hasArray = true
                try flatten(array, into: &found)
            } else {
                found.append(value)
            }
        }
        try spend(found.count)
        // What came out of an array stays one, however few they are.
        return hasArray ? .array(of: found) : .sequence(found)
    }

    private func flatten(_ array: ArrayValue, into values: inout [Value]) throws {
        try spend(array.count)
        for element in array {
            if case .array(let inner) = element { try flatten(inner, into: &values) } else { values.append(element) }
        }
    }

    /// `**`: the value and everything in it, arrays replaced by their elements.
    func descendants(_ input: Value) throws -> Value {
        guard !input.isUndefined else { return .undefined }
        var found: [Value] = []
        try collect(input, into: &found)
        return .sequence(found)
    }

    private func collect(_ value: Value, into values: inout [Value]) throws {
        try spend(1)
        switch value {
        case .array(let array):
            for element in array { try collect(element, into: &values) }
        case .object(let object):
            values.append(value)
            for (_, member) in object { try collect(member, into: &values) }
        default: values.append(value)
        }
    }

    /// `value[predicate]`: the elements at a place, or those for which the predicate holds.
    func filtered(_ value: Value, _ filter: Filter, _ frame: Frame) throws -> Value {
        let items = value.elements
        if let index = filter.index {
            guard let place = place(index, in: items) else { return .sequence([]) }
            if let tuples = items.tuples { return .array(ArrayValue(.tuples([tuples[place]]), [.sequence])) }
            if case .array(let array) = items[place] { return .array(array) }
            return .sequence([items[place]])
        }
        guard let tuples = items.tuples else {
            var results: [Value] = []
            for (place, item) in items.enumerated() {
                for _ in 0..<(try selections(filter.node, item, place, items, frame)) { results.append(item) }
            }
            return .sequence(results)
        }
        var results: [Tuple] = []
        for (place, tuple) in tuples.enumerated() {
            let inner = Frame(parent: frame, variables: tuple.variables)
            for _ in 0..<(try selections(filter.node, tuple.item, place, items, inner)) { results.append(tuple) }
        }
        return .array(ArrayValue(.tuples(results), [.sequence]))
    }

    /// How often a predicate selects an item: several times where it is an array that has the place several times.
    private func selections(
        _ predicate: Node,
        _ item: Value,
        _ place: Int,
        _ items: ArrayValue,
        _ frame: Frame
    ) throws -> Int {
        switch try evaluate(predicate, item, frame) {
        case .number(let index): return self.place(index, in: items) == place ? 1 : 0
        case .array(let array) where !array.isEmpty && array.allSatisfy({ $0.number != nil }):
            try spend(array.count)
            return array.count { $0.number.flatMap { self.place($0, in: items) } == place }
        case let result: return try isTrue(result) ? 1 : 0
        }
    }

    /// The place that an index means: from the end where it is negative.
    private func place(_ index: Double, in items: ArrayValue) -> Int? {
        let floor = index.rounded(.down)
        guard let whole = Int(exactly: floor) else { return nil }
        let place = whole < 0 ? items.count + whole : whole
        return items.indices.contains(place) ? place : nil
    }
}
