// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    /// Maps the steps of a path, each over the results of the one before.
    func walk(_ path: Path, _ node: Node, _ input: Value, _ frame: Frame) throws -> Value {
        var items = start(of: path, input)
        var result: Value = .array(items)
        var tuples: [Tuple]?
        let last = path.steps.count - 1
        for index in path.steps.indices {
            if tuples != nil || path.steps[index].carriesTuples {
                tuples = try advance(path.steps[index], items, tuples, frame)
                continue
            }
            if index == 0, path.steps[0].node.content.isConstructor {
                result = try evaluate(path.steps[0].node, .array(items), frame)
                result = try applied(path.steps[0].stages, to: result, frame)
            } else {
                result = .array(try advance(path.steps[index], items, isLast: index == last, frame))
            }
            guard case .array(let array) = result else {
                guard !result.isUndefined, index < last else { break }
                items = result.elements
                continue
            }
            if array.isEmpty { break }
            items = array
        }
        return try finished(path, node, result, tuples, frame)
    }

    private func start(of path: Path, _ input: Value) -> ArrayValue {
        if case .array(let array) = input {
            guard case .variable = path.steps[0].node.kind else { return array }
        }
        return ArrayValue(.values([input]), [.sequence])
    }

    /// What a walked path results in: its items, or the tuples for the path around it, grouped where it says so.
    private func finished(
        _ path: Path,
        _ node: Node,
        _ result: Value,
        _ tuples: [Tuple]?,
        _ frame: Frame
    ) throws -> Value {
        var result = result
        if let tuples {
            let isStream = path.keepsTuples || node.content.group != nil
            result = .array(ArrayValue(isStream ? .tuples(tuples) : .values(tuples.map(\.item)), [.sequence]))
        }
        if path.keepsSingleton, case .array(let array) = result {
            if array.flags.contains(.constructed), !array.isSequence {
                result = .array(ArrayValue(.values([result]), [.sequence, .keepsSingleton]))
            } else {
                result = .array(array.flagged(array.flags.union(.keepsSingleton)))
            }
        }
        guard let group = node.content.group else { return result }
        return try grouped(result, group, frame)
    }

    /// Maps one step over items, and flattens the sequences that result.
    private func advance(_ step: Step, _ items: ArrayValue, isLast: Bool, _ frame: Frame) throws -> ArrayValue {
        if case .sort(let terms) = step.node.kind {
            return try applied(step.stages, to: sorted(items, terms, frame), frame).elements
        }
        var results: [Value] = []
        results.reserveCapacity(items.count)
        for item in items {
            let result = try applied(step.stages, to: evaluate(step.node, item, frame), frame)
            if !result.isUndefined { results.append(result) }
        }
        if isLast, results.count == 1, case .array(let array) = results[0], !array.isSequence { return array }
        return ArrayValue(.values(try flattened(results)), [.sequence])
    }

    /// The values with arrays among them replaced by their elements, those constructed in the step excepted.
    private func flattened(_ values: [Value]) throws -> [Value] {
        let needsFlattening = values.contains { value in
            guard case .array(let array) = value else { return false }
            return !array.flags.contains(.constructed)
        }
        guard needsFlattening else { return values }
        var flat: [Value] = []
        for value in values {
            if case .array(let array) = value, !array.flags.contains(.constructed) {
                try spend(array.count)
                flat.append(contentsOf: array)
            } else {
                flat.append(value)
            }
        }
        return flat
    }

    private func applied(_ stages: [Stage], to value: Value, _ frame: Frame) throws -> Value {
        var value = value
        for stage in stages {
            guard case .filter(let filter) = stage else { continue }
            value = try filtered(value, filter, frame)
        }
        return value
    }

    /// Maps one step over tuples, each of which carries the variables bound so far.
    private func advance(_ step: Step, _ items: ArrayValue, _ tuples: [Tuple]?, _ frame: Frame) throws -> [Tuple] {
        if case .sort(let terms) = step.node.kind {
            let sequence = tuples.map { ArrayValue(.tuples($0), [.sequence]) } ?? items
            var ordered = try sorted(sequence, terms, frame).elements.asTuples
            if let name = step.index {
                for place in ordered.indices { ordered[place].bind(name, .number(Double(place))) }
            }
            return try staged(step.stages, ordered, frame)
        }
        var results: [Tuple] = []
        for tuple in tuples ?? items.asTuples {
            let inner = Frame(parent: frame, variables: tuple.variables)
            let result = try evaluate(step.node, tuple.item, inner)
            try spend(tuple.variables.count)
            if case .array(let array) = result, let nested = array.tuples {
                for found in nested {
                    var next = tuple
                    for variable in found.variables { next.bind(variable.name, variable.value) }
                    next.item = found.item
                    results.append(next)
                }
                continue
            }
            for (place, found) in result.elements.enumerated() {
                try spend(1)
                results.append(bound(tuple, step, found, place))
            }
        }
        return try staged(step.stages, results, frame)
    }

    private func bound(_ tuple: Tuple, _ step: Step, _ found: Value, _ place: Int) -> Tuple {
        var next = tuple
        if let focus = step.focus { next.bind(focus, found) } else { next.item = found }
        if let name = step.index { next.bind(name, .number(Double(place))) }
        for label in step.ancestors { next.bind(label, tuple.item) }
        return next
    }

    private func staged(_ stages: [Stage], _ tuples: [Tuple], _ frame: Frame) throws -> [Tuple] {
        var tuples = tuples
        for stage in stages {
            switch stage {
            case .filter(let filter):
                let sequence = Value.array(ArrayValue(.tuples(tuples), [.sequence]))
                tuples = try filtered(sequence, filter, frame).elements.asTuples
            case .index(let name):
                for place in tuples.indices { tuples[place].bind(name, .number(Double(place))) }
            }
        }
        return tuples
    }
}

extension ArrayValue {
    /// The items as tuples, without variables where none have been bound yet.
    fileprivate var asTuples: [Tuple] {
        tuples ?? map { Tuple(item: $0, variables: []) }
    }
}
