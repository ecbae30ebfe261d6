// SPDX-License-Identifier: Apache-2.0

import StatesEngine

/// Journals and histories in memory.
actor MemoryExecutionStore: ExecutionStore {
    private var journals: [String: [JournalEntry]]
    private var histories: [String: [HistoryEvent]] = [:]

    init(journals: [String: [JournalEntry]] = [:]) {
        self.journals = journals
    }

    func begin(_ record: ExecutionRecord, mayBeKnown: Bool) async throws {}

    func append(
        _ entry: JournalEntry,
        history: [HistoryEvent],
        outcome: ExecutionOutcome?,
        to executionARN: String
    ) async throws {
        journals[executionARN, default: []].append(entry)
        histories[executionARN, default: []] += history
    }

    func journal(of executionARN: String) async throws -> [JournalEntry] {
        journals[executionARN] ?? []
    }

    func history(of executionARN: String) -> [HistoryEvent] {
        histories[executionARN] ?? []
    }
}
