// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

/// The histories that AWS recorded, in replay; they are no part of the project.
@Suite(.enabled(if: !RecordedCase.all.isEmpty, "there is no shared/conformance/open beside the project"))
struct RecordedReplayTests {
    /// The service still waits when the history is fetched.
    private static let unfinished = ["test_timestamp_too_far_in_future_boundary_24855-a90282f5"]

    /// The recordings hide the very moments that the executions wait for.
    private static let masked = [
        "test_wait_timestamppath_.000000Z-3bdf25fb", "test_wait_timestamppath_.00Z-b48a188e",
        "test_wait_timestamppath_Z-21ae83d9",
    ]

    /// The recordings show the JSON in a cause opened up, and so tell nothing of its spaces.
    private static let openedUp = [
        "test_no_such_function_catch-c9e98324", "test_raise_exception_catch-05e7744c",
        "test_lambda_invoke_with_retry_base-014c7c5c", "test_lambda_service_invoke_with_retry_extended_input-8db00bb4",
    ]

    @Test func everyRecordedHistoryStepsToItsEnd() throws {
        var stepped = 0
        var withoutOrder = 0
        for saved in RecordedCase.all.flatMap(\.savedHistories) {
            guard saved.isOrdered else {
                withoutOrder += 1
                #expect(throws: RecordedHistory.Problem.self, "\(saved.name)") { try RecordedHistory(saved.events) }
                continue
            }
            let history = try RecordedHistory(saved.events)
            var state = GraphState()
            for event in history.events {
                state.append(event)
                if event.type.rawValue.hasSuffix("StateExited") {
                    #expect(state.visit(ofEvent: event.id)?.output != nil, "\(saved.name) event \(event.id)")
                }
            }
            stepped += 1
            guard history.isComplete else {
                #expect(Self.unfinished.contains { saved.name.contains($0) }, "\(saved.name)")
                continue
            }
            #expect(state.status != .running, "\(saved.name)")
            #expect(!state.visits.contains { $0.endedAt == nil || $0.status == .running }, "\(saved.name)")
        }
        #expect(stepped >= 331)
        // A recording without ids is none that the service gives; four have them taken off.
        #expect(withoutOrder <= 4)
    }

    /// What AWS recorded is what the same definition does here, with the record's answers.
    @Test func noneDiffersOnItsOwnDefinition() throws {
        let known = Self.masked + Self.openedUp + Self.unfinished
        var compared = 0
        for recorded in RecordedCase.all {
            for execution in recorded.executions {
                guard execution.expected.allSatisfy({ $0["id"]?.integer != nil }) else { continue }
                let machine = try ExecutableStateMachine(definition: execution.definition)
                let events = execution.expected.map(RecordedCase.timed)
                let difference = try Self.difference(of: events, on: machine)
                compared += 1
                let isKnown = known.contains { recorded.id.contains($0) }
                #expect(isKnown || difference == nil, "\(recorded.id) \(execution.step)")
            }
        }
        #expect(compared >= 331)
    }

    /// The first difference that is not merely a mask of the recording; under the masks the comparison goes on.
    private static func difference(
        of recorded: [JSONValue],
        on machine: ExecutableStateMachine
    ) throws -> ReplayDifference? {
        var events = recorded
        for _ in 0..<20 {
            let history = try RecordedHistory(events)
            let replay = HistoryReplay(history, on: machine)
            guard let difference = ReplayDifference.first(of: history.events, and: replay.history) else { return nil }
            guard let masked = difference.value?.recorded?.string, let value = difference.value?.replayed,
                RecordingMask.stands(masked, for: value)
            else { return difference }
            events = events.map { RecordingMask.lift(masked, value, in: $0) }
        }
        Issue.record("the masks of a recording have no end")
        return nil
    }
}
