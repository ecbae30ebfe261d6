// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// Between the shapes of `aws-sdk:` integrations, whose members begin with capitals, and those of the API.
enum SDKShape {
    /// Members whose value is JSON text: a definition may give them as JSON.
    private static let textMembers: Set = ["input", "output", "definition", "context", "variables"]

    static func request(_ value: JSONValue) -> JSONValue {
        rename(value) { name in
            name.prefix(1).lowercased() + name.dropFirst()
        } adjust: { name, value in
            guard textMembers.contains(name), value.string == nil else { return value }
            return .string(value.serialized())
        }
    }

    static func answer(_ value: JSONValue) -> JSONValue {
        rename(value) { name in
            name.prefix(1).uppercased() + name.dropFirst()
        } adjust: { name, value in
            guard name.hasSuffix("Date"), let seconds = value.number?.double else { return value }
            return .string(Timestamp(secondsSinceEpoch: seconds).description)
        }
    }

    private static func rename(
        _ value: JSONValue,
        _ newName: (String) -> String,
        adjust: (String, JSONValue) -> JSONValue
    ) -> JSONValue {
        switch value {
        case .object(let object):
            .object(
                JSONObject(
                    object.map { name, value in
                        let name = newName(name)
                        let adjusted = adjust(name, value)
                        return (key: name, value: adjusted == value ? rename(value, newName, adjust: adjust) : adjusted)
                    }
                )
            )
        case .array(let elements):
            .array(elements.map { rename($0, newName, adjust: adjust) })
        default:
            value
        }
    }
}
