// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The shapes of what services answer, against which `TestState` checks mocked results.
enum ServiceOutputShapes {
    /// How strictly a mocked result is checked.
    enum Mode: String, CaseIterable, Sendable {
        /// Required fields must be there, and all known fields have their types.
        case strict = "STRICT"
        /// Known fields that are there have their types.
        case present = "PRESENT"
        /// Anything goes.
        case none = "NONE"
    }

    /// The shape of an answer, or of a part of it.
    indirect enum Shape: Sendable, Hashable {
        case string
        case number(least: Double?, most: Double?)
        case boolean
        case list(Shape)
        case map(Shape)
        case structure([Member])
        case any
    }

    struct Member: Sendable, Hashable {
        let name: String
        let isRequired: Bool
        let shape: Shape
    }

    /// How optimized integrations call services that the table has under another name.
    private static let tableNames = ["events": "eventbridge", "states": "sfn"]

    private static let shapes: [Substring: Substring] = Dictionary(
        uniqueKeysWithValues: table.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 2)
            guard parts.count == 3 else { return nil }
            return (line[parts[0].startIndex..<parts[1].endIndex], parts[2])
        }
    )

    /// The shape of an integration's answer.
    ///
    /// - Returns: nil when it is not known.
    static func shape(of name: TaskResourceName) -> Shape? {
        let service =
            name.resourceType.hasPrefix("aws-sdk:") ? String(name.resourceType.dropFirst(8)) : name.resourceType
        guard let text = shapes["\(tableNames[service] ?? service) \(name.resource)"] else { return nil }
        var reader = ShapeReader(rest: text.utf8[...])
        return reader.shape()
    }

    /// What is wrong with a mocked result.
    ///
    /// - Returns: nil when it fits its shape.
    static func problem(with value: JSONValue, _ shape: Shape, mode: Mode, field: String? = nil) -> String? {
        let named = field.map { "Field '\($0)'" } ?? "Mock result"
        switch shape {
        case .any:
            return nil
        case .string:
            return value.string == nil ? "\(named) must be a string" : nil
        case .boolean:
            return value.bool == nil ? "\(named) must be a boolean" : nil
        case .number(let least, let most):
            guard let number = value.number?.double else { return "\(named) must be a number" }
            if let least, number < least { return "\(named) is less than the minimum value" }
            if let most, number > most { return "\(named) exceeds the maximum value" }
            return nil
        case .list(let element):
            guard let elements = value.array else { return "\(named) must be an array" }
            return first(elements) { problem(with: $0, element, mode: mode, field: field) }
        case .map(let element):
            guard let object = value.object else { return "\(named) must be an object" }
            return first(object) { problem(with: $0.value, element, mode: mode, field: $0.key) }
        case .structure(let members):
            guard let object = value.object else { return "\(named) must be an object" }
            return first(members) { member in
                guard let value = object[member.name], value != .null else {
                    let isMissing = member.isRequired && mode == .strict
                    return isMissing ? "Required field '\(member.name)' is missing" : nil
                }
                return problem(with: value, member.shape, mode: mode, field: member.name)
            }
        }
    }

    private static func first<Elements: Sequence>(
        _ elements: Elements,
        _ problem: (Elements.Element) -> String?
    ) -> String? {
        for element in elements {
            if let found = problem(element) { return found }
        }
        return nil
    }
}

/// Reads the table's notation.
private struct ShapeReader {
    typealias Shape = ServiceOutputShapes.Shape

    var rest: Substring.UTF8View

    mutating func shape() -> Shape {
        switch rest.popFirst() {
        case UInt8(ascii: "s"): return .string
        case UInt8(ascii: "b"): return .boolean
        case UInt8(ascii: "n"): return number()
        case UInt8(ascii: "["): return .list(enclosed())
        case UInt8(ascii: "<"): return .map(enclosed())
        case UInt8(ascii: "{"): return structure()
        default: return .any
        }
    }

    private mutating func enclosed() -> Shape {
        let inner = shape()
        rest = rest.dropFirst()
        return inner
    }

    private mutating func number() -> Shape {
        let bounds = text { "0123456789.-eE+".utf8.contains($0) }
        guard let separator = bounds.firstRange(of: "..") else { return .number(least: nil, most: nil) }
        return .number(
            least: Double(bounds[..<separator.lowerBound]),
            most: Double(bounds[separator.upperBound...])
        )
    }

    private mutating func structure() -> Shape {
        var members: [ServiceOutputShapes.Member] = []
        while let next = rest.first, next != UInt8(ascii: "}") {
            let name = text { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "!") }
            let isRequired = rest.popFirst() == UInt8(ascii: "!")
            members.append(.init(name: name, isRequired: isRequired, shape: shape()))
            if rest.first == UInt8(ascii: ",") { rest = rest.dropFirst() }
        }
        rest = rest.dropFirst()
        return .structure(members)
    }

    private mutating func text(_ belongs: (UInt8) -> Bool) -> String {
        let text = rest.prefix(while: belongs)
        rest = rest.dropFirst(text.count)
        return String(Substring(text))
    }
}
