// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What an execution does: a value that turns events into commands and history events.
///
/// It has no clock, does no I/O, and draws random numbers only from its seed. The same machine, record and journal
/// always give the same commands.
public struct ExecutionLogic: Sendable {
    let machine: ExecutableStateMachine
    let record: ExecutionRecord
    var recorder: HistoryRecorder
    var generator: SeededGenerator
    var strands: [StrandID: Strand] = [:]
    /// Strands that have been made and not yet entered their first state, in order.
    var ready: [StrandID] = []
    var timers: [TimerID: PendingTimer] = [:]
    var tasks: [TaskID: StrandID] = [:]
    var mapRunTable: [MapRunID: DistributedMapLogic] = [:]
    /// Map Runs that changed since someone asked.
    var changedMapRuns: Set<MapRunID> = []
    var numbers = Numbers()
    var startTime = Timestamp(millisecondsSinceEpoch: 0)
    var redriveCount = 0
    /// The strand with which a redrive goes on.
    var suspended: Strand?
    /// How the execution ended, if it has.
    public internal(set) var outcome: ExecutionOutcome?

    /// Counters from which names are made.
    struct Numbers: Sendable {
        var strand = 0
        var timer = 0
        var task = 0
        var mapRun = 0
    }

    /// A timer that has not fired.
    struct PendingTimer: Sendable {
        let purpose: Purpose
        let deadline: Timestamp

        enum Purpose: Sendable {
            case execution
            case wait(StrandID)
            case retry(StrandID)
            case taskTimeout(TaskID)
            case heartbeat(TaskID)
        }
    }

    /// An execution that has not begun.
    public init(machine: ExecutableStateMachine, record: ExecutionRecord) {
        self.machine = machine
        self.record = record
        recorder = HistoryRecorder(limit: record.limits.historyEvents)
        generator = SeededGenerator(seed: record.seed)
    }

    /// Begins.
    ///
    /// - Returns: What to do, in order.
    public mutating func start(at timestamp: Timestamp) -> [ExecutionCommand] {
        receive(.started, at: timestamp)
    }

    /// Takes an event in.
    ///
    /// - Returns: What to do, in order.
    public mutating func receive(_ event: ExecutionEvent, at timestamp: Timestamp) -> [ExecutionCommand] {
        recorder.now = timestamp
        if outcome == nil || event == .redriven { handle(event) }
        runReadyStrands()
        return recorder.takeCommands()
    }

    private mutating func handle(_ event: ExecutionEvent) {
        switch event {
        case .started: begin()
        case .taskProgressed(let id, let progress): taskProgressed(id, progress)
        case .taskEnded(let id, let outcome): taskEnded(id, outcome)
        case .timerFired(let id): timerFired(id)
        case .itemsRead(let id, let result): itemsRead(id, result)
        case .childEnded(let id, let child, let outcome): childEnded(id, child, outcome)
        case .resultsWritten(let id, let result): resultsWritten(id, result)
        case .mapRunUpdated(let id, let update): mapRunUpdated(id, update)
        case .stopRequested(let reason): stop(reason)
        case .redriven: redrive()
        }
    }

    /// Whether a task was scheduled and has not ended.
    func isWaiting(for task: TaskID) -> Bool { tasks[task] != nil }

    /// Whether the first event has come in.
    public var hasBegun: Bool { numbers.strand > 0 }

    private mutating func begin() {
        guard !hasBegun else { return }
        startTime = recorder.now
        let (identity, input) = (record.identity, record.input)
        recorder.record(
            .executionStarted,
            after: 0,
            .executionStarted(
                .init(
                    input: input,
                    roleARN: identity.roleARN,
                    stateMachineAliasARN: identity.stateMachineAliasARN,
                    stateMachineVersionARN: identity.stateMachineVersionARN
                )
            )
        )
        if let timeoutSeconds = machine.timeoutSeconds {
            startTimer(.execution, after: Double(timeoutSeconds))
        }
        // The first state follows on nothing, not on ExecutionStarted: so AWS records it.
        makeStrand(
            graph: machine.graph,
            parent: nil,
            input: record.input,
            variables: record.variables,
            mapItem: nil,
            after: 0
        )
    }

    /// Runs strands in the order in which they were made; each goes on until it has to wait.
    mutating func runReadyStrands() {
        var next = 0
        while next < ready.count, outcome == nil {
            let id = ready[next]
            next += 1
            if let strand = strands.removeValue(forKey: id) { proceed(strand, after: .enter) }
            // Iterations of a long Map keep coming: forget those that have begun.
            if next == 1024 {
                ready.removeFirst(next)
                next = 0
            }
        }
        ready.removeAll(keepingCapacity: true)
    }

    /// Where the execution's Map Runs stand.
    public var mapRuns: [MapRunSummary] {
        mapRunTable.values.map(\.summary).sorted { $0.id.number < $1.id.number }
    }

    /// Where those Map Runs stand that have changed since the last call.
    mutating func takeChangedMapRuns() -> [MapRunSummary] {
        guard !changedMapRuns.isEmpty else { return [] }
        defer { changedMapRuns = [] }
        return changedMapRuns.compactMap { mapRunTable[$0]?.summary }.sorted { $0.id.number < $1.id.number }
    }
}
