// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// A Map Run under way: which children run, how many items failed, and when that is too many.
struct DistributedMapLogic: Sendable {
    let id: MapRunID
    let mapRunARN: String
    /// The strand whose Map state this is.
    let strand: StrandID
    let stateName: String
    let startDate: Timestamp
    /// The event `MapRunStarted`.
    let startedEventID: Int
    /// The ARN that children have as their state machine's.
    let childMachineARN: String
    private let childMachineParts: StateMachineARNParts
    let childType: ExecutionIdentity.WorkflowType
    var settings: Settings
    private(set) var children: [Child] = []
    private(set) var phase: Phase
    private(set) var running: Set<Int> = []
    private var next = 0
    /// Children and their items by state, kept as they change: a run of 100,000 children is asked for them often.
    private var counts = (executions: MapRunSummary.Counts(), items: MapRunSummary.Counts())
    var status = ExecutionStatus.running
    var stopDate: Timestamp?
    var redriveCount = 0

    /// What `DescribeMapRun` tells and `UpdateMapRun` changes.
    struct Settings: Sendable, Hashable {
        var maxConcurrency = 0
        var toleratedFailureCount: Int?
        var toleratedFailurePercentage: Double?
        /// What the engine allows at once.
        var concurrencyLimit: Int
    }

    /// A child execution, begun or not.
    struct Child: Sendable, Hashable {
        let input: JSONValue
        /// How many items it works on.
        let itemCount: Int
        var name: String
        let seed: UInt64
        var outcome: ExecutionOutcome?
        /// How often it has been redriven.
        var redriveCount = 0
    }

    enum Phase: Sendable, Hashable {
        case opened
        case reading(ItemReadRequest)
        case running
        case writing(ResultWriteRequest)
        case over
    }

    init(
        id: MapRunID,
        mapRunARN: String,
        strand: StrandID,
        stateName: String,
        startDate: Timestamp,
        startedEventID: Int,
        childMachineARN: String,
        childType: ExecutionIdentity.WorkflowType,
        settings: Settings
    ) {
        self.id = id
        self.mapRunARN = mapRunARN
        self.strand = strand
        self.stateName = stateName
        self.startDate = startDate
        self.startedEventID = startedEventID
        self.childMachineARN = childMachineARN
        childMachineParts = StateMachineARNParts(childMachineARN)
        self.childType = childType
        self.settings = settings
        phase = .opened
    }

    mutating func read(_ request: ItemReadRequest) {
        phase = .reading(request)
    }

    /// Takes the children that have to run.
    mutating func begin(with children: [Child]) {
        self.children = children
        recount()
        phase = .running
    }

    /// The next child to start, if one may start.
    mutating func nextChild() -> Int? {
        let limit =
            settings.maxConcurrency == 0
            ? settings.concurrencyLimit : min(settings.maxConcurrency, settings.concurrencyLimit)
        while phase == .running, next < children.count, running.count < limit {
            defer { next += 1 }
            guard children[next].outcome == nil else { continue }
            running.insert(next)
            move(next, from: nil, to: .running)
            return next
        }
        return nil
    }

    /// Takes the end of a child.
    ///
    /// - Returns: Whether the child was awaited.
    mutating func childEnded(_ child: Int, _ outcome: ExecutionOutcome) -> Bool {
        guard phase == .running, running.remove(child) != nil else { return false }
        children[child].outcome = outcome
        move(child, from: .running, to: outcome.status)
        return true
    }

    /// Counts a child, and its items, in another state; nil for not begun.
    private mutating func move(_ child: Int, from old: ExecutionStatus?, to new: ExecutionStatus?) {
        let itemCount = children[child].itemCount
        counts.executions.add(-1, in: old)
        counts.items.add(-itemCount, in: old)
        counts.executions.add(1, in: new)
        counts.items.add(itemCount, in: new)
    }

