// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Something that happens to an execution from outside: the only inputs of ``ExecutionLogic``.
///
/// The same events with the same timestamps give the same commands and the same history, so a durable store needs
/// to keep nothing else. Events about things that are over, a task cancelled meanwhile for example, change nothing.
public enum ExecutionEvent: Sendable, Hashable {
    /// The execution begins. The first event, exactly once.
    case started
    /// News of a task.
    case taskProgressed(TaskID, TaskProgress)
    /// The end of a task, or of its call.
    case taskEnded(TaskID, TaskOutcome)
    /// A timer that ``ExecutionCommand/startTimer(_:at:)`` asked for.
    case timerFired(TimerID)
    /// The items that ``ExecutionCommand/readItems(_:)`` asked for, or why there are none.
    case itemsRead(MapRunID, Result<[JSONValue], ErrorOutput>)
    /// The end of a child execution of a Map Run; the number of the child counts from 0.
    case childEnded(MapRunID, child: Int, ExecutionOutcome)
    /// The results are written, or could not be.
    case resultsWritten(MapRunID, Result<JSONValue, ErrorOutput>)
    /// `UpdateMapRun`.
    case mapRunUpdated(MapRunID, MapRunUpdate)
    /// `StopExecution`.
    case stopRequested(ErrorOutput)
    /// `RedriveExecution`: goes on where the execution failed, timed out or was stopped.
    case redriven
}

/// The number of a timer within its execution.
public struct TimerID: Sendable, Hashable {
    /// Counted from 1 in the order of starting.
    public let number: Int

    /// The timer of that number.
    public init(_ number: Int) {
        self.number = number
    }
}

/// The number of a Map Run within its execution.
public struct MapRunID: Sendable, Hashable {
    /// Counted from 1 in the order of starting.
    public let number: Int

    /// The Map Run of that number.
    public init(_ number: Int) {
        self.number = number
    }
}
