// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Synchronization
import Testing

/// A redrive runs again what had not succeeded, and nothing else.
@Suite(.timeLimit(.minutes(15))) struct RedriveTests {
    private static func task(next: String? = nil) -> JSONValue {
        var state: JSONObject = ["Type": "Task", "Resource": "arn:aws:states:::sns:publish"]
        if let next { state["Next"] = .string(next) } else { state["End"] = true }
        return .object(state)
    }

    private static let failure = ErrorOutput(error: "E")

    private func branches(_ names: String...) -> JSONValue {
        .array(names.map { ["StartAt": .string($0), "States": [$0: Self.task()]] })
    }

    private func task(named name: String, in commands: [ExecutionCommand]) throws -> TaskID {
        try #require(commands.taskRequests.first { $0.stateName == name }).id
    }

    @Test func parallelRunsOnlyUnfinishedBranchesAgain() throws {
        let machine = try Machines.single(["Type": "Parallel", "Branches": branches("A", "B", "C"), "End": true])
        var logic = ExecutionLogic(machine: machine, record: Machines.record())
        let begun = logic.start(at: Machines.start)
        _ = logic.receive(.taskEnded(try task(named: "A", in: begun), .succeeded("a")), at: Machines.start)
        _ = logic.receive(.taskEnded(try task(named: "B", in: begun), .failed(Self.failure)), at: Machines.start)
        #expect(logic.outcome == .failed(Self.failure))

        let again = logic.receive(.redriven, at: Machines.start)
        #expect(again.trace.first?.hasPrefix("ExecutionRedriven") == true)
        #expect(again.taskRequests.map(\.stateName) == ["B", "C"])
        #expect(!again.trace.contains { $0.hasPrefix("ParallelStateEntered") || $0.hasPrefix("TaskStateEntered") })
        _ = logic.receive(.taskEnded(try task(named: "C", in: again), .succeeded("c")), at: Machines.start)
        _ = logic.receive(.taskEnded(try task(named: "B", in: again), .succeeded("b")), at: Machines.start)
        #expect(logic.outcome == .succeeded(["a", "b", "c"]))
    }

    @Test func inlineMapKeepsWhatSucceededAndGoesOnWithTheRest() throws {
        let machine = try Machines.single([
            "Type": "Map", "MaxConcurrency": 2, "End": true,
            "ItemProcessor": [
                "ProcessorConfig": ["Mode": "INLINE"], "StartAt": "T", "States": ["T": Self.task()],
            ],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record(input: [10, 20, 30, 40]))
        let begun = logic.start(at: Machines.start).taskRequests
        #expect(begun.map(\.parameters) == [10, 20])
        let third = logic.receive(.taskEnded(begun[0].id, .succeeded("first")), at: Machines.start).taskRequests
        _ = logic.receive(.taskEnded(begun[1].id, .failed(Self.failure)), at: Machines.start)
        #expect(logic.outcome == .failed(Self.failure))
        // What was given up answers too late.
        _ = logic.receive(.taskEnded(third[0].id, .succeeded("late")), at: Machines.start)

        var running = logic.receive(.redriven, at: Machines.start).taskRequests
        #expect(Set(running.map(\.parameters)) == [20, 30])
        while let next = running.popLast() {
            running += logic.receive(.taskEnded(next.id, .succeeded(next.parameters)), at: Machines.start).taskRequests
        }
        #expect(logic.outcome == .succeeded(["first", 20, 30, 40]))
    }

    @Test func branchesInsideBranchesKeepTheirPlace() throws {
        let inner: JSONValue = [
            "StartAt": "Before",
            "States": [
                "Before": Self.task(next: "Inner"),
                "Inner": ["Type": "Parallel", "Branches": branches("X", "Y"), "End": true],
            ],
        ]
        let outer: JSONValue = ["StartAt": "Z", "States": ["Z": Self.task()]]
        let machine = try Machines.single(["Type": "Parallel", "Branches": [inner, outer], "End": true])
        var logic = ExecutionLogic(machine: machine, record: Machines.record())
        let begun = logic.start(at: Machines.start)
        let inside = logic.receive(.taskEnded(try task(named: "Before", in: begun), .succeeded(1)), at: Machines.start)
        _ = logic.receive(.taskEnded(try task(named: "X", in: inside), .succeeded("x")), at: Machines.start)
        _ = logic.receive(.stopRequested(Self.failure), at: Machines.start)

        let again = logic.receive(.redriven, at: Machines.start)
        #expect(Set(again.taskRequests.map(\.stateName)) == ["Y", "Z"])
        _ = logic.receive(.taskEnded(try task(named: "Z", in: again), .succeeded("z")), at: Machines.start)
        // It fails once more, and is redriven once more.
        _ = logic.receive(.taskEnded(try task(named: "Y", in: again), .failed(Self.failure)), at: Machines.start)
        let third = logic.receive(.redriven, at: Machines.start)
        #expect(third.taskRequests.map(\.stateName) == ["Y"])
        _ = logic.receive(.taskEnded(try task(named: "Y", in: third), .succeeded("y")), at: Machines.start)
        #expect(logic.outcome == .succeeded([["x", "y"], "z"]))
    }

    private func mapRun(_ type: String) throws -> (logic: ExecutionLogic, children: [ChildExecutionRequest]) {
        let machine = try Machines.single([
            "Type": "Map", "End": true, "Label": "items", "MaxConcurrency": 3,
            "ItemProcessor": [
                "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": .string(type)], "StartAt": "P",
                "States": ["P": ["Type": "Pass", "End": true]],
            ],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record(input: [1, 2, 3, 4]))
        let children = logic.start(at: Machines.start).children
        _ = logic.receive(.childEnded(MapRunID(1), child: 0, .succeeded("a")), at: Machines.start)
        _ = logic.receive(.childEnded(MapRunID(1), child: 1, .failed(Self.failure)), at: Machines.start)
        #expect(logic.outcome?.failure?.error == "States.ExceedToleratedFailureThreshold")
        return (logic, children)
    }

    @Test func mapRunRedrivesItsUnsuccessfulChildren() throws {
        let (failed, first) = try mapRun("STANDARD")
        var logic = failed
        #expect(logic.mapRuns.first?.executionCounts.aborted == 2)
        let again = logic.receive(.redriven, at: Machines.start)
        #expect(again.trace.map { $0.split(separator: "<")[0] } == ["ExecutionRedriven", "MapRunRedriven"])
        #expect(again.children.map(\.child) == [1, 2, 3])
        #expect(again.children.map(\.redriveCount) == [1, 1, 1])
        #expect(again.children.map(\.identity.name).prefix(2) == first.map(\.identity.name)[1...2])
        #expect(logic.mapRuns.first?.status == .running)
        #expect(logic.mapRuns.first?.redriveCount == 1)
        #expect(logic.mapRuns.first?.executionCounts.succeeded == 1)
        for (child, output) in [(3, "d"), (1, "b"), (2, "c")] as [(Int, JSONValue)] {
            _ = logic.receive(.childEnded(MapRunID(1), child: child, .succeeded(output)), at: Machines.start)
        }
        #expect(logic.outcome == .succeeded(["a", "b", "c", "d"]))
        #expect(logic.mapRuns.first?.executionCounts.succeeded == 4)
    }

    @Test func mapRunStartsExpressChildrenAnew() throws {
        let (failed, first) = try mapRun("EXPRESS")
        var logic = failed
        let again = logic.receive(.redriven, at: Machines.start).children
        #expect(again.map(\.child) == [1, 2, 3])
        #expect(again.map(\.redriveCount) == [0, 0, 0])
        #expect(Set(again.map(\.identity.name)).isDisjoint(with: first.prefix(3).map(\.identity.name)))
    }

    @Test func childrenGoOnWithTheirOwnJournal() async throws {
        let definition: JSONValue = [
            "Type": "Map", "End": true,
            "ItemProcessor": [
                "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "A",
                "States": ["A": Self.task(next: "B"), "B": Self.task()],
            ],
        ]
        let store = MemoryExecutionStore()
        let record = Machines.record(input: [1])
        func driver(_ script: [String: [TaskOutcome]]) throws -> ExecutionDriver {
            let clock = SimulatedClock(now: Machines.start)
            let services = EngineServices(clock: clock, taskRunner: ScriptedTaskRunner(script), store: store)
            return ExecutionDriver(machine: try Machines.single(definition), record: record, services: services)
        }
        let failed = try await driver(["A": [.succeeded("a")], "B": [.failed(Self.failure)]]).run()
        #expect(failed.failure?.error == "States.ExceedToleratedFailureThreshold")
        // A is not in the script of the second time: it must not run again.
        #expect(try await driver(["B": [.succeeded("b")]]).redrive() == .succeeded(["b"]))
    }

    /// The ends of the children that were stopped are not the ends of those that are redriven.
    @Test(arguments: [0, 100]) func aDriverThatWasStoppedWaitsForItsRedrivenChildren(_ tolerated: Int) async throws {
        let definition: JSONValue = [
            "Type": "Map", "End": true, "ToleratedFailurePercentage": .integer(tolerated),
            "ItemProcessor": [
                "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "A",
                "States": ["A": Self.task()],
            ],
        ]
        let runner = LateRunner()
        let driver = ExecutionDriver(
            machine: try Machines.single(definition),
            record: Machines.record(input: [1, 2]),
            services: EngineServices(clock: SimulatedClock(now: Machines.start), taskRunner: runner)
        )
        // It is the first thing that the execution hears after its children have begun.
        driver.send(.stopRequested(Self.failure))
        #expect(try await driver.run() == .aborted(Self.failure))
        runner.answers()
        #expect(try await driver.redrive() == .succeeded([1, 2]))
        #expect(await driver.mapRuns.first?.executionCounts.succeeded == 2)
    }
}

/// Leaves tasks without an answer until it is told to answer them with what they get.
private final class LateRunner: TaskRunner {
    private let isAnswering = Mutex(false)

    func answers() { isAnswering.withLock { $0 = true } }

    func run(_ task: TaskRequest, report: @escaping @Sendable (TaskProgress) -> Void) async -> TaskOutcome {
        isAnswering.withLock { $0 } ? .succeeded(task.parameters) : .handedOver(nil)
    }
}

extension [ExecutionCommand] {
    fileprivate var children: [ChildExecutionRequest] {
        compactMap { if case .startChild(let request) = $0 { request } else { nil } }
    }
}
