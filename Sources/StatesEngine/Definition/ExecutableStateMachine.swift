// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON
public import StatesLanguage

/// A definition made ready to run: names resolved, paths and intrinsic calls parsed, once for all executions.
public struct ExecutableStateMachine: Sendable {
    let graph: PreparedGraph
    let timeoutSeconds: Int?
    private let itemProcessors: [String: PreparedGraph]

    /// Prepares a definition in the Amazon States Language.
    ///
    /// - Throws: ``DefinitionError`` when the definition is wrong or needs what the engine does not have.
    public init(definition: JSONValue) throws(DefinitionError) {
        let checked = StateMachineDefinition.check(definition)
        let errors = checked.problems.filter { $0.severity == .error }
        guard let decoded = checked.definition, errors.isEmpty else {
            throw DefinitionError(problems: errors.map(\.description))
        }
        try self.init(decoded)
    }

    /// Prepares a definition.
    ///
    /// - Throws: ``DefinitionError`` when the definition is wrong or needs what the engine does not have.
    public init(_ definition: StateMachineDefinition) throws(DefinitionError) {
        var preparation = Preparation(language: definition.queryLanguage ?? .jsonPath)
        let prepared = preparation.graph(definition)
        guard let prepared, preparation.problems.isEmpty else { throw DefinitionError(problems: preparation.problems) }
        graph = prepared
        timeoutSeconds = definition.timeoutSeconds
        itemProcessors = preparation.itemProcessors
    }

    private init(processor: PreparedGraph, of machine: ExecutableStateMachine) {
        graph = processor
        timeoutSeconds = nil
        itemProcessors = machine.itemProcessors
    }

    /// The item processor of a distributed Map state, which the children of its Map Runs run.
    ///
    /// - Returns: nil when the definition has no distributed Map state of that name.
    public func itemProcessor(ofMapState name: String) -> ExecutableStateMachine? {
        itemProcessors[name].map { ExecutableStateMachine(processor: $0, of: self) }
    }
}

/// Why a definition cannot run.
public struct DefinitionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The problems, a sentence each, with their places.
    public let problems: [String]

    /// The sentences in one text.
    public var description: String { problems.joined(separator: "\n") }
}
