// SPDX-License-Identifier: Apache-2.0

import StatesEngine
import Synchronization

/// Keeps the histories of executions by their ARN.
final class HistoryCollector: ExecutionObserver {
    private let histories = Mutex<[String: [HistoryEvent]]>([:])

    func executionRecorded(_ events: [HistoryEvent], execution: ExecutionRecord) {
        histories.withLock { $0[execution.identity.executionARN, default: []] += events }
    }

    func history(of executionARN: String) -> [HistoryEvent] {
        histories.withLock { $0[executionARN] ?? [] }
    }
}