    /// Counts anew: what did not succeed waits to be run.
    private mutating func recount() {
        counts = (MapRunSummary.Counts(), MapRunSummary.Counts())
        for child in children {
            let status: ExecutionStatus? = child.outcome?.output == nil ? nil : .succeeded
            counts.executions.add(1, in: status)
            counts.items.add(child.itemCount, in: status)
        }
        counts.executions.total = children.count
        counts.items.total = children.reduce(0) { $0 + $1.itemCount }
    }

    /// Whether all children are over.
    var isComplete: Bool { phase == .running && counts.executions.pending == 0 && running.isEmpty }

    /// Whether more items failed than may.
    var exceedsToleratedFailures: Bool {
        let failedItems = counts.items.failed + counts.items.timedOut + counts.items.aborted
        guard failedItems > 0 else { return false }
        if settings.toleratedFailureCount == nil, settings.toleratedFailurePercentage == nil { return true }
        if let count = settings.toleratedFailureCount, failedItems > count { return true }
        guard let percentage = settings.toleratedFailurePercentage else { return false }
        return Double(failedItems) * 100 / Double(max(counts.items.total, 1)) > percentage
    }

    /// The outputs of the children that succeeded, in order.
    var outputs: [JSONValue] { children.compactMap { $0.outcome?.output } }

    mutating func write(_ request: ResultWriteRequest) {
        phase = .writing(request)
    }

    /// Ends the run.
    ///
    /// - Returns: The children that were still running.
    mutating func end(_ status: ExecutionStatus, at date: Timestamp) -> [Int] {
        self.status = status
        stopDate = date
        phase = .over
        defer { running = [] }
        let stopped = running.sorted()
        for child in stopped { children[child].outcome = .aborted(ErrorOutput(error: nil)) }
        counts.executions.abortUnfinished()
        counts.items.abortUnfinished()
        return stopped
    }

    /// Makes the run ready to run its unsuccessful children again, and those that never began.
    ///
    /// Standard children are redriven themselves; express ones, which cannot be, are started under a new name.
    ///
    /// - Returns: Whether there is anything to go on with.
    mutating func reopen(_ generator: inout SeededGenerator) -> Bool {
        guard phase == .over, status != .succeeded, !children.isEmpty else { return false }
        for (index, child) in children.enumerated() where child.outcome.map({ $0.output == nil }) ?? false {
            children[index].outcome = nil
            switch childType {
            case .standard: children[index].redriveCount += 1
            case .express: children[index].name = generator.uuid()
            }
        }
        status = .running
        stopDate = nil
        redriveCount += 1
        next = 0
        recount()
        phase = .running
        return true
    }
}

extension DistributedMapLogic {
    /// The identity of a child.
    func identity(of child: Child, roleARN: String) -> ExecutionIdentity {
        ExecutionIdentity(
            stateMachineARN: childMachineARN,
            parts: childMachineParts,
            name: child.name,
            roleARN: roleARN,
            workflowType: childType
        )
    }

    /// Where the run stands.
    var summary: MapRunSummary {
        return MapRunSummary(
            id: id,
            mapRunARN: mapRunARN,
            stateName: stateName,
            status: status,
            startDate: startDate,
            stopDate: stopDate,
            maxConcurrency: settings.maxConcurrency,
            toleratedFailureCount: settings.toleratedFailureCount ?? 0,
            toleratedFailurePercentage: settings.toleratedFailurePercentage ?? 0,
            itemCounts: counts.items,
            executionCounts: counts.executions,
            redriveCount: redriveCount
        )
    }
}

extension MapRunSummary.Counts {
    /// Counts that many more in a state; nil for not begun.
    fileprivate mutating func add(_ amount: Int, in status: ExecutionStatus?) {
        switch status {
        case nil, .pendingRedrive?: pending += amount
        case .running?: running += amount
        case .succeeded?:
            succeeded += amount
            resultsWritten += amount
        case .failed?: failed += amount
        case .timedOut?: timedOut += amount
        case .aborted?: aborted += amount
        }
    }

    fileprivate mutating func abortUnfinished() {
        aborted += pending + running
        (pending, running) = (0, 0)
    }
}
