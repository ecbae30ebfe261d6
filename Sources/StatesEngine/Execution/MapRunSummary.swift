// SPDX-License-Identifier: Apache-2.0

/// Where a Map Run stands, as `DescribeMapRun` tells it.
public struct MapRunSummary: Sendable, Hashable {
    /// The Map Run within its execution.
    public var id: MapRunID
    /// `arn:aws:states:REGION:ACCOUNT:mapRun:MACHINE/LABEL:ID`.
    public var mapRunARN: String
    /// The Map state.
    public var stateName: String
    /// Running, succeeded, failed or aborted.
    public var status: ExecutionStatus
    /// When it began.
    public var startDate: Timestamp
    /// When it ended, if it has.
    public var stopDate: Timestamp?
    /// How many children may run at once; 0 leaves it to the engine.
    public var maxConcurrency: Int
    /// How many failed items are tolerated.
    public var toleratedFailureCount: Int
    /// How many failed items are tolerated, in percent of all.
    public var toleratedFailurePercentage: Double
    /// Items by state.
    public var itemCounts: Counts
    /// Children by state.
    public var executionCounts: Counts
    /// How often it was redriven.
    public var redriveCount: Int

    /// Items or children of a Map Run by state.
    public struct Counts: Sendable, Hashable {
        /// All there are.
        public var total = 0
        /// Not begun.
        public var pending = 0
        /// Begun and not ended.
        public var running = 0
        /// Ended well.
        public var succeeded = 0
        /// Ended with an error.
        public var failed = 0
        /// Ended by their timeout.
        public var timedOut = 0
        /// Stopped.
        public var aborted = 0
        /// Ended, with the result exported.
        public var resultsWritten = 0

        /// Nothing yet.
        public init() {}
    }
}

/// What `UpdateMapRun` may change; nil leaves a setting as it is.
public struct MapRunUpdate: Sendable, Hashable {
    /// How many children may run at once.
    public var maxConcurrency: Int?
    /// How many failed items are tolerated.
    public var toleratedFailureCount: Int?
    /// How many failed items are tolerated, in percent of all.
    public var toleratedFailurePercentage: Double?

    /// A change of these settings.
    public init(
        maxConcurrency: Int? = nil,
        toleratedFailureCount: Int? = nil,
        toleratedFailurePercentage: Double? = nil
    ) {
        self.maxConcurrency = maxConcurrency
        self.toleratedFailureCount = toleratedFailureCount
        self.toleratedFailurePercentage = toleratedFailurePercentage
    }
}
