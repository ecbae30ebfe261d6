// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

extension HistoryEvent {
    /// The event as `GetExecutionHistory` shapes it; moments are seconds since the epoch, payloads are JSON texts.
    ///
    /// - Parameter includesData: Whether inputs, outputs and parameters are told (`includeExecutionData`).
    /// - Returns: An object.
    public func json(includingData includesData: Bool = true) -> JSONValue {
        var event: JSONObject = [
            "timestamp": .number(JSONNumber(timestamp.secondsSinceEpoch)),
            "type": .string(type.rawValue),
            "id": .integer(id),
            "previousEventId": .integer(previousEventID),
        ]
        if let details = details.json(includingData: includesData) {
            event[type.detailsMember] = .object(details)
        }
        return .object(event)
    }
}

extension HistoryEventDetails {
    /// The details object, if the type has one.
    fileprivate func json(includingData includesData: Bool) -> JSONObject? {
        var writer = DetailsWriter(includesData: includesData)
        switch self {
        case .none:
            return nil
        case .executionStarted(let started):
            writer.payload("input", started.input)
            writer.member("roleArn", started.roleARN)
            writer.member("stateMachineAliasArn", started.stateMachineAliasARN)
            writer.member("stateMachineVersionArn", started.stateMachineVersionARN)
        case .executionRedriven(let redriveCount):
            writer.member("redriveCount", redriveCount)
        case .stateEntered(let name, let input):
            writer.member("name", name)
            writer.payload("input", input)
        case .stateExited(let name, let output, let assignedVariables):
            writer.member("name", name)
            writer.payload("output", output)
            writer.variables(assignedVariables)
        case .output(let output):
            writer.payload("output", output)
        case .failure(let failure):
            writer.failure(failure)
        case .evaluationFailed(let failure, let location, let state):
            writer.failure(failure)
            writer.member("location", location)
            writer.member("state", state)
        case .functionScheduled(let scheduled):
            writer.member("resource", scheduled.resource)
            writer.payload("input", scheduled.input)
            writer.member("timeoutInSeconds", scheduled.timeoutInSeconds)
            writer.member("heartbeatInSeconds", scheduled.heartbeatInSeconds)
            writer.credentials(scheduled.credentialsRoleARN)
        case .activityStarted(let workerName):
            writer.member("workerName", workerName)
        case .taskScheduled(let scheduled):
            writer.resource(scheduled.resource)
            writer.member("region", scheduled.region)
            writer.text("parameters", scheduled.parameters)
            writer.member("timeoutInSeconds", scheduled.timeoutInSeconds)
            writer.member("heartbeatInSeconds", scheduled.heartbeatInSeconds)
            writer.credentials(scheduled.credentialsRoleARN)
        case .taskStarted(let resource):
            writer.resource(resource)
        case .taskOutput(let resource, let output):
            writer.resource(resource)
            writer.payload("output", output)
        case .taskFailure(let resource, let failure):
            writer.resource(resource)
            writer.failure(failure)
        case .mapStateStarted(let length):
            writer.member("length", length)
        case .mapIteration(let name, let index):
            writer.member("name", name)
            writer.member("index", index)
        case .mapRunStarted(let mapRunARN):
            writer.member("mapRunArn", mapRunARN)
        case .mapRunRedriven(let mapRunARN, let redriveCount):
            writer.member("mapRunArn", mapRunARN)
            writer.member("redriveCount", redriveCount)
        }
        return writer.object
    }
}

private struct DetailsWriter {
    let includesData: Bool
    var object = JSONObject()

    init(includesData: Bool) {
        self.includesData = includesData
    }

    mutating func member(_ name: String, _ value: String?) {
        if let value { object[name] = .string(value) }
    }

    mutating func member(_ name: String, _ value: Int?) {
        if let value { object[name] = .integer(value) }
    }

    /// A payload as JSON text, with the note that it is complete.
    mutating func payload(_ name: String, _ value: JSONValue) {
        guard includesData else { return }
        text(name, value)
        object[name + "Details"] = ["truncated": false]
    }

    mutating func text(_ name: String, _ value: JSONValue) {
        guard includesData else { return }
        object[name] = .string(value.serialized())
    }

    mutating func variables(_ variables: JSONObject) {
        guard includesData, !variables.isEmpty else { return }
        object["assignedVariables"] = .object(
            JSONObject(variables.lazy.map { (key: $0.key, value: .string($0.value.serialized())) })
        )
        object["assignedVariablesDetails"] = ["truncated": false]
    }

    mutating func failure(_ failure: ErrorOutput) {
        member("error", failure.error)
        member("cause", failure.cause)
    }

    mutating func resource(_ resource: TaskResourceName) {
        member("resourceType", resource.resourceType)
        member("resource", resource.resource)
    }

    mutating func credentials(_ roleARN: String?) {
        if let roleARN { object["taskCredentials"] = ["roleArn": .string(roleARN)] }
    }
}
