// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What `$$` says about the execution; made into JSON only where a definition asks for it.
struct ContextObject {
    let record: ExecutionRecord
    /// When the execution began.
    let startTime: Timestamp
    let redriveCount: Int
    /// The state.
    var stateName: String
    /// When it was entered.
    var enteredTime: Timestamp
    /// How often it was retried; only Task states tell.
    var retryCount: Int?
    /// The token of the task, where one is awaited.
    var taskToken: String?
    /// The item of the Map iteration around.
    var mapItem: MapItem?
    /// What to show instead, in a test that brings its own.
    var substitute: JSONValue?

    /// The item that a Map iteration works on.
    struct MapItem: Sendable, Hashable {
        let index: Int
        let value: JSONValue
    }

    var json: JSONValue {
        if let substitute { return substitute }
        var object = executionAndMachine
        var state: JSONObject = ["Name": .string(stateName), "EnteredTime": .string(enteredTime.description)]
        if let retryCount { state["RetryCount"] = .integer(retryCount) }
        object["State"] = .object(state)
        if let taskToken { object["Task"] = ["Token": .string(taskToken)] }
        return .object(withItem(object))
    }

    private func withItem(_ object: JSONObject) -> JSONObject {
        guard let mapItem else { return object }
        var object = object
        object["Map"] = ["Item": ["Index": .integer(mapItem.index), "Value": mapItem.value]]
        return object
    }

    /// `Execution` and `StateMachine`, the same in all states.
    private var executionAndMachine: JSONObject {
        let identity = record.identity
        let execution: JSONObject = [
            "Id": .string(identity.executionARN),
            "Input": record.input,
            "StartTime": .string(startTime.description),
            "Name": .string(identity.name),
            "RoleArn": identity.roleARN.isEmpty ? .null : .string(identity.roleARN),
            // Express executions cannot be redriven and tell 0 all the same.
            "RedriveCount": .integer(redriveCount),
        ]
        return [
            "Execution": .object(execution),
            "StateMachine": ["Id": .string(identity.stateMachineARN), "Name": .string(identity.stateMachineName)],
        ]
    }
}
