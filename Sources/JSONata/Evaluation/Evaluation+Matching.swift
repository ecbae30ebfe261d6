// SPDX-License-Identifier: Apache-2.0

/// One match of a regular expression, or of a function that stands in for one.
struct Match {
    let text: String
    let start: Int
    let end: Int
    let groups: [Value]
    /// Gives the match after this one.
    let next: Function
    let object: Value
}

extension Evaluation {
    /// The object that a regular expression, called as a function, gives for its first match.
    func match(_ regex: Regex, _ text: [UInt16], from start: Int) throws -> Value {
        guard start <= text.count, start == 0 || start < text.count else { return .undefined }
        var matcher = RegexMatcher(regex, text, self)
        guard let range = try matcher.firstMatch(from: start) else { return .undefined }
        guard !range.isEmpty else {
            throw JSONata.EvaluationError("D1004", value: .string(regex.source))
        }
        var groups: [Value] = []
        for number in 0..<regex.groupCount {
            let captured = matcher.group(number + 1)
            groups.append(captured.map { .string(String(decoding: text[$0], as: UTF16.self)) } ?? .undefined)
        }
        var members = Members()
        members["match"] = .string(String(decoding: text[range], as: UTF16.self))
        members["start"] = .number(Double(range.lowerBound))
        members["end"] = .number(Double(range.upperBound))
        members["groups"] = .array(of: groups)
        members["next"] = .function(.matcher(MatchIterator(regex, text, from: range.upperBound)))
        return .object(ObjectValue(members))
    }

    /// The first match that a function finds in a text.
    func firstMatch(_ function: Function, _ text: String, _ call: Call) throws -> Match? {
        try match(from: invoke(function, [.string(text)], .undefined, call.frame), call)
    }

    func match(after match: Match, _ call: Call) throws -> Match? {
        try self.match(from: invoke(match.next, [], .undefined, call.frame), call)
    }

    private func match(from value: Value, _ call: Call) throws -> Match? {
        if value.isUndefined { return nil }
        guard case .object(let object) = value, case .string(let text) = object["match"] ?? .undefined,
            let start = object["start"]?.number.flatMap({ Int(exactly: $0) }),
            let end = object["end"]?.number.flatMap({ Int(exactly: $0) }), start >= 0, end >= start,
            case .array(let groups) = object["groups"] ?? .undefined, let next = object["next"]?.function
        else { throw JSONata.EvaluationError("T1010", token: call.name) }
        return Match(text: text, start: start, end: end, groups: groups.values, next: next, object: value)
    }
}
