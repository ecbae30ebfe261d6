// SPDX-License-Identifier: Apache-2.0

/// Watches executions as they go, for a progress display or a log.
///
/// Its methods are called between two steps of an execution and must not block.
public protocol ExecutionObserver: Sendable {
    /// New history events of an execution, in order.
    func executionRecorded(_ events: [HistoryEvent], execution: ExecutionRecord)

    /// Where a Map Run stands now.
    func mapRunChanged(_ mapRun: MapRunSummary, execution: ExecutionRecord)
}

extension ExecutionObserver {
    /// Nothing.
    public func mapRunChanged(_ mapRun: MapRunSummary, execution: ExecutionRecord) {}
}
