// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// What an execution does: a value that turns events into commands and history events.
///
/// It has no clock, does no I/O, and draws random numbers only from its seed. The same machine, record and journal
/// always give the same commands.
public struct ExecutionLogic: Sendable {
    private let machine: ExecutableStateMachine
    private let record: ExecutionRecord

    /// An execution that has not begun.
    public init(machine: ExecutableStateMachine, record: ExecutionRecord) {
        self.machine = machine
        self.record = record
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
        []
    }

    /// How the execution ended, if it has.
    public var outcome: ExecutionOutcome? { nil }

    /// Where the execution's Map Runs stand.
    public var mapRuns: [MapRunSummary] { [] }

    /// The commands that were given and not yet answered: tasks, timers, children.
    ///
    /// After a replay these are what has to be performed again.
    public var outstandingCommands: [ExecutionCommand] { [] }

    /// What a Task would see as `$$`, and the variables in scope, while the execution runs; for inspection.
    public var contextObject: JSONValue { .null }
}
