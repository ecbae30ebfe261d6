// SPDX-License-Identifier: Apache-2.0

import StatesEngine
import Synchronization

/// Where a function of this process writes what it logs, while it works on a task.
///
/// A value with a function in it, not the function itself: Swift 6.3 binds a function type to a task with a type name
/// that its runtime cannot read, and an optimized program crashes there.
package struct WorkerLog: Sendable {
    @TaskLocal static var current: WorkerLog?

    let append: @Sendable (String) -> Void

    /// Writes a line to the log of the task that is worked on; elsewhere it is lost.
    package static func write(_ line: String) {
        current?.append(line)
    }
}

/// What workers logged, by task; in memory only, and of the latest tasks only.
final class WorkerLogs: Sendable {
    private struct Key: Hashable {
        let executionARN: String
        let task: TaskID
    }

    private struct State {
        var lines: [Key: [String]] = [:]
        var order: [Key] = []
    }

    private static let mostTasks = 2000
    private static let mostLines = 200
    private let state = Mutex(State())

    /// Collects what is logged while a task is worked on.
    func collecting<Result>(
        of task: TaskRequest,
        _ work: () async -> Result
    ) async -> Result {
        let key = Key(executionARN: task.executionARN, task: task.id)
        let log = WorkerLog { self.append($0, to: key) }
        return await WorkerLog.$current.withValue(log, operation: work)
    }

    /// The lines of a task, numbered within its execution.
    func lines(of executionARN: String, task number: Int) -> [String] {
        state.withLock { $0.lines[Key(executionARN: executionARN, task: TaskID(number))] ?? [] }
    }

    private func append(_ line: String, to key: Key) {
        state.withLock { state in
            if state.lines[key] == nil {
                state.order.append(key)
                if state.order.count > Self.mostTasks { state.lines[state.order.removeFirst()] = nil }
            }
            guard (state.lines[key]?.count ?? 0) < Self.mostLines else { return }
            state.lines[key, default: []].append(line)
        }
    }
}
