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
    let childType: ExecutionIdentity.WorkflowType
    var settings: Settings
    private(set) var children: [Child] = []
    private(set) var phase: Phase
    private(set) var running: Set<Int> = []
    private var next = 0
    private var endedCount = 0
    private var failedItems = 0
    private var totalItems = 0
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
        let name: String
        let seed: UInt64
        var outcome: ExecutionOutcome?
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
        totalItems = children.reduce(0) { $0 + $1.itemCount }
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
        endedCount += 1
        if outcome.output == nil { failedItems += children[child].itemCount }
        return true
    }

    /// Whether all children are over.
    var isComplete: Bool { phase == .running && endedCount == children.count }

    /// Whether more items failed than may.
    var exceedsToleratedFailures: Bool {
        guard failedItems > 0 else { return false }
        if settings.toleratedFailureCount == nil, settings.toleratedFailurePercentage == nil { return true }
        if let count = settings.toleratedFailureCount, failedItems > count { return true }
        guard let percentage = settings.toleratedFailurePercentage else { return false }
        return Double(failedItems) * 100 / Double(max(totalItems, 1)) > percentage
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
        return running.sorted()
    }

    /// Makes the run ready to run its unsuccessful children again.
    mutating func reopen() {
        status = .running
        stopDate = nil
        redriveCount += 1
        for index in children.indices where children[index].outcome?.output == nil { children[index].outcome = nil }
        endedCount = children.count { $0.outcome != nil }
        failedItems = 0
        next = 0
        running = []
        phase = .running
    }
}

extension DistributedMapLogic {
    /// The identity of a child.
    func identity(of child: Child, roleARN: String) -> ExecutionIdentity {
        ExecutionIdentity(
            stateMachineARN: childMachineARN,
            name: child.name,
            roleARN: roleARN,
            workflowType: childType
        )
    }

    /// Where the run stands.
    var summary: MapRunSummary {
        var items = MapRunSummary.Counts()
        var executions = MapRunSummary.Counts()
        for (index, child) in children.enumerated() {
            let status = child.outcome?.status ?? (running.contains(index) ? .running : nil)
            let end = status ?? (phase == .over ? .aborted : nil)
            items.count(child.itemCount, as: end)
            executions.count(1, as: end)
        }
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
            itemCounts: items,
            executionCounts: executions,
            redriveCount: redriveCount
        )
    }
}

extension MapRunSummary.Counts {
    /// Counts that many in a state; nil for not begun.
    fileprivate mutating func count(_ amount: Int, as status: ExecutionStatus?) {
        total += amount
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
}
