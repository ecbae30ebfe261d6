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
    /// What to show instead, but for the item, in a test that brings its own.
    var substitute: JSONValue?

    /// The item that a Map iteration works on.
    struct MapItem: Sendable, Hashable {
        let index: Int
        let value: JSONValue
    }

    /// All members that there may be, in order.
    private static let members: [(section: String, names: [String])] = [
        ("Execution", ["Id", "Input", "StartTime", "Name", "RoleArn", "RedriveCount"]),
        ("StateMachine", ["Id", "Name"]),
        ("State", ["Name", "EnteredTime", "RetryCount"]),
        ("Task", ["Token"]),
        ("Map", ["Item"]),
    ]

    /// The whole object.
    var json: JSONValue {
        if let substitute {
            guard let mapItem, var object = substitute.object else { return substitute }
            object["Map"] = ["Item": mapItem.json]
            return .object(object)
        }
        var object = JSONObject()
        for (section, names) in Self.members {
            let members = names.compactMap { name in value(section, name).map { (key: name, value: $0) } }
            if !members.isEmpty { object[section] = .object(JSONObject(members)) }
        }
        return .object(object)
    }

    /// One member of a section, without making the others; nil where there is none.
    func value(_ section: String, _ name: String) -> JSONValue? {
        if let substitute, section != "Map" || mapItem == nil { return substitute[section]?[name] }
        switch section {
        case "Execution": return execution(name)
        case "StateMachine": return stateMachine(name)
        case "State": return state(name)
        case "Task": return name == "Token" ? taskToken.map(JSONValue.string) : .none
        case "Map": return name == "Item" ? mapItem?.json : .none
        default: return .none
        }
    }

    private func execution(_ name: String) -> JSONValue? {
        let identity = record.identity
        switch name {
        case "Id": return .string(identity.executionARN)
        case "Input": return record.input
        case "StartTime": return .string(startTime.description)
        case "Name": return .string(identity.name)
        case "RoleArn": return identity.roleARN.isEmpty ? JSONValue.null : .string(identity.roleARN)
        // Express executions cannot be redriven and tell 0 all the same.
        case "RedriveCount": return .integer(redriveCount)
        default: return .none
        }
    }

    private func stateMachine(_ name: String) -> JSONValue? {
        switch name {
        case "Id": .string(record.identity.stateMachineARN)
        case "Name": .string(record.identity.stateMachineName)
        default: .none
        }
    }

    private func state(_ name: String) -> JSONValue? {
        switch name {
        case "Name": .string(stateName)
        case "EnteredTime": .string(enteredTime.description)
        case "RetryCount": retryCount.map { JSONValue.integer($0) }
        default: .none
        }
    }
}

extension ContextObject.MapItem {
    fileprivate var json: JSONValue { ["Index": .integer(index), "Value": value] }
}
