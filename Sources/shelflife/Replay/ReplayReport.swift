// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// What came of executing a record again.
struct ReplayReport {
    let source: ReplaySource
    let definition: String
    let difference: ReplayDifference?

    private static let longestValue = 400

    var text: String {
        let events = source.recorded.events
        guard let difference else {
            let end = events.last?.type.rawValue ?? ""
            return "No difference: \(definition) does what the record did, \(events.count) events to \(end)."
        }
        let place = difference.path.isEmpty ? "" : " in \(difference.path.joined(separator: " › "))"
        var lines = [
            difference.eventID.map { "First difference at event \($0)\(place)" } ?? "First difference\(place)",
            "  record:     \(difference.recorded)",
            "  definition: \(difference.replayed)",
        ]
        if let value = difference.value {
            lines.append("  \(value.name)\(value.place.isEmpty ? "" : " at \(value.place)")")
            lines.append("    record:     \(Self.text(value.recorded))")
            lines.append("    definition: \(Self.text(value.replayed))")
        }
        return lines.joined(separator: "\n")
    }

    var json: JSONValue {
        var document: JSONObject = [
            "history": .string(source.name), "definition": .string(definition),
            "events": .integer(source.recorded.events.count), "isSame": .bool(difference == nil),
        ]
        if let difference { document["difference"] = Self.json(difference) }
        return .object(document)
    }

    private static func json(_ difference: ReplayDifference) -> JSONValue {
        var json: JSONObject = [
            "path": .array(difference.path.map { .string($0) }),
            "record": .string(difference.recorded),
            "definition": .string(difference.replayed),
        ]
        if let eventID = difference.eventID { json["event"] = .integer(eventID) }
        if let value = difference.value {
            var member: JSONObject = ["name": .string(value.name), "place": .string(value.place)]
            if let recorded = value.recorded { member["record"] = recorded }
            if let replayed = value.replayed { member["definition"] = replayed }
            json["value"] = .object(member)
        }
        return .object(json)
    }

    private static func text(_ value: JSONValue?) -> String {
        guard let text = value?.serialized() else { return "nothing" }
        return text.count > longestValue ? text.prefix(longestValue) + "…" : text
    }
}
