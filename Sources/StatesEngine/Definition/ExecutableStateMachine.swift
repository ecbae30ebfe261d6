// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// A definition made ready to run: names resolved, paths and intrinsic calls parsed, once for all executions.
public struct ExecutableStateMachine: Sendable {
    /// Prepares a definition in the Amazon States Language.
    ///
    /// - Throws: ``DefinitionError`` when the definition is wrong or needs what the engine does not have.
    public init(definition: JSONValue) throws(DefinitionError) {
    }

    /// The item processor of a distributed Map state, which the children of its Map Runs run.
    ///
    /// - Returns: nil when the definition has no distributed Map state of that name.
    public func itemProcessor(ofMapState name: String) -> ExecutableStateMachine? { nil }
}

/// Why a definition cannot run.
public struct DefinitionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The problems, a sentence each, with their places.
    public let problems: [String]

    /// The sentences in one text.
    public var description: String { problems.joined(separator: "\n") }
}
