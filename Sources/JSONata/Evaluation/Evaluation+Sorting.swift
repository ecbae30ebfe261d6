// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    private struct Keyed {
        let place: Int
        let keys: [Value]
    }

    /// Evaluates `items^(terms)`.
    func sorted(_ items: ArrayValue, _ terms: [SortTerm], _ frame: Frame) throws -> Value {
        let tuples = items.tuples
        let keyed = try items.indices.map { place in
            let inner = tuples.map { Frame(parent: frame, variables: $0[place].variables) } ?? frame
            return Keyed(place: place, keys: try terms.map { try evaluate($0.node, items[place], inner) })
        }
        let order = try mergeSorted(keyed) { left, right in try follows(left.keys, right.keys, terms) }
        if let tuples { return .array(ArrayValue(.tuples(order.map { tuples[$0.place] }), [.sequence])) }
        return .sequence(order.map { items[$0.place] })
    }

    /// Whether the left keys come after the right ones.
    ///
    /// Undefined comes last in either direction.
    private func follows(_ left: [Value], _ right: [Value], _ terms: [SortTerm]) throws -> Bool {
        for (index, term) in terms.enumerated() {
            let comparison: Int
            switch (left[index], right[index]) {
            case (.undefined, .undefined): continue
            case (.undefined, _): return true
            case (_, .undefined): return false
            case (.number(let left), .number(let right)): comparison = left == right ? 0 : left < right ? -1 : 1
            case (.string(let left), .string(let right)):
                comparison = left.isIdentical(to: right) ? 0 : left.precedes(right) ? -1 : 1
            case (let left, let right):
                for key in [left, right] where key.number == nil && key.string == nil {
                    throw JSONata.EvaluationError("T2008", at: term.node.position, value: key)
                }
                throw JSONata.EvaluationError(
                    "T2007",
                    at: term.node.position,
                    details: ["value": left.excerpt, "value2": right.excerpt]
                )
            }
            if comparison != 0 { return (comparison > 0) != term.isDescending }
        }
        return false
    }

    /// The elements in order, those that neither follows keep theirs.
    ///
    /// A contradictory `follows` does no harm.
    func mergeSorted<Element>(
        _ elements: [Element],
        _ follows: (Element, Element) throws -> Bool
    ) throws -> [Element] {
        var source = elements
        var width = 1
        while width < source.count {
            var merged: [Element] = []
            merged.reserveCapacity(source.count)
            for start in stride(from: 0, to: source.count, by: 2 * width) {
                var left = start
                let middle = min(start + width, source.count)
                var right = middle
                let end = min(start + 2 * width, source.count)
                while left < middle, right < end {
                    try spend(1)
                    if try follows(source[left], source[right]) {
                        merged.append(source[right])
                        right += 1
                    } else {
                        merged.append(source[left])
                        left += 1
                    }
                }
                merged += source[left..<middle]
                merged += source[right..<end]
            }
            source = merged
            width *= 2
        }
        return source
    }
}
