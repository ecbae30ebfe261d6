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
}
