// SPDX-License-Identifier: Apache-2.0

import Foundation
import OrderedJSON
import Synchronization
import Testing

/// Values are decoded and encoded as Foundation does it with their text.
@Suite struct CodingTests {
    private struct Document: Codable, Equatable {
        enum Kind: String, Codable { case one, two }

        struct Part: Codable, Equatable {
            var name: String
            var weight: Double?
        }

        var kind: Kind
        var count: Int
        var small: UInt8?
        var ratio: Float?
        var isOn: Bool?
        var parts: [Part]
        var byName: [String: [Int]]?
        var maybe: [String?]?
        var nested: Nested?

        /// Written by hand, with containers in containers.
        struct Nested: Codable, Equatable {
            enum Outer: CodingKey { case inner, list }
            enum Inner: CodingKey { case value }

            var value: Int
            var list: [Int]

            init(from decoder: any Decoder) throws {
                let outer = try decoder.container(keyedBy: Outer.self)
                value = try outer.nestedContainer(keyedBy: Inner.self, forKey: .inner).decode(Int.self, forKey: .value)
                var elements = try outer.nestedUnkeyedContainer(forKey: .list)
                list = []
                while !elements.isAtEnd {
                    if try elements.decodeNil() { continue }
                    list.append(try elements.decode(Int.self))
                }
            }

            func encode(to encoder: any Encoder) throws {
                var outer = encoder.container(keyedBy: Outer.self)
                var inner = outer.nestedContainer(keyedBy: Inner.self, forKey: .inner)
                try inner.encode(value, forKey: .value)
                var elements = outer.nestedUnkeyedContainer(forKey: .list)
                for number in list { try elements.encode(number) }
                try elements.encodeNil()
            }
        }
    }

    private static let least = #""kind": "one", "count": 3, "parts": []"#

    @Test(arguments: [
        "{\(least)}",
        #"{"kind": "two", "count": -3, "small": 255, "ratio": 0.25, "isOn": false, "parts": [{"name": "a", "weight": 1.5}],"#
            + #""byName": {"b": [1, 2], "a": []}, "maybe": ["x", null]}"#,
        #"{"kind": "one", "count": 3, "parts": [{"name": "a", "weight": 3}, {"name": "", "weight": null}]}"#,
        #"{\#(least), "nested": {"inner": {"value": 7}, "list": [1, null, 2]}}"#,
        #"{"kind": "one", "count": 3.0, "parts": []}"#, #"{"kind": "one", "count": 12e1, "parts": []}"#,
    ])
    func readsAndWritesWhatFoundationDoes(text: String) throws {
        let value = try JSONValue(parsing: text)
        let document = try JSONDecoder().decode(Document.self, from: Data(value.serializedUTF8()))
        #expect(try value.decoded(as: Document.self) == document)

        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let written = String(decoding: try encoder.encode(document), as: UTF8.self)
        #expect(try JSONValue(encoding: document).serialized() == JSONValue(parsing: written).serialized())
    }

    @Test(arguments: [
        #"[]"#, #""text""#, "3", "null", "{}",
        #"{"kind": "three", "count": 3, "parts": []}"#, #"{"kind": 1, "count": 3, "parts": []}"#,
        #"{"kind": "one", "count": "3", "parts": []}"#, #"{"kind": "one", "count": null, "parts": []}"#,
        #"{"kind": "one", "count": true, "parts": []}"#, #"{"kind": "one", "count": 3, "parts": {}}"#,
        #"{"kind": "one", "count": 3, "parts": [{"name": "a"}, {"name": 1}]}"#,
        #"{"kind": "one", "count": 3, "parts": [{"name": "a"}, {}]}"#,
        #"{"kind": "one", "count": 3, "parts": [null]}"#, #"{"kind": "one", "count": 3, "parts": null}"#,
        #"{\#(least), "isOn": 0}"#, #"{\#(least), "ratio": "x"}"#, #"{\#(least), "byName": {"a": [1, "2"]}}"#,
        #"{\#(least), "nested": {"inner": 1, "list": []}}"#, #"{\#(least), "nested": {"inner": {}, "list": []}}"#,
        #"{\#(least), "nested": {"inner": {"value": 1}, "list": [1, "2"]}}"#,
        #"{\#(least), "nested": null, "isOn": "x"}"#,
    ])
    func refusesWhatFoundationRefuses(text: String) throws {
        let value = try JSONValue(parsing: text)
        let expected = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Document.self, from: Data(value.serializedUTF8()))
        }
        let found = #expect(throws: DecodingError.self) { try value.decoded(as: Document.self) }
        #expect(try Refusal(#require(found)) == Refusal(#require(expected)))
    }

    @Test func refusesNumbersThatDoNotFit() throws {
        for number in ["256", "-1", "0.5"] {
            let value = try JSONValue(parsing: #"{\#(Self.least), "small": \#(number)}"#)
            let error = #expect(throws: DecodingError.self) { try value.decoded(as: Document.self) }
            guard case .dataCorrupted(let context) = error else {
                Issue.record("\(number): \(String(describing: error))")
                continue
            }
            #expect(context.codingPath.map(\.stringValue) == ["small"])
        }
    }

    @Test func hasNoTextForInfinity() {
        #expect(throws: EncodingError.self) { try JSONValue(encoding: ["a": Double.infinity]) }
    }

    @Test func decodesAPartOnceThatIsTheSameAgain() throws {
        let memory = DecodingMemory<Counted>()
        func decode(_ text: String) throws -> [Int] {
            let parts = try JSONValue(parsing: text).decoded(as: [String: Counted].self, remembering: memory)
            return parts.sorted { $0.key < $1.key }.map(\.value.number)
        }
        let before = Counted.made.withLock { $0 }
        #expect(try decode(#"{"a": {"number": 1}, "b": {"number": 1}}"#) == [1, 1])
        #expect(try decode(#"{"a": {"number": 1}}"#) == [1])
        #expect(Counted.made.withLock { $0 } - before == 1)
        // Another part takes its place, and what cannot be decoded none.
        #expect(try decode(#"{"a": {"number": 2}}"#) == [2])
        #expect(throws: DecodingError.self) { try decode(#"{"a": {"number": "3"}}"#) }
        #expect(try decode(#"{"a": {"number": 2}}"#) == [2])
        #expect(try decode(#"{"a": {"number": 1}}"#) == [1])
        #expect(Counted.made.withLock { $0 } - before == 3)
    }

    /// Knows how often it was decoded.
    private struct Counted: Decodable, Sendable {
        static let made = Mutex(0)
        private enum CodingKeys: CodingKey { case number }

        let number: Int

        init(from decoder: any Decoder) throws {
            number = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .number)
            Self.made.withLock { $0 += 1 }
        }
    }

    /// What is wrong, and where.
    private struct Refusal: Equatable {
        var kind: String
        var path: [String]

        init(_ error: DecodingError) {
            switch error {
            case .typeMismatch(_, let context): self.init("type", context.codingPath)
            case .valueNotFound(_, let context): self.init("value", context.codingPath)
            case .keyNotFound(let key, let context): self.init("key", context.codingPath + [key])
            case .dataCorrupted(let context): self.init("data", context.codingPath)
            @unknown default: self.init("other", [])
            }
        }

        private init(_ kind: String, _ path: [any CodingKey]) {
            self.kind = kind
            self.path = path.map { $0.intValue.map(String.init) ?? $0.stringValue }
        }
    }
}
