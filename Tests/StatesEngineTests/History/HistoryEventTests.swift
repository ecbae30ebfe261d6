// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

@Suite struct HistoryEventTests {
    @Test func writesWhatTheAPIShows() throws {
        let event = HistoryEvent(
            id: 3,
            previousEventID: 2,
            timestamp: Timestamp(millisecondsSinceEpoch: 1500),
            type: .passStateExited,
            details: .stateExited(name: "P", output: ["a": 1], assignedVariables: ["x": "y"])
        )
        #expect(
            event.json() == [
                "timestamp": 1.5, "type": "PassStateExited", "id": 3, "previousEventId": 2,
                "stateExitedEventDetails": [
                    "name": "P", "output": "{\"a\":1}", "outputDetails": ["truncated": false],
                    "assignedVariables": ["x": "\"y\""], "assignedVariablesDetails": ["truncated": false],
                ],
            ]
        )
        #expect(event.json(includingData: false)["stateExitedEventDetails"] == ["name": "P"])
    }

    @Test func readsBackWhatItWrote() throws {
        for recorded in RecordedCase.all {
            for execution in recorded.executions {
                for json in execution.expected {
                    guard let event = try? HistoryEvent(json: Self.withTimestamp(json)) else { continue }
                    #expect(try HistoryEvent(json: event.json()) == event)
                }
            }
        }
    }

    /// Recordings have the word where AWS had a number.
    private static func withTimestamp(_ json: JSONValue) -> JSONValue {
        var object = json.object ?? [:]
        object["timestamp"] = 1.25
        return .object(object)
    }

    @Test func readsMomentsAsTheCommandLinePrintsThem() throws {
        let event = try HistoryEvent(json: [
            "timestamp": "2024-01-01T00:00:00.123000+00:00", "type": "MapRunSucceeded", "id": 1, "previousEventId": 0,
        ])
        #expect(event.timestamp == Timestamp(millisecondsSinceEpoch: 1_704_067_200_123))
    }

    @Test(
        arguments: [
            (["id": 1], "Event 1: the type is unknown (missing)."),
            (["id": 2, "type": "Nonsense"], "Event 2: the type is unknown (\"Nonsense\")."),
            ([1], "A history event must be an object, not array."),
            (
                ["id": 3, "type": "MapStateStarted", "timestamp": 1],
                "Event 3 (MapStateStarted): mapStateStartedEventDetails.length must be an integer."
            ),
        ] as [(JSONValue, String)]
    )
    func saysWhatIsWrong(json: JSONValue, message: String) {
        #expect(throws: HistoryDecodingError.self) { try HistoryEvent(json: json) }
        do {
            _ = try HistoryEvent(json: json)
        } catch {
            #expect(error.description == message)
        }
    }
}
