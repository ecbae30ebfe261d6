// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

@Suite struct MapRunTests {
    private func map(_ extra: JSONObject = [:]) throws -> ExecutableStateMachine {
        var state: JSONObject = [
            "Type": "Map", "End": true, "ItemsPath": "$.items", "Label": "items",
            "ItemProcessor": [
                "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"],
                "StartAt": "P", "States": ["P": ["Type": "Pass", "End": true]],
            ],
        ]
        for (name, value) in extra { state[name] = value }
        return try Machines.single(.object(state))
    }

    private func children(_ commands: [ExecutionCommand]) -> [ChildExecutionRequest] {
        commands.compactMap { if case .startChild(let request) = $0 { request } else { nil } }
    }

    private let record = Machines.record(input: ["items": [1, 2, 3, 4]])
    private let run = MapRunID(1)

    @Test func startsChildrenUpToItsConcurrency() throws {
        var logic = ExecutionLogic(machine: try map(["MaxConcurrency": 3]), record: record)
        let begun = logic.start(at: Machines.start)
        #expect(
            begun.trace == ["ExecutionStarted<0", "MapStateEntered<0", "MapStateStarted<2", "MapRunStarted<3"]
        )
        #expect(children(begun).map(\.input) == [1, 2, 3])
        let identity = try #require(children(begun).first?.identity)
        #expect(identity.executionARN.hasPrefix("arn:aws:states:us-east-1:123456789012:execution:demo/items:"))
        let next = logic.receive(.childEnded(run, child: 1, .succeeded("b")), at: Machines.start)
        #expect(children(next).map(\.child) == [3])
        for child in [3, 0, 2] {
            _ = logic.receive(.childEnded(run, child: child, .succeeded(.integer(child))), at: Machines.start)
        }
        #expect(logic.outcome == .succeeded([0, "b", 2, 3]))
        #expect(logic.mapRuns.first?.itemCounts.succeeded == 4)
    }

    @Test func failsWhenMoreItemsFailThanMay() throws {
        var logic = ExecutionLogic(machine: try map(["ToleratedFailureCount": 1]), record: record)
        _ = logic.start(at: Machines.start)
        let failure = ExecutionOutcome.failed(ErrorOutput(error: "E"))
        #expect(logic.receive(.childEnded(run, child: 0, failure), at: Machines.start).isEmpty)
        let commands = logic.receive(.childEnded(run, child: 1, failure), at: Machines.start)
        #expect(commands.trace == ["MapRunFailed<4", "MapStateFailed<5", "ExecutionFailed<6"])
        #expect(commands.actions.contains(.stopChild(run, child: 2)))
        #expect(logic.outcome?.failure?.error == "States.ExceedToleratedFailureThreshold")
    }

    @Test func toleratesFailuresByPercentage() throws {
        var logic = ExecutionLogic(machine: try map(["ToleratedFailurePercentage": 50]), record: record)
        _ = logic.start(at: Machines.start)
        for child in 0..<4 {
            let outcome: ExecutionOutcome = child < 2 ? .failed(ErrorOutput(error: "E")) : .succeeded(.integer(child))
            _ = logic.receive(.childEnded(run, child: child, outcome), at: Machines.start)
        }
        #expect(logic.outcome == .succeeded([2, 3]))
    }

    @Test func groupsItemsIntoBatches() throws {
        let machine = try map([
            "ItemSelector": ["value.$": "$$.Map.Item.Value"],
            "ItemBatcher": ["MaxItemsPerBatch": 3, "BatchInput": ["shared.$": "$.items[0]"]],
        ])
        var logic = ExecutionLogic(machine: machine, record: record)
        #expect(
            children(logic.start(at: Machines.start)).map(\.input) == [
                ["Items": [["value": 1], ["value": 2], ["value": 3]], "BatchInput": ["shared": 1]],
                ["Items": [["value": 4]], "BatchInput": ["shared": 1]],
            ]
        )
    }

    @Test(
        arguments: [
            ["ItemSelector": ["v.$": "$.none"]],
            ["ItemBatcher": ["MaxItemsPerBatchPath": "$.none"]],
        ] as [JSONObject]
    )
    func endsAMapRunWhoseItemsCannotBeMade(_ extra: JSONObject) throws {
        var logic = ExecutionLogic(machine: try map(extra), record: record)
        let begun = logic.start(at: Machines.start)
        #expect(
            begun.trace.suffix(4) == ["MapRunStarted<3", "MapRunFailed<4", "MapStateFailed<5", "ExecutionFailed<6"]
        )
        #expect(logic.mapRuns.first?.status == .failed)
        #expect(logic.outcome?.failure?.error == "States.Runtime")
        #expect(
            logic.outcome?.failure?.cause?.hasPrefix(
                "An error occurred while executing the state 'Only' (entered at the event id #2). "
            ) == true
        )
    }

    @Test func appliesAnUpdateWhileItRuns() throws {
        var logic = ExecutionLogic(machine: try map(["MaxConcurrency": 1]), record: record)
        #expect(children(logic.start(at: Machines.start)).count == 1)
        let update = MapRunUpdate(maxConcurrency: 3)
        #expect(children(logic.receive(.mapRunUpdated(run, update), at: Machines.start)).count == 2)
    }

    @Test func succeedsWithoutItems() throws {
        var logic = ExecutionLogic(machine: try map(), record: Machines.record(input: ["items": []]))
        _ = logic.start(at: Machines.start)
        #expect(logic.outcome == .succeeded([]))
    }
}
