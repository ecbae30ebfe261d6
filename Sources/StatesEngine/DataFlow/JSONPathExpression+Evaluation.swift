// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// Why a path leads nowhere, in the words of Step Functions.
struct PathMiss: Error, Hashable {
    let message: String
}

extension JSONPathExpression {
    /// What the path leads to: the value of a definite path, else the array of all matches.
    ///
    /// - Throws: ``PathMiss`` when a definite path leads nowhere.
    func evaluate(in scope: EvaluationScope) throws(PathMiss) -> JSONValue {
        switch root {
        case .input, .item:
            return try evaluate(from: scope.input)
        case .context:
            // Nearly all paths want one member of one section; the whole object would be made for it each time.
            if isDefinite, let (section, name) = sectionMember, let value = scope.context.value(section, name) {
                return try definiteValue(from: value, passed: 2)
            }
            return try evaluate(from: scope.context.json)
        case .variable(let name):
            guard let value = scope.variables[name] else {
                throw PathMiss(message: "Variable '\(name)' is not defined")
            }
            return try evaluate(from: value)
        }
    }

    /// What the path leads to from a value, whatever its root is.
    ///
    /// - Throws: ``PathMiss`` when a definite path leads nowhere.
    func evaluate(from origin: JSONValue) throws(PathMiss) -> JSONValue {
        guard isDefinite else { return .array(PathWalk(root: origin).matches(of: steps[...], in: origin)) }
        return try definiteValue(from: origin)
    }

    /// The first two steps, where both are names.
    private var sectionMember: (section: String, name: String)? {
        guard steps.count > 1, case .names(let sections) = steps[0].selector, let section = sections.first,
            case .names(let names) = steps[1].selector, let name = names.first
        else { return nil }
        return (section, name)
    }

    private func definiteValue(from origin: JSONValue, passed: Int = 0) throws(PathMiss) -> JSONValue {
        var value = origin
        for index in passed..<steps.count {
            guard let next = steps[index].selector.single(in: value) else {
                let isLast = index == steps.count - 1
                throw PathMiss(
                    message: isLast
                        ? "No results for path: \(canonical(through: steps.count))"
                        : "Missing property in path \(canonical(through: index + 1))"
                )
            }
            value = next
        }
        return value
    }

    /// The first steps in the words of errors: `$['a'][0]`.
    private func canonical(through count: Int) -> String {
        steps.prefix(count).reduce(into: "$") { text, step in
            switch step.selector {
            case .names(let names): text += "[" + names.map { "'\($0)'" }.joined(separator: ",") + "]"
            case .indexes(let indexes): text += "[" + indexes.map(String.init).joined(separator: ",") + "]"
            case .slice, .wildcard, .filter: text += "[*]"
            }
        }
    }
}

extension JSONPathExpression.Selector {
    /// The one value that a selector of a definite path selects.
    fileprivate func single(in value: JSONValue) -> JSONValue? {
        switch self {
        case .names(let names): names.first.flatMap { value[$0] }
        case .indexes(let indexes): indexes.first.flatMap { value.array?.element(at: $0) }
        case .slice, .wildcard, .filter: nil
        }
    }
}

/// Follows steps that may lead to many places, in document order.
struct PathWalk {
    /// What `$` inside filters means.
    let root: JSONValue

    func matches(of steps: ArraySlice<JSONPathExpression.Step>, in value: JSONValue) -> [JSONValue] {
        guard let step = steps.first else { return [value] }
        let rest = steps.dropFirst()
        let places = step.isRecursive ? Self.tree(value) : [value]
        return places.flatMap { selected(step.selector, in: $0, isRecursive: step.isRecursive) }
            .flatMap { matches(of: rest, in: $0) }
    }

    private func selected(
        _ selector: JSONPathExpression.Selector,
        in value: JSONValue,
        isRecursive: Bool
    ) -> [JSONValue] {
        switch selector {
        case .names(let names):
            return names.compactMap { value[$0] }
        case .indexes(let indexes):
            return indexes.compactMap { value.array?.element(at: $0) }
        case .slice(let start, let end, let step):
            return value.array.map { Self.slice($0, from: start, to: end, by: step ?? 1) } ?? []
        case .wildcard:
            return Self.children(of: value)
        case .filter(let filter):
            let candidates = value.array ?? (isRecursive ? [] : [value])
            return candidates.filter { filter.holds(for: $0, root: root) }
        }
    }

    private static func tree(_ value: JSONValue) -> [JSONValue] {
        [value] + children(of: value).flatMap(tree)
    }

    private static func children(of value: JSONValue) -> [JSONValue] {
        value.array ?? value.object?.values ?? []
    }

    private static func slice(_ array: [JSONValue], from start: Int?, to end: Int?, by step: Int) -> [JSONValue] {
        guard step > 0 else { return [] }
        let lower = array.place(start ?? 0)
        let upper = array.place(end ?? array.count)
        return stride(from: lower, to: upper, by: step).map { array[$0] }
    }
}

extension [JSONValue] {
    /// The element at an index; negative ones count from the end.
    func element(at index: Int) -> JSONValue? {
        let place = index < 0 ? count + index : index
        // Not `? :`, in which `nil` would be the JSON value null.
        guard indices.contains(place) else { return .none }
        return self[place]
    }

    /// The nearest place of an index within the array.
    fileprivate func place(_ index: Int) -> Int {
        Swift.min(Swift.max(index < 0 ? count + index : index, 0), count)
    }
}
