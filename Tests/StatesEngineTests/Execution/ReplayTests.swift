// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

/// What durable execution rests on: the journal alone decides.
@Suite struct ReplayTests {
    private static let definition: JSONValue = [
        "StartAt": "Fan",
        "States": [
            "Fan": [
                "Type": "Parallel", "Next": "Each", "ResultPath": "$.fan",
                "Retry": [["ErrorEquals": ["States.ALL"], "MaxAttempts": 2, "JitterStrategy": "FULL"]],
                "Catch": [["ErrorEquals": ["States.ALL"], "Next": "Each", "ResultPath": "$.caught"]],
                "Branches": [
                    [
                        "StartAt": "A",
                        "States": ["A": ["Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true]],
                    ],
                    ["StartAt": "B", "States": ["B": ["Type": "Wait", "Seconds": 5, "End": true]]],
                ],
            ],
            "Each": [
                "Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 2, "ResultPath": "$.each", "Next": "Run",
                "ItemProcessor": [
                    "StartAt": "C",
                    "States": [
                        "C": [
                            "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:c",
                            "Parameters": ["id.$": "States.UUID()", "item.$": "$"], "TimeoutSeconds": 30, "End": true,
                            "Retry": [["ErrorEquals": ["States.ALL"], "MaxAttempts": 1, "JitterStrategy": "FULL"]],
                        ]
                    ],
                ],
            ],
            "Run": [
                "Type": "Map", "ItemsPath": "$.items", "End": true, "ToleratedFailurePercentage": 50,
                "ItemProcessor": [
                    "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"],
                    "StartAt": "D", "States": ["D": ["Type": "Pass", "End": true]],
                ],
            ],
        ],
    ]

    /// Plays an execution with random answers, and keeps what went in and what came out.
    private static func play(seed: UInt64) throws -> (journal: [JournalEntry], commands: [[ExecutionCommand]]) {
        var random = TestGenerator(state: seed)
        let machine = try Machines.machine(definition)
        var logic = ExecutionLogic(machine: machine, record: Machines.record(input: ["items": [1, 2, 3]], seed: seed))
        var journal: [JournalEntry] = []
        var outputs: [[ExecutionCommand]] = []
        var open: [ExecutionEvent] = [.started]
        var now = Machines.start
        while !open.isEmpty, journal.count < 500 {
            now = now.adding(seconds: Double.random(in: 0...3, using: &random))
            let event = open.remove(at: Int.random(in: open.indices, using: &random))
            let commands = logic.receive(event, at: now)
            journal.append(JournalEntry(timestamp: now, event: event))
            outputs.append(commands)
            for command in commands { open += answers(to: command, using: &random) }
        }
        return (journal, outputs)
    }

    private static func answers(to command: ExecutionCommand, using random: inout TestGenerator) -> [ExecutionEvent] {
        switch command {
        case .scheduleTask(let request):
            let isFailure = Int.random(in: 0..<3, using: &random) == 0
            let outcome: TaskOutcome =
                isFailure
                ? .failed(ErrorOutput(error: "E")) : .succeeded(.integer(Int.random(in: 0..<9, using: &random)))
            return [.taskProgressed(request.id, .started(workerName: nil)), .taskEnded(request.id, outcome)]
        case .startTimer(let id, _): return [.timerFired(id)]
        case .startChild(let request):
            let isFailure = Int.random(in: 0..<4, using: &random) == 0
            let outcome: ExecutionOutcome = isFailure ? .failed(ErrorOutput(error: "E")) : .succeeded(request.input)
            return [.childEnded(request.mapRun, child: request.child, outcome)]
        default: return []
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func replayGivesTheSameCommandsAndHistory(seed: UInt64) throws {
        let (journal, commands) = try Self.play(seed: seed)
        let machine = try Machines.machine(Self.definition)
        var replayed = ExecutionLogic(
            machine: machine,
            record: Machines.record(input: ["items": [1, 2, 3]], seed: seed)
        )
        let again = journal.map { replayed.receive($0.event, at: $0.timestamp) }
        #expect(again == commands)
        let text = again.flatMap { $0 }.compactMap(\.historyEvent).map { $0.json().serialized() }
        #expect(text == commands.flatMap { $0 }.compactMap(\.historyEvent).map { $0.json().serialized() })
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func numbersEventsWithoutGapsAndPointsBackOnly(seed: UInt64) throws {
        let history = try Self.play(seed: seed).commands.flatMap { $0 }.compactMap(\.historyEvent)
        #expect(history.map(\.id) == Array(1...history.count))
        #expect(history.allSatisfy { $0.previousEventID < $0.id })
        #expect(history.count { $0.type.rawValue.hasPrefix("Execution") } <= 2)
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func outstandingCommandsAreThoseNotAnswered(seed: UInt64) throws {
        let (journal, commands) = try Self.play(seed: seed)
        let cut = Int(seed) % journal.count
        var logic = ExecutionLogic(
            machine: try Machines.machine(Self.definition),
            record: Machines.record(input: ["items": [1, 2, 3]], seed: seed)
        )
        for entry in journal[...cut] { _ = logic.receive(entry.event, at: entry.timestamp) }
        let given = Set(commands[...cut].flatMap(\.actions))
        #expect(logic.outstandingCommands.allSatisfy(given.contains))
        #expect(logic.outcome == nil || logic.outstandingCommands.isEmpty)
    }
}

/// SplitMix64, for tests that must repeat.
struct TestGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
