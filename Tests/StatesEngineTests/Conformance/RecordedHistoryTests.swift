// SPDX-License-Identifier: Apache-2.0

import Foundation
import OrderedJSON
import StatesEngine
import StatesLanguage
import Testing

/// Plays recorded cases without API and server, and compares the kinds of events and their causes.
///
/// The full comparison is that of the conformance runner, over HTTP; this one is quick and needs nothing but the cases.
@Suite struct RecordedHistoryTests {
    @Test func playsRecordedCases() async throws {
        var report = JSONObject()
        for recorded in RecordedCase.all {
            for execution in recorded.executions {
                report["\(recorded.id)|\(execution.step)"] = await Self.play(execution, objects: recorded.objects)
            }
            for trial in recorded.stateTrials {
                report["\(recorded.id)|\(trial.step)"] = await Self.test(trial.parameters)
            }
        }
        if let path = ProcessInfo.processInfo.environment["SHELFLIFE_CONFORMANCE_OUTPUT"] {
            try JSONValue.object(report).serialized().write(toFile: path, atomically: true, encoding: .utf8)
        }
    }

    static func play(_ execution: RecordedCase.Execution, objects: [String: [UInt8]]) async -> JSONValue {
        let machine: ExecutableStateMachine
        do throws(DefinitionError) {
            machine = try ExecutableStateMachine(definition: execution.definition)
        } catch {
            return ["refused": .string(error.description)]
        }
        let collector = HistoryCollector()
        let clock = SimulatedClock(now: Timestamp(secondsSinceEpoch: Date().timeIntervalSince1970))
        let identity = ExecutionIdentity(
            stateMachineARN: "arn:aws:states:us-east-1:111111111111:stateMachine:\(execution.machineName)",
            name: "run",
            roleARN: "arn:aws:iam::111111111111:role/test"
        )
        let driver = ExecutionDriver(
            machine: machine,
            record: ExecutionRecord(identity: identity, input: execution.input, seed: 1),
            services: EngineServices(
                clock: clock,
                taskRunner: ScriptedTaskRunner(execution.outcomes),
                objectStore: MemoryObjectStore(objects),
                observer: collector
            )
        )
        let limit = Task {
            try await Task.sleep(for: .seconds(5))
            driver.send(.stopRequested(ErrorOutput(error: "Test", cause: "took too long")))
        }
        let outcome = try? await driver.run()
        limit.cancel()
        return [
            "status": .string(outcome?.status.rawValue ?? "NONE"),
            "events": .array(collector.history(of: identity.executionARN).map { $0.json() }),
        ]
    }

    /// What TestState would answer, with all data.
    static func test(_ parameters: JSONValue) async -> JSONValue {
        guard let text = parameters["definition"]?.string, let definition = try? JSONValue(parsing: text) else {
            return ["refused": "no definition"]
        }
        let name = parameters["stateName"]?.string
        let stateJSON = name.flatMap { definition["States"]?[$0] } ?? definition
        let language: QueryLanguage = definition["QueryLanguage"]?.string == "JSONata" ? .jsonata : .jsonPath
        guard let state = State.check(stateJSON, named: name ?? "StateName").state,
            let test = try? StateTest(state: state, name: "StateName", language: language)
        else { return ["refused": "invalid"] }
        var setup = StateTest.Setup()
        func parsed(_ value: JSONValue?) -> JSONValue? { value?.string.flatMap { try? JSONValue(parsing: $0) } }
        if let result = parsed(parameters["mock"]?["result"]) { setup.mock = .result(result) }
        if let failure = parameters["mock"]?["errorOutput"] {
            setup.mock = .failure(ErrorOutput(error: failure["error"]?.string, cause: failure["cause"]?.string))
        }
        setup.context = parsed(parameters["context"])
        setup.variables = parsed(parameters["variables"])?.object ?? [:]
        setup.retryCount = parameters["stateConfiguration"]?["retrierRetryCount"]?.integer ?? 0
        setup.roleARN = parameters["roleArn"]?.string ?? ""
        let outcome = await test.run(
            input: parsed(parameters["input"]) ?? [:],
            setup: setup,
            at: Timestamp(secondsSinceEpoch: 1_700_000_000),
            seed: 1,
            taskRunner: ScriptedTaskRunner([:])
        )
        var answer: JSONObject = ["status": .string(outcome.status.rawValue)]
        answer["output"] = outcome.output.map { .string($0.serialized()) }
        answer["error"] = outcome.failure?.error.map { .string($0) }
        answer["cause"] = outcome.failure?.cause.map { .string($0) }
        answer["nextState"] = outcome.nextState.map { .string($0) }
        answer["inspectionData"] = .object(outcome.inspection)
        return .object(answer)
    }
}
