// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Reads the members of a request and checks them against the service's model, as AWS does: a member of the wrong
/// JSON type ends the reading, violated constraints are all collected and reported together.
struct RequestReader {
    /// The region the request was signed for.
    let region: String
    /// What the input of an execution must satisfy.
    let executionInput: Constraint

    private let members: JSONObject
    private let path: String
    private var violations: [String] = []

    init(_ members: JSONObject, region: String, path: String = "", executionInput: Constraint = .data) {
        self.executionInput = executionInput
        self.members = members
        self.region = region
        self.path = path
    }

    /// Throws what was collected.
    func finish() throws(APIError) {
        guard !violations.isEmpty else { return }
        let count = violations.count == 1 ? "1 validation error" : "\(violations.count) validation errors"
        throw .validation("\(count) detected: \(violations.joined(separator: "; "))")
    }

    // MARK: Strings

    mutating func string(_ name: String, _ constraints: [Constraint] = []) throws(APIError) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else { throw Self.conversion(of: value, to: "a String") }
        check(text, name, constraints)
        return text
    }

    /// An empty string stands in for a missing one, which is recorded as a violation.
    mutating func requiredString(_ name: String, _ constraints: [Constraint] = []) throws(APIError) -> String {
        if let text = try string(name, constraints) { return text }
        violations.append(Self.notNull(at: path + name))
        return ""
    }

    /// A string that means one of an enumeration's cases; the fallback stands in for an unknown one, which is
    /// recorded as a violation.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String,
        of type: Choice.Type,
        order: [String]? = nil
    ) throws(APIError) -> Choice? where Choice.RawValue == String {
        try string(name, [.oneOf(order ?? Choice.allCases.map(\.rawValue))]).flatMap { Choice(rawValue: $0) }
    }

    // MARK: Numbers and booleans

    mutating func integer(_ name: String, in range: ClosedRange<Int>? = nil) throws(APIError) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.number else { throw Self.conversion(of: value, to: "an Integer") }
        let integer = value.integer ?? Int(number.double.rounded(.towardZero))
        if let range { check(number.literal, isWithin: range, integer, name) }
        return integer
    }

    mutating func requiredInteger(_ name: String, in range: ClosedRange<Int>) throws(APIError) -> Int {
        if let value = try integer(name, in: range) { return value }
        violations.append(Self.notNull(at: path + name))
        return range.lowerBound
    }

    mutating func double(_ name: String, in range: ClosedRange<Int>) throws(APIError) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.number else { throw Self.conversion(of: value, to: "a Float") }
        check(number.literal, isWithin: range, Int(number.double.rounded(.up)), name)
        return number.double
    }

    mutating func bool(_ name: String) throws(APIError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let bool = value.bool else { throw Self.conversion(of: value, to: "a Boolean") }
        return bool
    }

    // MARK: Structures and lists

    func object(_ name: String) throws(APIError) -> JSONObject? {
        guard let value = value(name) else { return nil }
        guard let object = value.object else { throw .serialization("Unexpected field type") }
        return object
    }

    /// Reads a structure with its own reader, whose violations join this one's.
    mutating func structure<Result>(
        _ name: String,
        _ read: (inout RequestReader) throws(APIError) -> Result
    ) throws(APIError) -> Result? {
        guard let object = try object(name) else { return nil }
        var inner = RequestReader(object, region: region, path: path + name + ".")
        let result = try read(&inner)
        violations += inner.violations
        return result
    }

    /// Reads a list of structures; members are numbered from 1 in messages, as AWS numbers them.
    mutating func list<Element>(
        _ name: String,
        length: ClosedRange<Int>? = nil,
        describedAs describe: (Element) -> String = { "\($0)" },
        _ read: (inout RequestReader) throws(APIError) -> Element
    ) throws(APIError) -> [Element]? {
        guard let value = value(name) else { return nil }
        guard let array = value.array else { throw .serialization("Unexpected field type") }
        var elements: [Element] = []
        var inner: [String] = []
        for (index, item) in array.enumerated() {
            guard let object = item.object else { throw .serialization("Unexpected field type") }
            var reader = RequestReader(object, region: region, path: "\(path)\(name).\(index + 1).member.")
            elements.append(try read(&reader))
            inner += reader.violations
        }
        if let length {
            check("[\(elements.map(describe).joined(separator: ", "))]", hasLength: elements.count, in: length, name)
        }
        violations += inner
        return elements
    }

    /// Reads a list of strings.
    func strings(_ name: String) throws(APIError) -> [String]? {
        guard let value = value(name) else { return nil }
        guard let array = value.array else { throw .serialization("Unexpected field type") }
        var strings: [String] = []
        for item in array {
            guard let text = item.string else { throw Self.conversion(of: item, to: "a String") }
            strings.append(text)
        }
        return strings
    }

    mutating func require(_ name: String) {
        if value(name) == nil { violations.append(Self.notNull(at: path + name)) }
    }

    // MARK: Checks

    private func value(_ name: String) -> JSONValue? {
        guard let value = members[name], value != .null else { return .none }
        return value
    }

    private mutating func check(_ text: String, _ name: String, _ constraints: [Constraint]) {
        for constraint in constraints {
            guard let demand = constraint.demand(violatedBy: text) else { continue }
            let shown = Self.sensitive.contains(name) ? nil : "'\(text)'"
            violations.append(Self.violation(of: demand, by: shown, at: path + name))
        }
    }

    /// The members that the service's model calls sensitive: no message repeats their values.
    private static let sensitive: Set = [
        "cause", "context", "definition", "description", "error", "errorCausedByState", "input", "mapItemReaderData",
        "output", "result", "stateName", "taskToken", "variables", "versionDescription",
    ]

    private mutating func check(_ shown: String, isWithin range: ClosedRange<Int>, _ value: Int, _ name: String) {
        guard !range.contains(value) else { return }
        let demand =
            value < range.lowerBound
            ? "have value greater than or equal to \(range.lowerBound)"
            : "have value less than or equal to \(range.upperBound)"
        violations.append(Self.violation(of: demand, by: "'\(shown)'", at: path + name))
    }

    private mutating func check(_ shown: String, hasLength count: Int, in range: ClosedRange<Int>, _ name: String) {
        guard let demand = Constraint.length(range).demand(violatedByLength: count) else { return }
        violations.append(Self.violation(of: demand, by: "'\(shown)'", at: path + name))
    }

    private static func violation(of demand: String, by shown: String?, at path: String) -> String {
        "Value \(shown.map { $0 + " " } ?? "")at '\(path)' failed to satisfy constraint: Member must \(demand)"
    }

    private static func notNull(at path: String) -> String {
        violation(of: "not be null", by: "null", at: path)
    }

    private static func conversion(of value: JSONValue, to target: String) -> APIError {
        let source =
            switch value {
            case .null: "NULL_VALUE"
            case .bool(let value): value ? "TRUE_VALUE" : "FALSE_VALUE"
            case .number: "NUMBER_VALUE"
            case .string: "STRING_VALUE"
            case .array: "START_ARRAY"
            case .object: "START_OBJECT"
            }
        return .serialization("\(source) can not be converted to \(target)")
    }
}
