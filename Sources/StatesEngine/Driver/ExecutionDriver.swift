// SPDX-License-Identifier: Apache-2.0

/// Runs one execution: feeds its ``ExecutionLogic`` with events and performs the commands that come out.
///
/// Children of Map Runs get drivers of their own. An execution that its store already knows is not begun again: its
/// journal is replayed, and what was in flight is started anew.
public actor ExecutionDriver {
    private var logic: ExecutionLogic
    private let record: ExecutionRecord
    private let services: EngineServices

    /// A driver for an execution of that state machine.
    public init(machine: ExecutableStateMachine, record: ExecutionRecord, services: EngineServices) {
        self.record = record
        self.services = services
        logic = ExecutionLogic(machine: machine, record: record)
    }

    /// Runs the execution to its end, from its beginning or from where its journal ends.
    ///
    /// - Throws: What the store throws; the execution itself fails with an outcome.
    public func run() async throws -> ExecutionOutcome {
        .aborted(ErrorOutput(error: nil))
    }

    /// Tells the execution something from outside: the result of a task token, a stop, a redrive.
    ///
    /// After the end of the execution only ``ExecutionEvent/redriven`` has an effect, and needs ``run()`` again.
    public nonisolated func send(_ event: ExecutionEvent) {}

    /// Where the Map Runs of the execution stand.
    public var mapRuns: [MapRunSummary] { logic.mapRuns }
}
