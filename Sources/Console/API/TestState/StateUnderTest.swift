// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import StatesLanguage

/// The one state that `TestState` runs, taken out of its definition.
struct StateUnderTest {
    /// The name that AWS gives the state, whatever its own.
    static let name = "StateName"

    /// The state's definition, with its query language written down.
    let json: JSONObject
    let type: StateType
    let isJSONata: Bool

    /// Takes a state out of a state machine, or a definition that is one state.
    ///
    /// - Throws: `InvalidDefinition`, or `ValidationException` when there is no state of that name.
    init(definition text: String, stateName: String?) throws(APIError) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: text)
        } catch {
            let complaint = JSONComplaint(about: text).map(Diagnostic.init)
            throw .invalidDefinition((complaint ?? .schema("Definition must be a valid JSON object")).sentence)
        }
        guard let stateName else {
            try Self.check(State.check(json, named: Self.name).problems)
            try self.init(state: json.object ?? [:], machineLanguage: nil)
            return
        }
        try Self.check(StateMachineDefinition.check(json).problems)
        guard let state = Self.find(stateName, in: json) else { throw .validation("State not found in definition") }
        try self.init(state: state, machineLanguage: json["QueryLanguage"])
    }

    private init(state: JSONObject, machineLanguage: JSONValue?) throws(APIError) {
        var state = state
        if let language = state["QueryLanguage"] ?? machineLanguage { state["QueryLanguage"] = language }
        guard let type = state["Type"]?.string.flatMap(StateType.init(rawValue:)) else {
            throw .validation("State not found in definition")
        }
        json = state
        self.type = type
        isJSONata = state["QueryLanguage"]?.string == "JSONata"
    }

    private static func check(_ problems: [Problem]) throws(APIError) {
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else {
            throw .invalidDefinition(errors.map { Diagnostic($0).sentence }.joined(separator: ", "))
        }
    }

    /// Looks into branches and item processors too.
    private static func find(_ name: String, in graph: JSONValue) -> JSONObject? {
        for (stateName, state) in graph["States"]?.object ?? [:] {
            if stateName == name { return state.object }
            var inner = state["Branches"]?.array ?? []
            if let processor = state["ItemProcessor"] ?? state["Iterator"] { inner.append(processor) }
            for graph in inner {
                if let found = find(name, in: graph) { return found }
            }
        }
        return nil
    }

    /// What kind of integration a Task state uses.
    var integration: TaskIntegration? {
        json["Resource"]?.string.flatMap(TaskIntegration.init(resource:))
    }

    var isActivity: Bool {
        if case .activity? = integration { true } else { false }
    }

    /// Whether the state waits for a job or for a token.
    var awaitsToken: Bool {
        guard case .service(_, let pattern)? = integration else { return false }
        return pattern != .requestResponse
    }
}
