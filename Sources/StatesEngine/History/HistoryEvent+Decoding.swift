// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Why a recorded history event cannot be understood.
public struct HistoryDecodingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in one sentence.
    public let description: String
}

extension HistoryEvent {
    /// Reads an event of a `GetExecutionHistory` answer, as the API sends it or as `aws stepfunctions` prints it.
    ///
    /// - Throws: ``HistoryDecodingError`` with the event and the member.
    public init(json: JSONValue) throws(HistoryDecodingError) {
        guard let event = json.object else {
            throw HistoryDecodingError(description: "A history event must be an object, not \(json.typeName).")
        }
        guard let id = event["id"]?.integer else {
            throw HistoryDecodingError(description: "A history event has no integer member id.")
        }
        guard let typeName = event["type"]?.string, let type = HistoryEventType(rawValue: typeName) else {
            let found = event["type"].map { $0.serialized() } ?? "missing"
            throw HistoryDecodingError(description: "Event \(id): the type is unknown (\(found)).")
        }
        let reader = DetailsReader(eventID: id, type: type, object: event[type.detailsMember]?.object ?? [:])
        self.init(
            id: id,
            previousEventID: event["previousEventId"]?.integer ?? 0,
            timestamp: try Self.timestamp(event["timestamp"], eventID: id),
            type: type,
            details: try reader.details()
        )
    }

    private static func timestamp(_ value: JSONValue?, eventID: Int) throws(HistoryDecodingError) -> Timestamp {
        if let seconds = value?.number?.double { return Timestamp(secondsSinceEpoch: seconds) }
        if let text = value?.string, let timestamp = Timestamp(iso8601: text) { return timestamp }
        throw HistoryDecodingError(
            description: "Event \(eventID): timestamp must be seconds since the epoch or an ISO 8601 text."
        )
    }
}

private struct DetailsReader {
    let eventID: Int
    let type: HistoryEventType
    let object: JSONObject

    func details() throws(HistoryDecodingError) -> HistoryEventDetails {
        switch type {
        case .executionStarted:
            return .executionStarted(
                .init(
                    input: payload("input"),
                    roleARN: object["roleArn"]?.string ?? "",
                    stateMachineAliasARN: object["stateMachineAliasArn"]?.string,
                    stateMachineVersionARN: object["stateMachineVersionArn"]?.string
                )
            )
        case .executionRedriven:
            return .executionRedriven(redriveCount: try integer("redriveCount"))
        case .choiceStateEntered, .failStateEntered, .mapStateEntered, .parallelStateEntered, .passStateEntered,
            .succeedStateEntered, .taskStateEntered, .waitStateEntered:
            return .stateEntered(name: try string("name"), input: payload("input"))
        case .choiceStateExited, .mapStateExited, .parallelStateExited, .passStateExited, .succeedStateExited,
            .taskStateExited, .waitStateExited:
            return .stateExited(name: try string("name"), output: payload("output"), assignedVariables: variables)
        case .executionSucceeded, .activitySucceeded, .lambdaFunctionSucceeded:
            return .output(payload("output"))
        case .executionFailed, .executionAborted, .executionTimedOut, .mapRunFailed, .activityFailed,
            .activityScheduleFailed, .activityTimedOut, .lambdaFunctionFailed, .lambdaFunctionScheduleFailed,
            .lambdaFunctionStartFailed, .lambdaFunctionTimedOut:
            return .failure(failure)
        case .evaluationFailed:
            return .evaluationFailed(failure, location: object["location"]?.string, state: try string("state"))
        case .activityScheduled, .lambdaFunctionScheduled:
            return .functionScheduled(try functionScheduled())
        case .activityStarted:
            return .activityStarted(workerName: object["workerName"]?.string)
        case .taskScheduled:
            return .taskScheduled(try taskScheduled())
        case .taskStarted:
            return .taskStarted(try resource())
        case .taskSubmitted, .taskSucceeded:
            return .taskOutput(try resource(), output: payload("output"))
        case .taskFailed, .taskStartFailed, .taskSubmitFailed, .taskTimedOut:
            return .taskFailure(try resource(), failure)
        case .mapStateStarted:
            return .mapStateStarted(length: try integer("length"))
        case .mapIterationStarted, .mapIterationSucceeded, .mapIterationFailed, .mapIterationAborted:
            return .mapIteration(name: try string("name"), index: try integer("index"))
        case .mapRunStarted:
            return .mapRunStarted(mapRunARN: try string("mapRunArn"))
        case .mapRunRedriven:
            return .mapRunRedriven(mapRunARN: try string("mapRunArn"), redriveCount: try integer("redriveCount"))
        case .lambdaFunctionStarted, .parallelStateStarted, .parallelStateSucceeded, .parallelStateFailed,
            .parallelStateAborted, .mapStateSucceeded, .mapStateFailed, .mapStateAborted, .mapRunSucceeded,
            .mapRunAborted, .taskStateAborted, .waitStateAborted:
            return .none
        }
    }

    private var failure: ErrorOutput {
        ErrorOutput(error: object["error"]?.string, cause: text("cause"))
    }

    private var variables: JSONObject {
        let texts = object["assignedVariables"]?.object ?? [:]
        return JSONObject(texts.lazy.map { (key: $0.key, value: Self.parsed($0.value)) })
    }

    private func functionScheduled() throws(HistoryDecodingError) -> HistoryEventDetails.FunctionScheduled {
        HistoryEventDetails.FunctionScheduled(
            resource: try string("resource"),
            input: payload("input"),
            timeoutInSeconds: object["timeoutInSeconds"]?.integer,
            heartbeatInSeconds: object["heartbeatInSeconds"]?.integer,
            credentialsRoleARN: object["taskCredentials"]?["roleArn"]?.string
        )
    }

    private func taskScheduled() throws(HistoryDecodingError) -> HistoryEventDetails.TaskScheduled {
        HistoryEventDetails.TaskScheduled(
            resource: try resource(),
            region: object["region"]?.string ?? "",
            parameters: payload("parameters"),
            timeoutInSeconds: object["timeoutInSeconds"]?.integer,
            heartbeatInSeconds: object["heartbeatInSeconds"]?.integer,
            credentialsRoleARN: object["taskCredentials"]?["roleArn"]?.string
        )
    }

    private func resource() throws(HistoryDecodingError) -> TaskResourceName {
        TaskResourceName(resourceType: try string("resourceType"), resource: try string("resource"))
    }

    private func string(_ name: String) throws(HistoryDecodingError) -> String {
        guard let value = object[name]?.string else { throw missing(name, "a string") }
        return value
    }

    private func integer(_ name: String) throws(HistoryDecodingError) -> Int {
        guard let value = object[name]?.integer else { throw missing(name, "an integer") }
        return value
    }

    private func missing(_ name: String, _ kind: String) -> HistoryDecodingError {
        HistoryDecodingError(
            description: "Event \(eventID) (\(type.rawValue)): \(type.detailsMember).\(name) must be \(kind)."
        )
    }

    /// A payload; a history written without execution data has none.
    private func payload(_ name: String) -> JSONValue {
        object[name].map(Self.parsed) ?? .null
    }

    /// Payloads are JSON texts, but tools that pretty-print histories like to unfold them.
    private static func parsed(_ value: JSONValue) -> JSONValue {
        guard let text = value.string else { return value }
        return (try? JSONValue(parsing: text)) ?? value
    }

    private func text(_ name: String) -> String? {
        switch object[name] {
        case nil: nil
        case .string(let text)?: text
        case let value?: value.serialized()
        }
    }
}
