// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Something that an execution wants done: the only outputs of ``ExecutionLogic``, to be performed in order.
public enum ExecutionCommand: Sendable, Hashable {
    /// Append to the history.
    case record(HistoryEvent)
    /// Have a task run; answer with ``ExecutionEvent/taskProgressed(_:_:)`` and ``ExecutionEvent/taskEnded(_:_:)``.
    case scheduleTask(TaskRequest)
    /// The result of the task is not wanted any more.
    case cancelTask(TaskID)
    /// Answer with ``ExecutionEvent/timerFired(_:)`` at that time, or at once if it is over.
    case startTimer(TimerID, at: Timestamp)
    /// The timer is not wanted any more.
    case cancelTimer(TimerID)
    /// A Map Run has begun; for whoever keeps a list of them.
    case startMapRun(MapRunID, mapRunARN: String, stateName: String)
    /// Read the items of a Map Run; answer with ``ExecutionEvent/itemsRead(_:_:)``.
    case readItems(ItemReadRequest)
    /// Start a child execution of a Map Run; answer with ``ExecutionEvent/childEnded(_:child:_:)``.
    case startChild(ChildExecutionRequest)
    /// Stop a child execution; no answer is expected.
    case stopChild(MapRunID, child: Int)
    /// Write the results of a Map Run; answer with ``ExecutionEvent/resultsWritten(_:_:)``.
    case writeResults(ResultWriteRequest)
    /// The execution is over.
    case finish(ExecutionOutcome)
}

/// A child execution of a distributed Map's Map Run.
public struct ChildExecutionRequest: Sendable, Hashable {
    /// The Map Run it belongs to.
    public let mapRun: MapRunID
    /// The Map Run's ARN.
    public let mapRunARN: String
    /// The child, counted from 0.
    public let child: Int
    /// The child's own identity.
    public let identity: ExecutionIdentity
    /// The Map state whose item processor the child runs, as ``ExecutableStateMachine/itemProcessor(ofMapState:)`` knows it.
    public let mapStateName: String
    /// The child's input: an item or a batch.
    public let input: JSONValue
    /// The seed of the child's logic.
    public let seed: UInt64
    /// How often the child has been redriven with its Map Run; 0 when it begins.
    public let redriveCount: Int
}

/// What an item reader has to read.
public struct ItemReadRequest: Sendable, Hashable {
    /// The Map Run that needs the items.
    public let mapRun: MapRunID
    /// The reader's `Resource`, `arn:aws:states:::s3:getObject` or `…:s3:listObjectsV2`.
    public let resource: String
    /// The reader's arguments, `Bucket` and `Key` or `Prefix`.
    public let parameters: JSONValue
    /// The reader's configuration with every path resolved: `InputType`, `CSVHeaderLocation`, `CSVHeaders`, ….
    public let configuration: JSONValue
    /// The most items to read, if the state says so.
    public let maxItems: Int?
}

/// What a result writer has to write.
public struct ResultWriteRequest: Sendable, Hashable {
    /// The Map Run the results are of.
    public let mapRun: MapRunID
    /// The Map Run's ARN.
    public let mapRunARN: String
    /// The writer's `Resource`, if it exports at all.
    public let resource: String?
    /// The writer's arguments, `Bucket` and `Prefix`.
    public let parameters: JSONValue
    /// `WriterConfig`, or an empty object.
    public let configuration: JSONValue
    /// The children with their outcome, in order.
    public let results: [ChildResult]

    /// A child and how it ended.
    public struct ChildResult: Sendable, Hashable {
        /// Who it was.
        public let executionARN: String
        /// Its name.
        public let name: String
        /// What it got.
        public let input: JSONValue
        /// How it ended.
        public let outcome: ExecutionOutcome
    }
}
