// SPDX-License-Identifier: Apache-2.0

/// One entry of an execution's history, as `GetExecutionHistory` gives it.
public struct HistoryEvent: Sendable, Hashable {
    /// Counted from 1 without gaps.
    public let id: Int
    /// The event that caused this one; 0 for the first event and for the first state.
    public let previousEventID: Int
    /// When it happened.
    public let timestamp: Timestamp
    /// What happened.
    public let type: HistoryEventType
    /// What more there is to say about it.
    public let details: HistoryEventDetails

    /// An event made by hand, in tests or from a record.
    public init(
        id: Int,
        previousEventID: Int,
        timestamp: Timestamp,
        type: HistoryEventType,
        details: HistoryEventDetails = .none
    ) {
        self.id = id
        self.previousEventID = previousEventID
        self.timestamp = timestamp
        self.type = type
        self.details = details
    }
}
