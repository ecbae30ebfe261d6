// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ImageLifecycle

/// The schema and the decoder must say the same: the fields, the required ones, and the patterns.
struct PolicySchemaTests {
    private let schema: [String: Any]

    init() throws {
        let object = try JSONSerialization.jsonObject(with: Data(LifecyclePolicy.jsonSchema().utf8))
        schema = try #require(object as? [String: Any])
    }

    @Test func namesTheFieldsThatTheDecoderTakes() throws {
        let fields: [(pointer: [String], keys: [String])] = [
            ([], LifecyclePolicy.CodingKeys.allCases.map(\.rawValue)),
            (["properties", "select"], SelectionPolicy.CodingKeys.allCases.map(\.rawValue)),
            (
                ["properties", "select", "properties", "exclude"],
                SelectionPolicy.Exclusion.CodingKeys.allCases.map(\.rawValue)
            ),
            (["properties", "retain"], RetentionPolicy.CodingKeys.allCases.map(\.rawValue)),
            (
                ["properties", "retain", "properties", "gfs"],
                RetentionPolicy.Generations.CodingKeys.allCases.map(\.rawValue)
            ),
            (["properties", "guard"], GuardPolicy.CodingKeys.allCases.map(\.rawValue)),
            (["properties", "retire"], RetirePolicy.CodingKeys.allCases.map(\.rawValue)),
            (["properties", "limits"], LimitPolicy.CodingKeys.allCases.map(\.rawValue)),
            (["properties", "create"], CreatePolicy.CodingKeys.allCases.map(\.rawValue)),
            (
                ["properties", "create", "properties", "deleteOn"],
                DeletionDate.CodingKeys.allCases.map(\.rawValue)
            ),
            (
                ["properties", "create", "properties", "copies", "items"],
                CopyPolicy.CodingKeys.allCases.map(\.rawValue)
            ),
            (["properties", "accounts", "items"], AccountPolicy.CodingKeys.allCases.map(\.rawValue)),
            (["$defs", "tag"], TagSelector.CodingKeys.allCases.map(\.rawValue)),
        ]
        for (pointer, keys) in fields {
            let object = try #require(value(at: pointer) as? [String: Any])
            let properties = try #require(object["properties"] as? [String: Any])
            #expect(Set(properties.keys) == Set(keys), "\(pointer)")
            #expect(object["additionalProperties"] as? Bool == false, "\(pointer)")
        }
    }

    @Test func agreesOnValues() throws {
        #expect(
            value(at: ["properties", "mode", "enum"]) as? [String] == LifecyclePolicy.Mode.allCases.map(\.rawValue)
        )
        #expect(
            value(at: ["properties", "limits", "properties", "items", "default"]) as? Int == LimitPolicy.defaultItems
        )
        let pattern = try #require(value(at: ["$defs", "duration", "pattern"]) as? String)
        let expression = try NSRegularExpression(pattern: pattern)
        for text in ["1h", "99999w", "10d", "0h", "01d", "100000h", "10x", "", "h", "1hh"] {
            let whole = NSRange(text.startIndex..., in: text)
            #expect((expression.firstMatch(in: text, range: whole) != nil) == (PolicyDuration(text) != nil), "\(text)")
        }
    }

    private func value(at pointer: [String]) -> Any? {
        pointer.reduce(schema as Any?) { value, key in (value as? [String: Any])?[key] }
    }
}
