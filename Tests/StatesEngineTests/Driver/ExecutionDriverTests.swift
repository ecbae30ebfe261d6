// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

@Suite(.timeLimit(.minutes(15))) struct ExecutionDriverTests {
    private let clock = SimulatedClock(now: Machines.start)

    private func run(
        _ definition: JSONValue,
        input: JSONValue = [:],
        script: [String: [TaskOutcome]] = [:],
        store: MemoryExecutionStore? = nil
    ) async throws -> ExecutionOutcome {
        let services = EngineServices(clock: clock, taskRunner: ScriptedTaskRunner(script), store: store)
        let machine = try Machines.machine(definition)
        return try await ExecutionDriver(machine: machine, record: Machines.record(input: input), services: services)
            .run()
    }

    @Test func waitsWithoutTakingTime() async throws {
        let year: JSONValue = ["StartAt": "W", "States": ["W": ["Type": "Wait", "Seconds": 31_536_000, "End": true]]]
        #expect(try await run(year) == .succeeded([:]))
        #expect(clock.now == Machines.start.adding(seconds: 31_536_000))
    }

    @Test func retriesOnTheSimulatedClock() async throws {
        let definition: JSONValue = [
            "StartAt": "T",
            "States": [
                "T": [
                    "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "TimeoutSeconds": 900, "End": true,
                    "Retry": [["ErrorEquals": ["Busy"], "IntervalSeconds": 100, "BackoffRate": 2, "MaxAttempts": 3]],
                ]
            ],
        ]
        let busy = TaskOutcome.failed(ErrorOutput(error: "Busy"))
        #expect(try await run(definition, script: ["T": [busy, busy, .succeeded("ok")]]) == .succeeded("ok"))
        #expect(clock.now == Machines.start.adding(seconds: 300))
    }

    @Test func timesOutATaskThatStaysSilent() async throws {
        let definition: JSONValue = [
            "StartAt": "T",
            "States": [
                "T": [
                    "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                    "TimeoutSeconds": 60, "End": true,
                ]
            ],
        ]
        #expect(try await run(definition) == .failed(ErrorOutput(error: "States.Timeout")))
    }

    @Test func runsTheChildrenOfAMapRun() async throws {
        let definition: JSONValue = [
            "StartAt": "M",
            "States": [
                "M": [
                    "Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 7, "End": true,
                    "ItemProcessor": [
                        "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "W",
                        "States": [
                            "W": ["Type": "Wait", "Seconds": 10, "Next": "P"], "P": ["Type": "Pass", "End": true],
                        ],
                    ],
                ]
            ],
        ]
        let items = JSONValue.array((0..<100).map { .integer($0) })
        #expect(try await run(definition, input: ["items": items]) == .succeeded(items))
    }

    @Test(arguments: [nil, 4, 5, 6, 7, 100])
    func endsTheSameWhetherWatchedOrNot(_ limit: Int?) async throws {
        let machine = try Machines.chain(2)
        var limits = ExecutionLimits()
        limits.historyEvents = limit
        let record = Machines.record(limits: limits)
        let collector = HistoryCollector()
        var services = EngineServices(clock: clock, taskRunner: ScriptedTaskRunner([:]))
        let alone = try await ExecutionDriver(machine: machine, record: record, services: services).run()
        services.observer = collector
        let watched = try await ExecutionDriver(machine: machine, record: record, services: services).run()
        #expect(alone == watched)
        // Start and end, and two for each state.
        #expect(collector.history(of: record.identity.executionARN).count == min(limit ?? 6, 6))
        #expect(alone.status == ((limit ?? 6) < 6 ? .failed : .succeeded))
    }

    @Test func endsWithTheMachinesTimeout() async throws {
        let definition: JSONValue = [
            "StartAt": "W", "TimeoutSeconds": 5,
            "States": ["W": ["Type": "Wait", "Seconds": 60, "End": true]],
        ]
        #expect(try await run(definition).status == .timedOut)
    }

    @Test func goesOnFromItsJournal() async throws {
        let definition: JSONValue = [
            "StartAt": "A",
            "States": [
                "A": ["Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Next": "B"],
                "B": ["Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true],
            ],
        ]
        let script: [String: [TaskOutcome]] = ["A": [.succeeded("a")], "B": [.succeeded("b")]]
        let whole = MemoryExecutionStore()
        #expect(try await run(definition, script: script, store: whole) == .succeeded("b"))
        let arn = Machines.record().identity.executionARN
        let journal = try await whole.journal(of: arn)
        for cut in 1..<journal.count {
            let store = MemoryExecutionStore(journals: [arn: Array(journal.prefix(cut))])
            #expect(try await run(definition, script: script, store: store) == .succeeded("b"))
            let history = await store.history(of: arn)
            #expect(Set(history.map(\.id)).count == history.count)
        }
    }

    @Test func redrivesAStoredExecution() async throws {
        let definition: JSONValue = [
            "StartAt": "A",
            "States": ["A": ["Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true]],
        ]
        let store = MemoryExecutionStore()
        let failure = ErrorOutput(error: "E")
        #expect(try await run(definition, script: ["A": [.failed(failure)]], store: store) == .failed(failure))
        let services = EngineServices(
            clock: clock,
            taskRunner: ScriptedTaskRunner(["A": [.succeeded("again")]]),
            store: store
        )
        let driver = ExecutionDriver(
            machine: try Machines.machine(definition),
            record: Machines.record(),
            services: services
        )
        #expect(try await driver.redrive() == .succeeded("again"))
    }
}
