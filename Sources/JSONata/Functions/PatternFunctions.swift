// SPDX-License-Identifier: Apache-2.0

/// Searching texts, for a text or with a regular expression or a function that stands in for one.
enum PatternFunctions {
    static let all: [NativeFunction] = [
        onText("contains", "<s-(sf):b>") { text, call in
            switch call[1] {
            case .string(let part):
                return .bool(part.isEmpty || Array(text.utf16).firstRange(of: Array(part.utf16), from: 0) != nil)
            case .function(let pattern): return .bool(try call.evaluation.firstMatch(pattern, text, call) != nil)
            default: return .undefined
            }
        },
        onText("match", "<s-f<s:o>n?:a<o>>", match),
        onText("split", "<s-(sf)n?:a<s>>", split),
        onText("replace", "<s-(sf)(sf)n?:s>", replace),
    ]

    private static func match(_ text: String, _ call: Call) throws -> Value {
        let limit = try limit(call[2], "D3040")
        guard case .function(let pattern) = call[1] else { return .undefined }
        var found: [Value] = []
        var next = limit == 0 ? nil : try call.evaluation.firstMatch(pattern, text, call)
        while let match = next, found.count < limit {
            var members = Members()
            members["match"] = .string(match.text)
            members["index"] = .number(Double(match.start))
            members["groups"] = .array(of: match.groups)
            found.append(.object(ObjectValue(members)))
            next = try call.evaluation.match(after: match, call)
        }
        return .sequence(found)
    }

    private static func split(_ text: String, _ call: Call) throws -> Value {
        let limit = try limit(call[2], "D3020")
        guard limit > 0 else { return .array(of: []) }
        let units = Array(text.utf16)
        var parts: [Value] = []
        switch call[1] {
        case .string(""):
            parts = text.unicodeScalars.prefix(limit).map { .string(String($0)) }
        case .string(let separator):
            let separator = Array(separator.utf16)
            var start = 0
            while parts.count < limit {
                let place = units.firstRange(of: separator, from: start)
                parts.append(.string(String(decoding: units[start..<(place ?? units.count)], as: UTF16.self)))
                guard let place else { break }
                start = place + separator.count
            }
        case .function(let pattern):
            var start = 0
            var next = try call.evaluation.firstMatch(pattern, text, call)
            while let match = next, parts.count < limit {
                parts.append(.string(slice(units, start, match.start)))
                start = match.end
                next = try call.evaluation.match(after: match, call)
            }
            if parts.count < limit { parts.append(.string(slice(units, start, units.count))) }
        default: return .undefined
        }
        try call.evaluation.spend(parts.count)
        return .array(of: parts)
    }

    private static func replace(_ text: String, _ call: Call) throws -> Value {
        if case .string("") = call[1] { throw JSONata.EvaluationError("D3010") }
        let limit = try limit(call[3], "D3011")
        let units = Array(text.utf16)
        var result = ""
        var start = 0
        var count = 0
        switch call[1] {
        case .string(let part):
            let part = Array(part.utf16)
            guard case .string(let replacement) = call[2] else { throw JSONata.EvaluationError("D3012") }
            while count < limit, let place = units.firstRange(of: part, from: start) {
                result += slice(units, start, place) + replacement
                try call.evaluation.spend(text: result.utf8.count >> 4 + replacement.utf8.count)
                start = place + part.count
                count += 1
            }
        case .function(let pattern):
            var next = limit == 0 ? nil : try call.evaluation.firstMatch(pattern, text, call)
            while let match = next, count < limit {
                result += slice(units, start, match.start)
                result += try replacement(for: match, call)
                try call.evaluation.spend(text: result.utf8.count >> 4)
                start = match.start + match.text.utf16.count
                count += 1
                next = try call.evaluation.match(after: match, call)
            }
        default: return .undefined
        }
        return .string(result + slice(units, start, units.count))
    }

    private static func replacement(for match: Match, _ call: Call) throws -> String {
        switch call[2] {
        case .string(let template): return expanded(template, match)
        case .function(let function):
            let result = try call.evaluation.invoke(function, [match.object], .undefined, call.frame)
            guard case .string(let text) = result else {
                throw JSONata.EvaluationError("D3012", value: result)
            }
            return text
        default: return ""
        }
    }

    /// The template with `$0` replaced by the match, `$1` … by its groups, and `$$` by `$`.
    private static func expanded(_ template: String, _ match: Match) -> String {
        var result = ""
        var rest = template.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "$", let next = rest.first else {
                result.unicodeScalars.append(scalar)
                continue
            }
            if next == "$" {
                result += "$"
                rest.removeFirst()
            } else if next == "0" {
                result += match.text
                rest.removeFirst()
            } else if let (number, length) = groupNumber(rest, groups: match.groups.count) {
                if number >= 1, number <= match.groups.count { result += match.groups[number - 1].string ?? "" }
                rest.removeFirst(length)
            } else {
                result += "$"
            }
        }
        return result
    }

    /// The number of a group at the start of the text, of no more digits than there are groups for.
    private static func groupNumber(
        _ text: String.UnicodeScalarView.SubSequence,
        groups: Int
    ) -> (number: Int, length: Int)? {
        let most = String(max(groups, 1)).count
        let digits = text.prefix(most).prefix { ("0"..."9").contains($0) }
        guard let number = Int(String(digits)) else { return nil }
        guard number > groups, digits.count > 1, let shorter = Int(String(digits.dropLast())) else {
            return (number, digits.count)
        }
        return (shorter, digits.count - 1)
    }

    private static func limit(_ value: Value, _ code: String) throws -> Int {
        guard case .number(let limit) = value else { return Int.max }
        guard limit >= 0 else { throw JSONata.EvaluationError(code, value: value) }
        return code == "D3020" ? clamped(limit) : clamped(limit.rounded(.up))
    }

    private static func slice(_ units: [UInt16], _ start: Int, _ end: Int) -> String {
        let end = min(end, units.count)
        return start < end ? String(decoding: units[start..<end], as: UTF16.self) : ""
    }
}
