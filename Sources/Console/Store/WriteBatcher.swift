// SPDX-License-Identifier: Apache-2.0

import Dispatch
import GRDB
import Synchronization

/// Collects writes and commits many of them in one transaction: a commit costs about the same for one write as for
/// a hundred, and a thousand executions a second write several times each.
///
/// Writes are committed in the order in which they were submitted.
final class WriteBatcher: Sendable {
    typealias Write = @Sendable (Database) throws -> Void

    private let database: any DatabaseWriter
    private let queue = DispatchQueue(label: "shelflife.commits", qos: .userInitiated)
    private let state = Mutex(State())

    private struct State {
        var pending: [Write] = []
        var batch = Batch()
        var isCommitting = false
    }

    init(_ database: any DatabaseWriter) {
        self.database = database
    }

    /// Submits a write; returns at once.
    ///
    /// ``Batch/committed()`` tells when it is safe.
    @discardableResult
    func submit(_ write: @escaping Write) -> Batch {
        let (batch, isFirst) = state.withLock { state in
            state.pending.append(write)
            let isFirst = !state.isCommitting
            state.isCommitting = true
            return (state.batch, isFirst)
        }
        if isFirst { queue.async { self.commitAll() } }
        return batch
    }

    private func commitAll() {
        while true {
            let next = state.withLock { state -> ([Write], Batch)? in
                guard !state.pending.isEmpty else {
                    state.isCommitting = false
                    return nil
                }
                defer {
                    state.pending = []
                    state.batch = Batch()
                }
                return (state.pending, state.batch)
            }
            guard let (writes, batch) = next else { return }
            do {
                try database.write { db in
                    for write in writes { try write(db) }
                }
                batch.finish(.success(()))
            } catch {
                batch.finish(.failure(error))
            }
        }
    }
}

/// The writes of one transaction.
final class Batch: Sendable {
    private enum State {
        case open([CheckedContinuation<Void, any Error>])
        case finished(Result<Void, any Error>)
    }

    private let state = Mutex(State.open([]))

    /// Returns when the transaction is committed.
    ///
    /// - Throws: Why it could not be.
    func committed() async throws {
        try await withCheckedThrowingContinuation { continuation in
            let result = state.withLock { state -> Result<Void, any Error>? in
                switch state {
                case .open(let waiting):
                    state = .open(waiting + [continuation])
                    return nil
                case .finished(let result):
                    return result
                }
            }
            if let result { continuation.resume(with: result) }
        }
    }

    func finish(_ result: Result<Void, any Error>) {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, any Error>] in
            guard case .open(let waiting) = state else { return [] }
            state = .finished(result)
            return waiting
        }
        for continuation in waiting { continuation.resume(with: result) }
    }
}
