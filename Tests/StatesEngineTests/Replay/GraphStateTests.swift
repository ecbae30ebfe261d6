// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

@Suite struct GraphStateTests {
    @Test func followsAnExecutionEventByEvent() async throws {
        let run = try await RecordedRun.play()
        let events = run.history.events
        let scheduled = try #require(events.firstIndex { $0.type == .taskScheduled })
        let during = GraphState(history: events.prefix(scheduled + 1))
        #expect(during.status(of: "List") == .running)
        #expect(during.status(of: "Each") == nil)
        #expect(during.status == .running)

        let end = GraphState(history: events)
        #expect(end.status == .succeeded)
        for name in ["List", "Each", "Both", "Pause", "Tell", "Done"] {
            #expect(end.status(of: name) == .succeeded, "\(name)")
        }
        let list = try #require(end.lastVisit(of: "List"))
        #expect(list.attempts.first?.parameters?["Payload"]?["kind"] == "image")
        #expect(list.attempts.first?.result?["StatusCode"] == 200)
        #expect(list.output?["listed"]?["items"] == ["a", "b", "c"])
        #expect(end.transitions.contains(.init(from: "List", to: "Each")))
    }

    @Test func tellsIterationsApart() async throws {
        let run = try await RecordedRun.play()
        let end = GraphState(history: run.history.events)
        let work = end.visits.filter { $0.name == "Work" }
        #expect(Set(work.compactMap(\.iteration)) == [0, 1, 2])
        #expect(work.map { $0.attempts.count }.reduce(0, +) == 4)
        #expect(work.filter { $0.status == .caught }.count == 1)
        let map = try #require(end.lastVisit(of: "Each"))
        #expect(map.itemCount == 3)
        #expect(map.iterations.succeeded == 3)
        #expect(work.allSatisfy { end.path(of: $0).first?.hasPrefix("Each[") == true })
        let skip = try #require(end.lastVisit(of: "Skip"))
        #expect(end.visit(skip.container ?? 0)?.name == "Each")
    }

    @Test func endsWhatStillRunsWhenTheExecutionFails() async throws {
        var answers = RecordedRun.answers
        answers["Tell"] = [.failed(ErrorOutput(error: "NoTopic", cause: "gone"))]
        let run = try await RecordedRun.play(answers: answers)
        let end = GraphState(history: run.history.events)
        #expect(end.status == .failed)
        #expect(end.failure?.error == "NoTopic")
        #expect(end.status(of: "Tell") == .failed || end.status(of: "Tell") == .aborted)
        #expect(end.status(of: "Both") == .failed)
        #expect(end.status(of: "Pause") == .aborted)
        #expect(end.visits.allSatisfy { $0.endedAt != nil })
    }

    @Test func countsTheIterationsOfAMapThatAnotherBranchEnds() async throws {
        let wait: JSONValue = ["StartAt": "W", "States": ["W": ["Type": "Wait", "Seconds": 9, "End": true]]]
        let run = try await RecordedRun.play(
            [
                "StartAt": "Both",
                "States": [
                    "Both": [
                        "Type": "Parallel", "End": true,
                        "Branches": [
                            ["StartAt": "M", "States": ["M": ["Type": "Map", "ItemProcessor": wait, "End": true]]],
                            [
                                "StartAt": "Tell",
                                "States": [
                                    "Tell": ["Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true]
                                ],
                            ],
                        ],
                    ]
                ],
            ],
            input: [1, 2],
            answers: ["Tell": [.failed(ErrorOutput(error: "NoTopic"))]]
        )
        let end = GraphState(history: run.history.events)
        let map = try #require(end.lastVisit(of: "M"))
        #expect(map.iterations.started == 2)
        #expect(map.iterations.aborted == 2)
        #expect(map.status == .aborted)
    }

    /// Three iterations, each with a Map of two waits and a task of which one fails.
    @Test func countsTheIterationsOfMapsInIterationsThatAreGivenUp() async throws {
        let wait: JSONValue = ["StartAt": "W", "States": ["W": ["Type": "Wait", "Seconds": 9, "End": true]]]
        let both: JSONValue = [
            "Type": "Parallel", "End": true,
            "Branches": [
                [
                    "StartAt": "M",
                    "States": ["M": ["Type": "Map", "ItemsPath": "$.list", "ItemProcessor": wait, "End": true]],
                ],
                [
                    "StartAt": "Tell",
                    "States": [
                        "Tell": ["Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true]
                    ],
                ],
            ],
        ]
        let run = try await RecordedRun.play(
            [
                "StartAt": "Outer",
                "States": [
                    "Outer": [
                        "Type": "Map", "End": true, "ItemProcessor": ["StartAt": "Both", "States": ["Both": both]],
                    ]
                ],
            ],
            input: [["list": [1, 2]], ["list": [1, 2]], ["list": [1, 2]]],
            answers: ["Tell": [.failed(ErrorOutput(error: "NoTopic")), .succeeded(1), .succeeded(1)]]
        )
        let end = GraphState(history: run.history.events)
        let maps = end.visits.filter { $0.name == "M" }
        #expect(maps.map(\.iterations.started) == [2, 2, 2])
        #expect(maps.map(\.iterations.aborted) == [2, 2, 2])
        #expect(end.lastVisit(of: "Outer")?.iterations.aborted == 2)
    }

    @Test func isAFunctionOfTheHistory() async throws {
        let events = try await RecordedRun.play().history.events
        var folded = GraphState()
        for count in events.indices {
            folded.append(events[count])
            #expect(folded == GraphState(history: events.prefix(count + 1)))
        }
    }
}
