// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

extension RecordedCase {
    /// What AWS answered to a `GetExecutionHistory` of the case.
    struct SavedHistory: Sendable {
        let name: String
        /// Moments put in where the recording has placeholders.
        let events: [JSONValue]
        /// Whether the recording has the events' own ids: where branches run at once it leaves their order open.
        let isOrdered: Bool
    }

    /// All the histories that the case holds.
    var savedHistories: [SavedHistory] {
        (json["expected"]?.object ?? [:]).compactMap { key, answer in
            guard let events = answer["events"]?.array, events.allSatisfy({ $0["type"] != nil }) else { return nil }
            return SavedHistory(
                name: "\(id) \(key)",
                events: events.map(Self.timed),
                isOrdered: events.allSatisfy { $0["id"]?.integer != nil }
            )
        }
    }

    /// An event with a moment that follows from its id.
    static func timed(_ event: JSONValue) -> JSONValue {
        var event = event.object ?? [:]
        event["timestamp"] = .number(JSONNumber(1_700_000_000 + Double(event["id"]?.integer ?? 0) / 1000))
        return .object(event)
    }
}
