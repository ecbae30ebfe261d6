// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import StatesLanguage

/// A definition on which a recorded execution is executed again.
struct ReplayDefinition {
    let source: String
    let machine: ExecutableStateMachine
    /// All states, those in branches and item processors included.
    let stateNames: Set<String>

    /// - Throws: ``Failure`` when the file is no definition that can run.
    init(file: String) throws {
        source = file
        let text = Self.bind(try readInput(file))
        do {
            let json = try JSONValue(parsing: text)
            machine = try ExecutableStateMachine(definition: json)
            stateNames = StateMachineDefinition.check(json).definition.map(Self.names) ?? []
        } catch let error as JSONSyntaxError {
            throw Failure.invalid("\(file): \(error)")
        } catch let error as DefinitionError {
            throw Failure.invalid("\(file): \(error)")
        }
    }

    private static func names(in graph: any StateGraph) -> Set<String> {
        var names = Set(graph.states.names)
        for (_, state) in graph.states {
            switch state {
            case .map(let map): names.formUnion(map.processor.map(Self.names) ?? [])
            case .parallel(let parallel): for branch in parallel.branches { names.formUnion(Self.names(in: branch)) }
            default: break
            }
        }
        return names
    }

    /// What CloudFormation would fill in is not known here, and counts as the same as what was recorded.
    private static func bind(_ text: String) -> String {
        let name = HistoryReplay.unknownName
        return text.replacing(#/\$\{([A-Za-z0-9]+)(?:\.[A-Za-z]+)?\}/#) { match in
            match.1.hasSuffix("Function")
                ? "arn:aws:lambda:us-east-1:000000000000:function:\(name)"
                : "arn:aws:sns:us-east-1:000000000000:\(name)"
        }
    }
}
