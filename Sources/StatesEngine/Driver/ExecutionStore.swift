// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Keeps executions so that they survive the process: who they are, and the journal of what happened to them.
///
/// ``ExecutionDriver`` calls ``append(_:history:outcome:to:)`` before it performs the effects of an event. What a
/// store has is therefore enough to go on from: replaying the journal gives the same logic in the same state.
public protocol ExecutionStore: Sendable {
    /// Keeps an execution; called for children of a Map Run, before their first event, and again when they go on after
    /// a restart or a redrive.
    ///
    /// - Parameters:
    ///   - record: Who the child is.
    ///   - mayBeKnown: Whether the store may have it already; a child that begins is new.
    /// - Throws: Why it cannot be kept.
    func begin(_ record: ExecutionRecord, mayBeKnown: Bool) async throws

    /// Keeps an event, the history it wrote, and the outcome where it was the last, all or nothing.
    func append(
        _ entry: JournalEntry,
        history: [HistoryEvent],
        outcome: ExecutionOutcome?,
        to executionARN: String
    ) async throws

    /// The journal of an execution in order; empty when it has not begun.
    func journal(of executionARN: String) async throws -> [JournalEntry]
}

/// An event that happened to an execution, and when.
public struct JournalEntry: Sendable, Hashable {
    /// When the event came in.
    public var timestamp: Timestamp
    /// The event.
    public var event: ExecutionEvent

    /// An event at a time.
    public init(timestamp: Timestamp, event: ExecutionEvent) {
        self.timestamp = timestamp
        self.event = event
    }
}

/// All that an ``ExecutionLogic`` is made from, besides its state machine.
public struct ExecutionRecord: Sendable, Hashable {
    /// Who the execution is.
    public var identity: ExecutionIdentity
    /// The execution input.
    public var input: JSONValue
    /// The seed of everything random in it.
    public var seed: UInt64
    /// What it may use.
    public var limits: ExecutionLimits
    /// What `$$` is, in place of what the execution would say of itself; for a test of a single state.
    public var contextObject: JSONObject?
    /// The variables that are there at the start; for a test of a single state.
    public var variables: JSONObject = [:]
    /// For a child of a Map Run: the Map Run and the Map state whose item processor it runs.
    public var mapRun: ParentMapRun?

    /// The Map Run that a child execution belongs to.
    public struct ParentMapRun: Sendable, Hashable {
        /// The Map Run.
        public var mapRunARN: String
        /// The Map state in the parent's definition.
        public var mapStateName: String
        /// The child, counted from 0.
        public var child: Int

        /// A place in a Map Run.
        public init(mapRunARN: String, mapStateName: String, child: Int) {
            self.mapRunARN = mapRunARN
            self.mapStateName = mapStateName
            self.child = child
        }
    }

    /// A new execution.
    public init(
        identity: ExecutionIdentity,
        input: JSONValue,
        seed: UInt64,
        limits: ExecutionLimits = ExecutionLimits(),
        mapRun: ParentMapRun? = nil
    ) {
        self.identity = identity
        self.input = input
        self.seed = seed
        self.limits = limits
        self.mapRun = mapRun
    }
}
