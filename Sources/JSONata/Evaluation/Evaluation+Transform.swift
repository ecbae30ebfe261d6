// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    /// Applies `|pattern|update,delete|` to a copy of the value.
    func transform(_ value: Value, _ transformation: Transformation) throws -> Value {
        if value.isUndefined { return .undefined }
        let (transform, frame) = (transformation.transform, transformation.frame)
        guard frame.lookup("clone")?.function != nil || frame.lookup("clone") == nil else {
            throw JSONata.EvaluationError("T2013", at: transform.pattern.position)
        }
        guard value.object != nil || value.array != nil else {
            throw JSONata.EvaluationError("T0410", details: ["index": "1", "token": quoted("transform")])
        }
        let copy = try copied(value)
        for match in try evaluate(transform.pattern, copy, frame).elements {
            for (key, value) in try update(transform.update, match, frame) {
                match.object?.setMember(key, value)
            }
            for key in try transform.delete.map({ try deletions($0, match, frame) }) ?? [] {
                match.object?.setMember(key, nil)
            }
        }
        return copy
    }

    private func update(_ node: Node, _ match: Value, _ frame: Frame) throws -> [(key: String, value: Value)] {
        switch try evaluate(node, match, frame) {
        case .undefined: return []
        // Copied, for an update that contains the matched object must not become part of itself.
        case .object(let object): return try object.map { ($0.key, try copied($0.value)) }
        case let other: throw JSONata.EvaluationError("T2011", at: node.position, value: other)
        }
    }

    private func deletions(_ node: Node, _ match: Value, _ frame: Frame) throws -> [String] {
        let value = try evaluate(node, match, frame)
        return try value.elements.map { key in
            guard case .string(let name) = key else {
                throw JSONata.EvaluationError("T2012", at: node.position, value: value)
            }
            return name
        }
    }

    /// A copy with objects of its own all the way down.
    func copied(_ value: Value) throws -> Value {
        try spend(1)
        switch value {
        case .array(let array):
            return try checked(.array(ArrayValue(.values(try array.map { try copied($0) }), array.flags)))
        case .object(let object):
            var members = Members()
            for (key, value) in object { members[key] = try copied(value) }
            return try checked(.object(ObjectValue(members)))
        default: return value
        }
    }
}
