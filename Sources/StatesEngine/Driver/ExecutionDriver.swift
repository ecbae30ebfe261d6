// SPDX-License-Identifier: Apache-2.0

/// Runs one execution: feeds its ``ExecutionLogic`` with events and performs the commands that come out.
///
/// Children of Map Runs get drivers of their own. An execution that its store already knows is not begun again: its
/// journal is replayed, and what was in flight is started anew.
public actor ExecutionDriver {
    let machine: ExecutableStateMachine
    let record: ExecutionRecord
    let services: EngineServices
    private var logic: ExecutionLogic
    private var work: [WorkKey: Task<Void, Never>] = [:]
    /// How often the execution was run or redriven here.
    private var lives = 0
    private var children: [ChildKey: ExecutionDriver] = [:]
    nonisolated private let inbox: ExecutionInbox

    /// What a Swift task works for, so that it can be cancelled.
    enum WorkKey: Hashable {
        case task(TaskID)
        case timer(TimerID)
        case mapRun(MapRunID)
        case child(ChildKey)
    }

    struct ChildKey: Hashable {
        let mapRun: MapRunID
        let child: Int
    }

    /// What to tell whoever waits for a child, before its clock may go on.
    private let onEnd: (@Sendable (ExecutionOutcome) -> Void)?

    /// A driver for an execution of that state machine.
    public init(machine: ExecutableStateMachine, record: ExecutionRecord, services: EngineServices) {
        self.init(machine: machine, record: record, services: services, onEnd: nil)
    }

    private init(
        machine: ExecutableStateMachine,
        record: ExecutionRecord,
        services: EngineServices,
        onEnd: (@Sendable (ExecutionOutcome) -> Void)?
    ) {
        self.onEnd = onEnd
        self.machine = machine
        self.record = record
        self.services = services
        logic = ExecutionLogic(machine: machine, record: record)
        logic.recorder.keepsEvents = services.store != nil || services.observer != nil
        inbox = ExecutionInbox(clock: services.clock)
    }

    /// Tells the execution something from outside: the result of a task token, a stop.
    ///
    /// After the end of the execution this has no effect.
    public nonisolated func send(_ event: ExecutionEvent) {
        inbox.send(event)
    }

    /// Whether the execution waits for the end of that task.
    package func isWaiting(for task: TaskID) -> Bool { logic.isWaiting(for: task) }

    /// Where the Map Runs of the execution stand.
    public var mapRuns: [MapRunSummary] { logic.mapRuns }

    /// The driver of a running child of a Map Run, for task tokens and stops.
    public func child(of mapRun: MapRunID, number: Int) -> ExecutionDriver? {
        children[ChildKey(mapRun: mapRun, child: number)]
    }

    /// Runs the execution to its end, from its beginning or from where its journal ends.
    ///
    /// - Returns: How it ended.
    /// - Throws: What the store throws; the execution itself fails with an outcome.
    public func run() async throws -> ExecutionOutcome {
        try await run(redriveCount: 0)
    }

    /// Runs the execution as far as that many redrives ask for it.
    private func run(redriveCount: Int) async throws -> ExecutionOutcome {
        try await run { driver in
            guard try await driver.restore() else { return try await driver.take(.started) }
            if let ended = driver.logic.outcome, ended.output == nil, driver.logic.redriveCount < redriveCount {
                try await driver.take(.redriven)
            }
            driver.tellOfMapRuns()
            for command in driver.logic.outstandingCommands { driver.perform(command, isRepeated: true) }
        }
    }

    /// Runs an execution that ended badly again, from where it ended.
    ///
    /// - Returns: How it ended this time; at once the old outcome when there is nothing to run again.
    /// - Throws: What the store throws; the execution itself fails with an outcome.
    public func redrive() async throws -> ExecutionOutcome {
        try await run { driver in
            if !driver.logic.hasBegun { _ = try await driver.restore() }
            try await driver.take(.redriven)
        }
    }

    private func run(_ begin: (isolated ExecutionDriver) async throws -> Void) async throws -> ExecutionOutcome {
        lives += 1
        inbox.open()
        defer { inbox.close() }
        try await begin(self)
        // What is dealt with last stays work until the inbox closes, so that a child's parent hears of the end before.
        while logic.outcome == nil {
            inbox.taken()
            guard let event = await inbox.next() else { break }
            try await take(event)
        }
        guard let outcome = logic.outcome else { throw CancellationError() }
        // Children that were stopped write their ends before anyone can redrive them.
        for case (.child, let child) in work { await child.value }
        onEnd?(outcome)
        return outcome
    }

    /// Replays the journal, if the store has one.
    private func restore() async throws -> Bool {
        let journal = try await services.store?.journal(of: record.identity.executionARN) ?? []
        for entry in journal { _ = logic.receive(entry.event, at: entry.timestamp) }
        return !journal.isEmpty
    }

    /// Feeds the logic: the store has the event before its effects are seen.
    private func take(_ event: ExecutionEvent) async throws {
        if case .childEnded(let mapRun, let child, _) = event {
            forgetChild(ChildKey(mapRun: mapRun, child: child))
        }
        let timestamp = services.clock.now
        let commands = logic.receive(event, at: timestamp)
        let history = commands.compactMap(\.historyEvent)
        if let store = services.store {
            let entry = JournalEntry(timestamp: timestamp, event: event)
            try await store.append(
                entry,
                history: history,
                outcome: logic.outcome,
                to: record.identity.executionARN
            )
        }
        if !history.isEmpty { services.observer?.executionRecorded(history, execution: record) }
        for command in commands { perform(command) }
        tellOfMapRuns()
    }

    private func tellOfMapRuns() {
        guard let observer = services.observer else { return }
        for mapRun in logic.takeChangedMapRuns() { observer.mapRunChanged(mapRun, execution: record) }
    }

    // MARK: Commands

    private func perform(_ command: ExecutionCommand, isRepeated: Bool = false) {
        switch command {
        case .record, .startMapRun, .finish:
            break
        case .scheduleTask(let request):
            run(request)
        case .cancelTask(let id):
            cancel(.task(id))
        case .startTimer(let id, let deadline):
            startTimer(id, at: deadline)
        case .cancelTimer(let id):
            cancel(.timer(id))
        case .readItems(let request):
            start(.mapRun(request.mapRun)) { driver in
                .itemsRead(request.mapRun, await driver.items(request))
            }
        case .writeResults(let request):
            start(.mapRun(request.mapRun)) { driver in
                .resultsWritten(request.mapRun, await driver.write(request))
            }
        case .startChild(let request):
            startChild(request, mayBeKnown: isRepeated || request.redriveCount > 0)
        case .stopChild(let mapRun, let child):
            let key = ChildKey(mapRun: mapRun, child: child)
            children.removeValue(forKey: key)?.send(.stopRequested(ErrorOutput(error: nil)))
        }
    }

    private func cancel(_ key: WorkKey) {
        work.removeValue(forKey: key)?.cancel()
    }

    /// Works beside the execution, and sends the event that comes of it.
    private func start(
        _ key: WorkKey,
        _ operation: @escaping @Sendable (ExecutionDriver) async -> ExecutionEvent?
    ) {
        services.clock.workBegan()
        let life = lives
        work[key] = Task {
            let event = await operation(self)
            // A Map Run keeps its name when it is redriven: what was written before is no answer then.
            if life == self.lives {
                self.forget(key)
                if let event { self.send(event) }
            }
            self.services.clock.workEnded()
        }
    }

    private func forget(_ key: WorkKey) {
        work[key] = nil
    }

    private func run(_ request: TaskRequest) {
        start(.task(request.id)) { driver in
            let outcome = await driver.services.taskRunner.run(request) { progress in
                driver.send(.taskProgressed(request.id, progress))
            }
            return Task.isCancelled ? nil : .taskEnded(request.id, outcome)
        }
    }

    private func startTimer(_ id: TimerID, at deadline: Timestamp) {
        services.clock.workBegan()
        work[.timer(id)] = Task {
            defer { self.services.clock.workEnded() }
            do {
                try await self.services.clock.sleep(until: deadline)
            } catch {
                return
            }
            self.forget(.timer(id))
            self.send(.timerFired(id))
        }
    }

    private func startChild(_ request: ChildExecutionRequest, mayBeKnown: Bool) {
        guard let processor = machine.itemProcessor(ofMapState: request.mapStateName) else { return }
        let key = ChildKey(mapRun: request.mapRun, child: request.child)
        let record = ExecutionRecord(
            identity: request.identity,
            input: request.input,
            seed: request.seed,
            limits: self.record.limits,
            mapRun: .init(mapRunARN: request.mapRunARN, mapStateName: request.mapStateName, child: request.child)
        )
        let child = ExecutionDriver(machine: processor, record: record, services: services) { outcome in
            self.send(.childEnded(key.mapRun, child: key.child, outcome))
        }
        children[key] = child
        // Open from now on: the clock must not skip time before the child has begun.
        child.inbox.open()
        work[.child(key)] = Task {
            do {
                try await self.services.store?.begin(record, mayBeKnown: mayBeKnown)
                _ = try await child.run(redriveCount: request.redriveCount)
            } catch {
                let failure = ErrorOutput(
                    error: "States.Runtime",
                    cause: "The execution could not be kept: \(error)"
                )
                self.send(.childEnded(key.mapRun, child: key.child, .failed(failure)))
                child.inbox.close()
            }
        }
    }

    private func forgetChild(_ key: ChildKey) {
        children[key] = nil
        forget(.child(key))
    }
}

extension ExecutionCommand {
    /// The event to record, if the command is that.
    public var historyEvent: HistoryEvent? {
        if case .record(let event) = self { event } else { nil }
    }
}
