// SPDX-License-Identifier: Apache-2.0

import Foundation
import OrderedJSON
import StatesEngine
import StatesLanguage
import Testing

/// Plays recorded cases without API and server, and compares the kinds of events and their causes.
///
/// The full comparison is that of the conformance runner, over HTTP; this one is quick and needs nothing but the cases.
@Suite(.enabled(if: !RecordedCase.all.isEmpty, "there is no shared/conformance/open beside the project"))
struct RecordedHistoryTests {
    /// Executions that never end here, since nobody works on their activity.
    private static let unplayed = ["test_activity_task_failure-604cd212", "test_activity_task_no_worker_name-b827b5ce"]

    /// The executions of which the engine alone writes another history than the recording has, and why.
    private static let known: [String: String] = [
        "BASE_SCOPE_PARAL": "the recording leaves the order of branches open",
        "test_parallel_catch_error_": "the recording leaves the order of branches open",
        // Of most Map Runs the service names the end as the cause, as is done here.
        "MAP_STATE_REFE-3fc816ce": "names the Map Run's start as the cause of the exit",
        "MAP_STATE_REFE-68d83283": "names the Map Run's start as the cause of the exit",
        "base_json_max_items_jsonata-6c6914de": "names the Map Run's start as the cause of the exit",
        "items_path_from_previous-dfeeea70": "names the Map Run's start as the cause of the exit",
        "too_far_in_future_boundary_24855-a90282f5": "fetched while it waits, for which no time passes here",
        "test_service_lambda_map_timeout-0204f100": "four tasks time out at once",
    ]

    @Test func playsRecordedCases() async throws {
        var same = 0
        for recorded in RecordedCase.all where !Self.unplayed.contains(where: recorded.id.contains) {
            for execution in recorded.executions {
                let played = await Self.play(execution, objects: recorded.objects)
                let isSame = Self.outline(played["events"]) == Self.outline(.array(execution.expected))
                same += isSame ? 1 : 0
                #expect(isSame || Self.known.keys.contains { recorded.id.contains($0) }, "\(recorded.id)")
            }
        }
        #expect(same >= 323)
    }

    /// The kinds of events and their causes.
    private static func outline(_ events: JSONValue?) -> [String] {
        (events?.array ?? []).map { "\($0["type"]?.string ?? "") after \($0["previousEventId"]?.integer ?? 0)" }
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
            try await Task.sleep(for: .seconds(60))
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
