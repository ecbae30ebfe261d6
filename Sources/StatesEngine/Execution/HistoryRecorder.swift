// SPDX-License-Identifier: Apache-2.0

/// Numbers history events, and collects the commands of the step that is under way.
struct HistoryRecorder: Sendable {
    /// Whether anybody wants the events; if not they are numbered only.
    var keepsEvents = true
    private(set) var lastEventID = 0
    private(set) var commands: [ExecutionCommand] = []
    /// Whether the only event that still fits is the one that ends the execution.
    private(set) var isExhausted = false
    /// Whether nothing but the end fits.
    var isFull: Bool { limit.map { lastEventID + 1 >= $0 } ?? false }
    var now = Timestamp(millisecondsSinceEpoch: 0)
    private let limit: Int?

    init(limit: Int?) {
        self.limit = limit
    }

    /// Writes an event; one that does not fit any more is dropped, and ``isExhausted`` says so.
    @discardableResult
    mutating func record(
        _ type: HistoryEventType,
        after previousEventID: Int,
        _ details: @autoclosure () -> HistoryEventDetails = .none,
        isLast: Bool = false
    ) -> Int {
        record(after: previousEventID, isLast: isLast) { (type, details()) }
    }

    /// The same of an event whose type and details belong together.
    mutating func record(
        after previousEventID: Int,
        isLast: Bool = false,
        _ event: () -> (type: HistoryEventType, details: HistoryEventDetails)
    ) -> Int {
        if isFull, !isLast {
            isExhausted = true
            return lastEventID
        }
        lastEventID += 1
        guard keepsEvents else { return lastEventID }
        let (type, details) = event()
        let recorded = HistoryEvent(
            id: lastEventID,
            previousEventID: previousEventID,
            timestamp: now,
            type: type,
            details: details
        )
        commands.append(.record(recorded))
        return lastEventID
    }

    mutating func command(_ command: ExecutionCommand) {
        commands.append(command)
    }

    /// Hands the commands over and begins anew.
    mutating func takeCommands() -> [ExecutionCommand] {
        defer { commands = [] }
        return commands
    }
}
