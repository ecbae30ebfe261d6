// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Executes a recorded execution again, on the same definition or a changed one.
///
/// Every task is answered from the record, by its state, the iterations around it, and its turn there. Time is the
/// record's, so nothing waits. What comes out is the history that the definition would have written.
public struct HistoryReplay: Sendable {
    /// The history that the definition writes.
    public private(set) var history: [HistoryEvent] = []

    private var logic: ExecutionLogic
    private var answers: RecordedAnswers
    private var state = GraphState()
    private var agenda: [Entry] = []
    private var now: Timestamp

    /// Something that will happen.
    fileprivate struct Entry: Sendable {
        let time: Timestamp
        /// The recorded event, by which what happens at the same time is put in order.
        let order: Int
        let event: Event

        enum Event: Sendable {
            case logic(ExecutionEvent)
            case mapRun(MapRunID, RecordedAnswers.MapRunEnd)
            case executionTimeout
        }
    }

    /// What stands for names that a history does not tell: of the execution, its state machine, and of resources that a
    /// definition leaves to its deployment.
    ///
    /// In a comparison it is like any other name.
    public static let unknownName = "shelflife-replay"

    /// Who an execution is of which only the history is known.
    public static func unknownIdentity(roleARN: String) -> ExecutionIdentity {
        ExecutionIdentity(
            stateMachineARN: "arn:aws:states:us-east-1:000000000000:stateMachine:\(unknownName)",
            name: unknownName,
            roleARN: roleARN
        )
    }

    /// Executes the recorded execution on a definition.
    ///
    /// - Parameters:
    ///   - recorded: The history, from its first event.
    ///   - machine: The definition.
    ///   - identity: Who the execution was, where that is known: what the context object says.
    ///   - seed: The seed of the execution, where that is known.
    public init(
        _ recorded: RecordedHistory,
        on machine: ExecutableStateMachine,
        identity: ExecutionIdentity? = nil,
        seed: UInt64 = 0
    ) {
        var input = JSONValue.null
        var roleARN = ""
        if case .executionStarted(let started)? = recorded.events.first?.details {
            (input, roleARN) = (started.input, started.roleARN)
        }
        let record = ExecutionRecord(
            identity: identity ?? Self.unknownIdentity(roleARN: roleARN),
            input: input,
            seed: seed
        )
        logic = ExecutionLogic(machine: machine, record: record)
        answers = RecordedAnswers(recorded.events)
        now = recorded.events.first?.timestamp ?? Timestamp(millisecondsSinceEpoch: 0)
        for event in recorded.events { plan(event) }
        perform(logic.start(at: now))
        run()
    }

    /// What came from outside comes again when it came.
    private mutating func plan(_ event: HistoryEvent) {
        let planned: Entry.Event
        switch (event.type, event.details) {
        case (.executionAborted, .failure(let reason)): planned = .logic(.stopRequested(reason))
        case (.executionRedriven, _): planned = .logic(.redriven)
        case (.executionTimedOut, _): planned = .executionTimeout
        default: return
        }
        agenda.append(Entry(time: event.timestamp, order: event.id, event: planned))
    }

    private mutating func run() {
        while let next = agenda.indices.min(by: { agenda[$0].isBefore(agenda[$1]) }) {
            let entry = agenda.remove(at: next)
            now = max(now, entry.time)
            switch entry.event {
            case .logic(let event):
                perform(logic.receive(event, at: now))
            case .mapRun(let id, let end):
                perform(logic.endMapRun(id, end, at: now))
            case .executionTimeout:
                if let timer = logic.executionTimer { perform(logic.receive(.timerFired(timer), at: now)) }
            }
        }
    }

    private mutating func perform(_ commands: [ExecutionCommand]) {
        for command in commands {
            switch command {
            case .record(let event):
                state.append(event)
                history.append(event)
            case .scheduleTask(let request):
                answer(request)
            case .startTimer(let id, let deadline):
                if logic.isTimerOfTheFlow(id) { add(deadline, .max, .logic(.timerFired(id))) }
            case .startMapRun(let id, _, _):
                if let place = lastPlace, let end = answers.nextMapRun(at: place) {
                    add(end.time, end.eventID, .mapRun(id, end.value))
                }
            case .cancelTask, .cancelTimer, .readItems, .startChild, .stopChild, .writeResults, .finish:
                break
            }
        }
    }

    /// The record of a task that was in flight at the end, or that was never asked for, has no end: then there is none.
    private mutating func answer(_ request: TaskRequest) {
        guard let place = lastPlace, let answer = answers.nextTask(at: place) else { return }
        if let started = answer.started {
            let progress = TaskProgress.started(workerName: started.value)
            add(started.time, started.eventID, .logic(.taskProgressed(request.id, progress)))
        }
        if let submitted = answer.submitted {
            let progress = TaskProgress.submitted(submitted.value)
            add(submitted.time, submitted.eventID, .logic(.taskProgressed(request.id, progress)))
        }
        if let end = answer.end { add(end.time, end.eventID, .logic(.taskEnded(request.id, end.value))) }
    }

    private mutating func add(_ time: Timestamp, _ order: Int, _ event: Entry.Event) {
        agenda.append(Entry(time: time, order: order, event: event))
    }

    /// Where the event written last belongs: requests follow on the event that tells of them.
    private var lastPlace: RecordedAnswers.Place? {
        guard let id = history.last?.id, let visit = state.visit(ofEvent: id) else { return nil }
        return RecordedAnswers.Place(path: state.path(of: visit), state: visit.name)
    }
}

extension HistoryReplay.Entry {
    fileprivate func isBefore(_ other: Self) -> Bool {
        (time, order) < (other.time, other.order)
    }
}
