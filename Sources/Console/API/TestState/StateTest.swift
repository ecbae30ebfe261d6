// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import StatesLanguage

/// One run of `TestState` after its request was checked.
struct StateTest {
    let state: StateUnderTest
    let surroundings: StateRun.Surroundings
    let mock: StateMock?
    let retryCount: Int
    let inspects: Bool

    /// The state as the engine runs it: a Map or Parallel state is never run, its result comes from the mock, which a
    /// Task state takes as well.
    static func runnable(_ state: StateUnderTest) -> JSONObject {
        var json = state.json
        guard state.type == .map || state.type == .parallel else { return json }
        let onlyTheirs = [
            "ItemProcessor", "Iterator", "ItemReader", "ItemSelector", "ItemBatcher", "ItemsPath", "Items", "Label",
            "MaxConcurrency", "MaxConcurrencyPath", "ToleratedFailureCount", "ToleratedFailureCountPath",
            "ToleratedFailurePercentage", "ToleratedFailurePercentagePath", "ResultWriter", "Branches", "Parameters",
        ]
        for field in onlyTheirs { json.removeValue(forName: field) }
        json["Type"] = "Task"
        json["Resource"] = "arn:aws:lambda:us-east-1:123456789012:function:Mocked"
        return json
    }

    /// Runs the state.
    ///
    /// - Parameter perform: Does the work of a Task state that has no mock.
    /// - Returns: The members of the answer.
    /// - Throws: `InvalidDefinition` when the engine cannot run the state.
    func run(performing perform: (TaskRequest) async -> TaskOutcome) async throws -> JSONObject {
        let trial = try MapTrial(of: state, in: surroundings)
        let trialFailure = trial?.failed?.failure
        // No retrier or catcher is for it.
        if let failed = trial?.failed, let trialFailure, trialFailure.error == "States.Runtime" {
            return answer(failed, trial: trial, task: nil, outcome: .failed(trialFailure))
        }
        var run = try StateRun(Self.runnable(state), in: surroundings)
        let task = run.task
        var outcome: TaskOutcome?
        if let task {
            let answer: TaskOutcome
            if let trialFailure {
                answer = .failed(trialFailure)
            } else if let mock {
                answer = mock.outcome
            } else {
                answer = await perform(task)
            }
            outcome = answer
            for _ in 0..<retryCount {
                guard run.task != nil else { break }
                run.answer(answer)
                run.retryNow()
            }
            run.answer(answer)
        }
        return answer(run, trial: trial, task: task, outcome: outcome)
    }

    private func answer(
        _ run: StateRun,
        trial: MapTrial?,
        task: TaskRequest?,
        outcome: TaskOutcome?
    ) -> JSONObject {
        let failure = Self.failure(outcome)
        let (status, error): (String, ErrorOutput?) =
            if let failure, run.retry != nil {
                ("RETRIABLE", failure)
            } else if let failure, run.exit != nil {
                ("CAUGHT_ERROR", failure)
            } else if let failure = run.failure {
                ("FAILED", failure)
            } else if let caught = caughtError(run) {
                ("CAUGHT_ERROR", caught)
            } else {
                ("SUCCEEDED", nil)
            }
        return JSONObject(present: [
            ("output", .string(run.exit?.output.serialized())),
            ("error", .string(error?.error)),
            ("cause", .string(error?.cause)),
            ("nextState", .string(run.nextState)),
            ("status", .string(status)),
            ("inspectionData", inspects ? .object(inspectionData(run, trial, task, outcome, error)) : JSONValue?.none),
        ])
    }

    /// The error that the state itself raised and caught, as its output shows it.
    private func caughtError(_ run: StateRun) -> ErrorOutput? {
        guard state.json["Catch"] != nil, let output = run.exit?.output, let error = output["Error"]?.string,
            run.events.contains(where: { $0.type == .evaluationFailed })
        else { return nil }
        return ErrorOutput(error: error, cause: output["Cause"]?.string)
    }

    private func inspectionData(
        _ run: StateRun,
        _ trial: MapTrial?,
        _ task: TaskRequest?,
        _ outcome: TaskOutcome?,
        _ error: ErrorOutput?
    ) -> JSONObject {
        var result: JSONValue?
        if case .succeeded(let value)? = outcome { result = value }
        let inspection = StateInspection(state: state, surroundings: surroundings, result: result, trial: trial)
        var data = inspection.stages(of: run, task: task)
        var variables = surroundings.variables
        for (name, value) in run.exit?.assigned ?? [:] { variables[name] = value }
        if !variables.isEmpty { data["variables"] = .string(JSONValue.object(variables).serialized()) }
        if let error, let details = errorDetails(of: error, run) { data["errorDetails"] = .object(details) }
        return data
    }

    private func errorDetails(of error: ErrorOutput, _ run: StateRun) -> JSONObject? {
        let retrier = Self.index(of: error, in: state.json["Retry"])
        let catcher = run.exit == nil ? nil : Self.index(of: error, in: state.json["Catch"])
        guard retrier != nil || catcher != nil else { return nil }
        return JSONObject(present: [
            ("catchIndex", catcher.map { JSONValue.integer($0) }),
            ("retryIndex", retrier.map { JSONValue.integer($0) }),
            ("retryBackoffIntervalSeconds", run.retry.map { JSONValue.integer($0.seconds) }),
        ])
    }

    /// The first retrier or catcher that names the error.
    private static func index(of error: ErrorOutput, in rules: JSONValue?) -> Int? {
        rules?.array?.firstIndex { rule in
            rule["ErrorEquals"]?.array?.contains { name in
                switch name.string {
                case "States.ALL": true
                case "States.TaskFailed": error.error != "States.Timeout"
                default: name.string == error.error
                }
            } ?? false
        }
    }

    private static func failure(_ outcome: TaskOutcome?) -> ErrorOutput? {
        switch outcome {
        case .failed(let failure)?: failure
        case .timedOut?: ErrorOutput(error: "States.Timeout")
        case .succeeded?, .handedOver?, nil: nil
        }
    }
}
