// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

@Suite struct ExecutionLogicTests {
    private let start = Machines.start
    private let task: JSONValue = [
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": ["FunctionName": "f"], "End": true,
    ]

    @Test func runsAChainOfPassStatesInOneStep() throws {
        var logic = ExecutionLogic(machine: try Machines.chain(2), record: Machines.record(input: ["a": 1]))
        let commands = logic.start(at: start)
        #expect(
            commands.trace == [
                "ExecutionStarted<0", "PassStateEntered<0", "PassStateExited<2", "PassStateEntered<3",
                "PassStateExited<4", "ExecutionSucceeded<5",
            ]
        )
        #expect(commands.actions == [.finish(.succeeded(["a": 1]))])
    }

    @Test func schedulesATaskAndShapesItsResult() throws {
        var state = try #require(task.object)
        state["ResultSelector"] = ["code.$": "$.StatusCode"]
        state["ResultPath"] = "$.answer"
        var logic = ExecutionLogic(
            machine: try Machines.single(.object(state)),
            record: Machines.record(input: ["a": 1])
        )
        let scheduled = logic.start(at: start)
        #expect(scheduled.trace == ["ExecutionStarted<0", "TaskStateEntered<0", "TaskScheduled<2"])
        let request = try #require(scheduled.taskRequests.first)
        #expect(request.parameters == ["FunctionName": "f"])
        #expect(request.retryCount == 0)

        let started = logic.receive(.taskProgressed(request.id, .started(workerName: nil)), at: start)
        #expect(started.trace == ["TaskStarted<3"])
        let ended = logic.receive(.taskEnded(request.id, .succeeded(["StatusCode": 200])), at: start)
        #expect(ended.trace == ["TaskSucceeded<4", "TaskStateExited<5", "ExecutionSucceeded<6"])
        #expect(logic.outcome == .succeeded(["a": 1, "answer": ["code": 200]]))
    }

    @Test func waitsLongerBeforeEachRetryAndThenCatches() throws {
        var state = try #require(task.object)
        state["Retry"] = [["ErrorEquals": ["Busy"], "IntervalSeconds": 2, "MaxAttempts": 2, "BackoffRate": 3]]
        state["Catch"] = [["ErrorEquals": ["States.ALL"], "Next": "Handled", "ResultPath": "$.error"]]
        let machine = try Machines.machine([
            "StartAt": "Work", "States": ["Work": .object(state), "Handled": ["Type": "Succeed"]],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record())
        var commands = logic.start(at: start)
        var waits: [Double] = []
        for attempt in 0..<3 {
            let request = try #require(commands.taskRequests.first)
            #expect(request.retryCount == attempt)
            commands = logic.receive(
                .taskEnded(request.id, .failed(ErrorOutput(error: "Busy", cause: "full"))),
                at: start
            )
            guard let timer = commands.timers.first else { break }
            waits.append(timer.deadline.secondsSinceEpoch - start.secondsSinceEpoch)
            commands = logic.receive(.timerFired(timer.id), at: start)
            #expect(commands.trace.first?.hasPrefix("TaskScheduled") == true)
        }
        #expect(waits == [2, 6])
        #expect(logic.outcome == .succeeded(["error": ["Error": "Busy", "Cause": "full"]]))
    }

    @Test(arguments: [
        ("States.ALL", "Boom", true), ("States.TaskFailed", "Boom", true), ("Boom", "Boom", true),
        ("Other", "Boom", false), ("States.Timeout", "Boom", false),
    ])
    func matchesErrorNames(pattern: String, error: String, isCaught: Bool) throws {
        var state = try #require(task.object)
        state["Catch"] = [["ErrorEquals": [.string(pattern)], "Next": "Handled"]]
        let machine = try Machines.machine([
            "StartAt": "Work", "States": ["Work": .object(state), "Handled": ["Type": "Succeed"]],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record())
        _ = logic.start(at: start)
        _ = logic.receive(.taskEnded(TaskID(1), .failed(ErrorOutput(error: error))), at: start)
        #expect((logic.outcome?.output != nil) == isCaught)
    }

    @Test(arguments: [("States.TaskFailed", true), ("States.ALL", true), ("E", true), ("States.Timeout", false)])
    func matchesTheErrorOfABranch(pattern: String, isCaught: Bool) throws {
        let machine = try Machines.machine([
            "StartAt": "Both",
            "States": [
                "Both": [
                    "Type": "Parallel", "End": true,
                    "Branches": [["StartAt": "F", "States": ["F": ["Type": "Fail", "Error": "E"]]]],
                    "Catch": [["ErrorEquals": [.string(pattern)], "Next": "Handled"]],
                ],
                "Handled": ["Type": "Succeed"],
            ],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record())
        _ = logic.start(at: start)
        #expect((logic.outcome?.output != nil) == isCaught)
    }

    /// Items 0 and 1 have what the selector wants, the last has not.
    @Test(arguments: [0, 1])
    func nothingOfAMapGoesOnWhoseSelectorFails(_ concurrency: Int) throws {
        let machine = try Machines.machine([
            "QueryLanguage": "JSONata", "StartAt": "All",
            "States": [
                "All": [
                    "Type": "Map", "MaxConcurrency": .integer(concurrency), "End": true,
                    "ItemSelector": ["v": "{% $states.context.Map.Item.Value.x %}"],
                    "ItemProcessor": [
                        "StartAt": "T",
                        "States": [
                            "T": ["Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true]
                        ],
                    ],
                    "Catch": [["ErrorEquals": ["States.ALL"], "Next": "Handled"]],
                ],
                "Handled": ["Type": "Wait", "Seconds": 9, "End": true],
            ],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record(input: [["x": 1], [:]]))
        var commands = logic.start(at: start)
        if concurrency == 1 {
            let first = try #require(commands.taskRequests.first)
            commands += logic.receive(.taskEnded(first.id, .succeeded(1)), at: start)
        }
        let events = commands.trace.map { String($0.prefix { $0 != "<" }) }
        #expect(events.suffix(4) == ["EvaluationFailed", "MapStateFailed", "MapStateExited", "WaitStateEntered"])
        #expect(commands.taskRequests.count == concurrency)
        #expect(events.contains("MapIterationStarted") == (concurrency == 1))
        let timer = try #require(commands.timers.last)
        _ = logic.receive(.timerFired(timer.id), at: start)
        #expect(logic.outcome?.output?["Error"] == "States.QueryEvaluationError")
    }

    @Test func abortsTheIterationsOfAMapInABranchThatIsGivenUp() throws {
        let wait: JSONValue = ["StartAt": "W", "States": ["W": ["Type": "Wait", "Seconds": 9, "End": true]]]
        let machine = try Machines.machine([
            "StartAt": "Both",
            "States": [
                "Both": [
                    "Type": "Parallel", "End": true,
                    "Branches": [
                        ["StartAt": "M", "States": ["M": ["Type": "Map", "ItemProcessor": wait, "End": true]]],
                        ["StartAt": "T", "States": ["T": task]],
                    ],
                ]
            ],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record(input: [1, 2]))
        _ = logic.start(at: start)
        let commands = logic.receive(.taskEnded(TaskID(1), .failed(ErrorOutput(error: "E"))), at: start)
        let trace = commands.trace.map { String($0.prefix { $0 != "<" }) }
        #expect(
            trace == [
                "TaskStarted", "TaskFailed", "MapIterationAborted", "WaitStateAborted", "MapIterationAborted",
                "WaitStateAborted", "MapStateAborted",
                "TaskStateAborted", "ParallelStateFailed", "ExecutionFailed",
            ]
        )
    }

    @Test func neverCatchesTheEnginesOwnRuntimeErrors() throws {
        let machine = try Machines.machine([
            "StartAt": "Work",
            "States": [
                "Work": [
                    "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": ["x.$": "$.missing"],
                    "Catch": [["ErrorEquals": ["States.ALL"], "Next": "Handled"]], "End": true,
                ],
                "Handled": ["Type": "Succeed"],
            ],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record())
        _ = logic.start(at: start)
        #expect(logic.outcome?.failure?.error == "States.Runtime")
        let cause = try #require(logic.outcome?.failure?.cause)
        #expect(
            cause
                == "An error occurred while executing the state 'Work' (entered at the event id #2). The JSONPath"
                + " '$.missing' specified for the field 'x.$' could not be found in the input '{}'"
        )
    }

    @Test func timesATaskOutAndForgetsItsLateAnswer() throws {
        var state = try #require(task.object)
        state["TimeoutSeconds"] = 5
        var logic = ExecutionLogic(machine: try Machines.single(.object(state)), record: Machines.record())
        let commands = logic.start(at: start)
        let timer = try #require(commands.timers.first)
        #expect(timer.deadline == start.adding(seconds: 5))
        let fired = logic.receive(.timerFired(timer.id), at: timer.deadline)
        #expect(fired.trace == ["TaskTimedOut<3", "ExecutionFailed<4"])
        #expect(fired.actions.contains(.cancelTask(TaskID(1))))
        #expect(logic.outcome == .failed(ErrorOutput(error: "States.Timeout")))
        #expect(logic.receive(.taskEnded(TaskID(1), .succeeded(1)), at: timer.deadline).isEmpty)
    }

    @Test func tellsAMissingHeartbeatFromATimeout() throws {
        var state = try #require(task.object)
        state["Resource"] = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
        state["HeartbeatSeconds"] = 10
        state["Catch"] = [["ErrorEquals": ["States.HeartbeatTimeout"], "Next": "Silent"]]
        let machine = try Machines.machine([
            "StartAt": "Ask", "States": ["Ask": .object(state), "Silent": ["Type": "Succeed"]],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record())
        let first = try #require(logic.start(at: start).timers.first)
        let beat = start.adding(seconds: 8)
        let renewed = logic.receive(.taskProgressed(TaskID(1), .heartbeat), at: beat)
        #expect(renewed.actions.first == .cancelTimer(first.id))
        let second = try #require(renewed.timers.first)
        #expect(second.deadline == beat.adding(seconds: 10))
        #expect(logic.receive(.timerFired(first.id), at: second.deadline).isEmpty)
        _ = logic.receive(.timerFired(second.id), at: second.deadline)
        #expect(logic.outcome?.output?["Error"] == "States.Timeout")
    }

    @Test func stopsSiblingsWhenABranchFails() throws {
        let machine = try Machines.single([
            "Type": "Parallel", "End": true,
            "Branches": [
                ["StartAt": "A", "States": ["A": task]],
                ["StartAt": "B", "States": ["B": ["Type": "Wait", "Seconds": 60, "End": true]]],
            ],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record())
        let begun = logic.start(at: start)
        #expect(
            begun.trace == [
                "ExecutionStarted<0", "ParallelStateEntered<0", "ParallelStateStarted<2", "TaskStateEntered<3",
                "TaskScheduled<4", "WaitStateEntered<3",
            ]
        )
        let failed = logic.receive(.taskEnded(TaskID(1), .failed(ErrorOutput(error: "E"))), at: start)
        #expect(
            failed.trace == [
                "TaskStarted<5", "TaskFailed<7", "TaskStateAborted<8", "WaitStateAborted<8", "ParallelStateFailed<8",
                "ExecutionFailed<11",
            ]
        )
        let timer = try #require(begun.timers.first)
        #expect(failed.actions.contains(.cancelTimer(timer.id)))
    }

    @Test func runsAsManyIterationsAsMayRun() throws {
        let machine = try Machines.single([
            "Type": "Map", "MaxConcurrency": 2, "End": true, "ItemsPath": "$.items",
            "ItemProcessor": ["StartAt": "T", "States": ["T": task]],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record(input: ["items": [1, 2, 3]]))
        let begun = logic.start(at: start)
        #expect(begun.taskRequests.count == 2)
        let next = logic.receive(.taskEnded(TaskID(2), .succeeded("b")), at: start)
        #expect(next.taskRequests.map(\.id) == [TaskID(3)])
        _ = logic.receive(.taskEnded(TaskID(3), .succeeded("c")), at: start)
        _ = logic.receive(.taskEnded(TaskID(1), .succeeded("a")), at: start)
        #expect(logic.outcome == .succeeded(["a", "b", "c"]))
    }

    @Test func abortsWithTheReasonGiven() throws {
        var logic = ExecutionLogic(
            machine: try Machines.single(["Type": "Wait", "Seconds": 60, "End": true]),
            record: Machines.record()
        )
        _ = logic.start(at: start)
        let reason = ErrorOutput(error: "Stopped", cause: "enough")
        let commands = logic.receive(.stopRequested(reason), at: start)
        #expect(commands.trace == ["ExecutionAborted<0"])
        #expect(logic.outcome == .aborted(reason))
    }

    @Test func endsACycleAtTheHistoryLimit() throws {
        let machine = try Machines.machine([
            "StartAt": "A",
            "States": [
                "A": ["Type": "Pass", "Next": "Again"],
                "Again": [
                    "Type": "Choice", "Default": "A",
                    "Choices": [["Variable": "$.done", "IsPresent": true, "Next": "Done"]],
                ],
                "Done": ["Type": "Succeed"],
            ],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record())
        let history = logic.start(at: start).compactMap(\.historyEvent)
        #expect(history.count == 25_000)
        #expect(history.last?.type == .executionFailed)
        #expect(history.map(\.id) == Array(1...25_000))
    }

    @Test func refusesOutputsBeyondTheLimit() throws {
        var limits = ExecutionLimits()
        limits.payloadBytes = 100
        let state: JSONValue = ["Type": "Pass", "Result": .string(String(repeating: "x", count: 99)), "End": true]
        var logic = ExecutionLogic(machine: try Machines.single(state), record: Machines.record(limits: limits))
        _ = logic.start(at: start)
        #expect(logic.outcome?.failure?.error == "States.DataLimitExceeded")
    }

    @Test func redrivesFromTheStateThatFailed() throws {
        let machine = try Machines.machine([
            "StartAt": "First", "States": ["First": ["Type": "Pass", "Next": "Work"], "Work": task],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record())
        _ = logic.start(at: start)
        _ = logic.receive(.taskEnded(TaskID(1), .failed(ErrorOutput(error: "E"))), at: start)
        #expect(logic.outcome?.failure?.error == "E")
        let commands = logic.receive(.redriven, at: start)
        #expect(commands.trace == ["ExecutionRedriven<8", "TaskScheduled<9"])
        _ = logic.receive(.taskEnded(TaskID(2), .succeeded("done")), at: start)
        #expect(logic.outcome == .succeeded("done"))
    }
}
