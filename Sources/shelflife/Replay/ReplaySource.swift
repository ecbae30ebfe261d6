// SPDX-License-Identifier: Apache-2.0

import Console
import Foundation
import StatesEngine

/// The recorded execution that a user named.
struct ReplaySource {
    let name: String
    let recorded: RecordedHistory
    /// Who the execution was and how it drew lots; known of local executions only.
    private let local: StoredExecution?

    /// - Throws: ``Failure`` in one sentence.
    init(_ text: String, database: String?) throws {
        name = text
        do {
            if let database {
                let stored = try Self.find(text, in: database)
                local = stored
                recorded = try RecordedHistory(stored.events)
            } else {
                local = nil
                recorded = try RecordedHistory(parsing: readInput(text))
                guard recorded.isComplete else {
                    let last = recorded.events.last
                    throw Failure.invalid(
                        "\(text): the history is truncated: it ends with event \(last?.id ?? 0), "
                            + "\(last?.type.rawValue ?? ""), before the end of the execution"
                    )
                }
            }
        } catch let problem as RecordedHistory.Problem {
            throw Failure.invalid("\(text): \(problem)")
        }
    }

    private static func find(_ text: String, in database: String) throws -> StoredExecution {
        guard FileManager.default.fileExists(atPath: database) else {
            throw Failure.invalid("cannot read \(database): no such file")
        }
        let found: StoredExecution?
        do {
            found = try StoredExecution.find(text, inDatabase: database)
        } catch {
            throw Failure.invalid("\(database) is no database of shelflife serve: \(error)")
        }
        guard let found else { throw Failure.invalid("there is no execution \"\(text)\" in \(database)") }
        return found
    }

    /// What the definition does otherwise than the record.
    ///
    /// - Throws: ``Failure`` when the two cannot be compared.
    func difference(on definition: ReplayDefinition) throws -> ReplayDifference? {
        guard recorded.isComplete else { throw Failure.invalid("\(name): the execution has not ended yet") }
        guard recorded.hasData else {
            throw Failure.invalid(
                "\(name): the history lacks inputs and outputs, or parts of them; fetch it with --include-execution-data"
            )
        }
        let names = Set(GraphState(history: recorded.events).visits.map(\.name))
        let unknown = names.filter { !definition.stateNames.contains($0) }
        // A changed definition may have renamed a state or two; the first and the last have the same names everywhere.
        guard unknown.count * 2 <= names.count else {
            throw Failure.invalid(
                "\(name) is the history of another state machine: \(definition.source) has no state "
                    + unknown.sorted().joined(separator: ", ")
            )
        }
        let replay = HistoryReplay(
            recorded,
            on: definition.machine,
            identity: local?.identity,
            seed: local?.seed ?? 0
        )
        return ReplayDifference.first(of: recorded.events, and: replay.history)
    }
}
