// SPDX-License-Identifier: Apache-2.0

/// Objects.
enum ObjectFunctions {
    static let all: [NativeFunction] = [
        native("keys", "<x-:a<s>>") { call in
            .sequence(try keys(call[0], call.evaluation).keys.map(Value.string))
        },
        native("lookup", "<x-s:x>") { call in
            guard case .string(let key) = call[1] else { return .undefined }
            return try call.evaluation.lookup(key, in: call[0])
        },
        defined("spread", "<x-:a<o>>") { call in
            switch call[0] {
            case .array(let array) where !array.isEmpty:
                return .array(of: try spread(call[0], call.evaluation))
            case .array, .object: return .sequence(try spread(call[0], call.evaluation))
            default: return call[0]
            }
        },
        onArray("merge", "<a<o>:o>") { array, call in
            var members = Members()
            for element in array {
                guard case .object(let object) = element else { continue }
                try call.evaluation.spend(object.count)
                for (key, value) in object { members[key] = value }
            }
            return .object(ObjectValue(members))
        },
        defined("clone", "<(oa)-:o>") { call in try call.evaluation.copied(call[0]) },
    ]

    private static func keys(_ value: Value, _ evaluation: Evaluation) throws -> Members {
        var found = Members()
        switch value {
        case .object(let object):
            try evaluation.spend(object.count)
            for key in object.keys { found[key] = .null }
        case .array(let array):
            for element in array {
                for key in try keys(element, evaluation).keys { found[key] = .null }
            }
        default: break
        }
        return found
    }

    private static func spread(_ value: Value, _ evaluation: Evaluation) throws -> [Value] {
        var parts: [Value] = []
        try spread(value, evaluation, into: &parts)
        return parts
    }

    private static func spread(_ value: Value, _ evaluation: Evaluation, into parts: inout [Value]) throws {
        switch value {
        case .array(let array):
            for element in array { try spread(element, evaluation, into: &parts) }
        case .object(let object):
            try evaluation.spend(object.count)
            for (key, value) in object {
                var members = Members()
                members[key] = value
                parts.append(.object(ObjectValue(members)))
            }
        default: parts.append(value)
        }
    }
}
