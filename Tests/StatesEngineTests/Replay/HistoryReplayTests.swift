// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

@Suite struct HistoryReplayTests {
    @Test func findsNoDifferenceOnTheOwnDefinition() async throws {
        let run = try await RecordedRun.play()
        #expect(run.outcome.output == ["done", "skipped", "done"] || run.outcome.output?.array?.count == 3)
        #expect(try run.difference(on: RecordedRun.definition) == nil)
    }

    @Test func writesTheSameHistoryInTheSameOrder() async throws {
        let run = try await RecordedRun.play()
        let replay = HistoryReplay(run.history, on: try Machines.machine(RecordedRun.definition))
        #expect(replay.history.map(\.type) == run.history.events.map(\.type))
        #expect(replay.history.map(\.previousEventID) == run.history.events.map(\.previousEventID))
    }

    /// The items are read, and the selector wants what they have not: not to be caught with paths, and to be caught
    /// with an expression.
    @Test(
        arguments: [
            ("JSONPath", ["v.$": "$$.Map.Item.Value.none"]),
            ("JSONata", ["v": "{% $states.context.Map.Item.Value.none %}"]),
        ] as [(String, JSONValue)]
    )
    func repeatsAMapRunWhoseItemsCannotBeMade(_ language: String, _ selector: JSONValue) async throws {
        let bucket: JSONValue = ["Bucket": "b", "Key": "k"]
        let definition: JSONValue = [
            "QueryLanguage": .string(language), "StartAt": "All",
            "States": [
                "All": [
                    "Type": "Map", "End": true, "ItemSelector": selector,
                    "ItemReader": [
                        "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": ["InputType": "JSON"],
                        language == "JSONata" ? "Arguments" : "Parameters": bucket,
                    ],
                    "ItemProcessor": [
                        "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "P",
                        "States": ["P": ["Type": "Pass", "End": true]],
                    ],
                    "Catch": [["ErrorEquals": ["States.ALL"], "Next": "Handled"]],
                ],
                "Handled": ["Type": "Succeed"],
            ],
        ]
        let run = try await RecordedRun.play(definition, answers: [:], objects: ["b/k": Array("[{}]".utf8)])
        #expect((run.outcome.output != nil) == (language == "JSONata"))
        #expect(try run.difference(on: definition) == nil)
        let replay = HistoryReplay(run.history, on: try Machines.machine(definition))
        #expect(replay.history.map(\.type) == run.history.events.map(\.type))
    }

    @Test func tellsOfARenamedState() async throws {
        let run = try await RecordedRun.play()
        let states = RecordedRun.definition["States"]?.object ?? [:]
        var renamed = JSONObject(states.map { (key: $0.key == "Done" ? "Finished" : $0.key, value: $0.value) })
        renamed["Both"] = renamed["Both"]?.with(["Next"]) { _ in "Finished" }
        let difference = try #require(
            try run.difference(on: RecordedRun.definition.with(["States"]) { _ in .object(renamed) })
        )
        #expect(difference.recorded == "enters Done (Succeed)")
        #expect(difference.replayed == "enters Finished (Succeed)")
        let event = try #require(run.history.events.first { $0.type == .succeedStateEntered })
        #expect(difference.eventID == event.id)
    }

    @Test func tellsOfAChangedPath() async throws {
        let run = try await RecordedRun.play()
        let path = ["States", "List", "ResultPath"]
        let difference = try #require(
            try run.difference(on: RecordedRun.definition.with(path) { _ in "$.found" })
        )
        #expect(difference.recorded == "leaves List")
        let value = try #require(difference.value)
        #expect(value.name == "output")
        #expect(value.place == "/listed")
        #expect(value.recorded == ["items": ["a", "b", "c"]])
        #expect(value.replayed == nil)
    }

    @Test func tellsOfChangedParametersInAnIteration() async throws {
        let run = try await RecordedRun.play()
        let path = ["States", "Each", "ItemProcessor", "States", "Work", "Parameters", "Payload"]
        let difference = try #require(
            try run.difference(on: RecordedRun.definition.with(path) { _ in ["thing.$": "$"] })
        )
        #expect(difference.path == ["Each[0]"])
        #expect(difference.value?.name == "parameters")
        #expect(difference.value?.place == "/Payload/item")
    }

    @Test func tellsOfAnAddedRetrier() async throws {
        let failing: [String: [TaskOutcome]] = ["List": [.failed(ErrorOutput(error: "Busy", cause: "so"))]]
        let run = try await RecordedRun.play(answers: failing)
        #expect(run.outcome.failure?.error == "Busy")
        #expect(try run.difference(on: RecordedRun.definition) == nil)
        let retrier: JSONValue = [["ErrorEquals": ["Busy"], "MaxAttempts": 3]]
        let difference = try #require(
            try run.difference(on: RecordedRun.definition.with(["States", "List", "Retry"]) { _ in retrier })
        )
        #expect(difference.recorded == "the execution ends, FAILED with Busy")
        #expect(difference.replayed == "List calls lambda:invoke")
    }

    @Test func tellsOfARemovedRetrier() async throws {
        let run = try await RecordedRun.play()
        let path = ["States", "Each", "ItemProcessor", "States", "Work", "Retry"]
        let difference = try #require(try run.difference(on: RecordedRun.definition.with(path) { _ in nil }))
        // The iteration merely stops; what its failure does to the execution is the difference.
        #expect(difference.path.isEmpty)
        #expect(difference.recorded == "leaves Each")
        #expect(difference.replayed == "the execution ends, FAILED with Busy")
    }

    @Test func answersAMapRunFromTheOutputOfItsState() async throws {
        let processor: JSONValue = [
            "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"],
            "StartAt": "Mark", "States": ["Mark": ["Type": "Pass", "Result": "marked", "End": true]],
        ]
        let distributed = RecordedRun.definition.with(["States", "Each", "ItemProcessor"]) { _ in processor }
        let run = try await RecordedRun.play(distributed)
        #expect(run.outcome.output == ["marked", "marked", "marked"])
        #expect(try run.difference(on: distributed) == nil)
        let moved = distributed.with(["States", "Each", "ResultPath"]) { _ in "$.marks" }
        let difference = try #require(try run.difference(on: moved))
        #expect(difference.recorded == "leaves Each")
        #expect(difference.value?.place == "/results")
    }
}
