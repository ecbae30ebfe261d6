// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import StatesLanguage
import Synchronization

/// Checks definitions, and keeps those that run ready to run.
final class DefinitionLibrary: Sendable {
    private let ready = Mutex<[String: ExecutableStateMachine]>([:])

    /// How many prepared definitions are kept.
    private static let capacity = 1000

    /// The problems of a definition, errors first where one makes the rest pointless.
    func problems(of text: String, kind: StateMachineRecord.Kind) -> [Diagnostic] {
        guard text.utf8.count <= StateMachineDefinition.maximumSizeBytes else {
            return [
                .schema("Definition must have length less than or equal to \(StateMachineDefinition.maximumSizeBytes)")
            ]
        }
        let json: JSONValue
        do {
            json = try JSONValue(parsing: text)
        } catch {
            return [
                JSONComplaint(about: text).map(Diagnostic.init) ?? .schema("Definition must be a valid JSON object")
            ]
        }
        let found = StateMachineDefinition.check(json, isExpress: kind == .express).problems.map(Diagnostic.init)
        guard !found.contains(where: { $0.severity == .error }) else { return found }
        // What only the engine sees: JSONata that cannot be parsed.
        do {
            _ = try prepared(text)
        } catch {
            return found + [.schema("\(error)")]
        }
        return found
    }

    /// - Throws: `InvalidDefinition` with every error.
    func check(_ text: String, kind: StateMachineRecord.Kind) throws(APIError) {
        let errors = problems(of: text, kind: kind).filter { $0.severity == .error }
        guard errors.isEmpty else {
            throw .invalidDefinition(errors.map(\.sentence).joined(separator: ", "))
        }
    }

    /// The definition made ready to run.
    ///
    /// - Throws: `InvalidDefinition` when the engine cannot run it.
    func executable(_ text: String) throws(APIError) -> ExecutableStateMachine {
        do {
            return try prepared(text)
        } catch {
            throw .invalidDefinition("\(error)")
        }
    }

    private func prepared(_ text: String) throws -> ExecutableStateMachine {
        if let machine = ready.withLock({ $0[text] }) { return machine }
        let machine = try ExecutableStateMachine(definition: JSONValue(parsing: text))
        ready.withLock { ready in
            if ready.count >= Self.capacity { ready.removeAll() }
            ready[text] = machine
        }
        return machine
    }

    /// The variables that each state's expressions use, for `DescribeStateMachine`.
    func variableReferences(of revision: RevisionRecord) -> JSONObject? {
        guard let definition = try? JSONValue(parsing: revision.definition) else { return nil }
        let references = VariableReferences(in: definition).byState
        guard !references.isEmpty else { return nil }
        return JSONObject(references.map { (key: $0.state, value: .array($0.names.map { .string($0) })) })
    }
}
