// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import ImageLifecycle
import Synchronization
import Testing

@testable import Worker

@Suite(.serialized, .timeLimit(.minutes(15)))
struct RunLoopTests {
    private let lines = LineLog()

    private func invocation(_ id: String, _ payload: String, deadline: Date? = nil, trace: String? = nil) -> Invocation
    {
        Invocation(requestID: id, deadline: deadline, traceID: trace, payload: Data(payload.utf8))
    }

    private func run(
        _ client: ScriptedRuntimeClient,
        _ handler: @escaping RunLoop<ScriptedRuntimeClient>.Handler
    ) async -> RuntimeError {
        await RunLoop(client: client, log: lines.log, margin: 0, handler: handler).run()
    }

    @Test func answersEveryEventInTurn() async {
        let client = ScriptedRuntimeClient([invocation("1", "a"), invocation("2", "b")])
        let end = await run(client) { payload, _ in payload + Data("!".utf8) }
        #expect(end == .unreachable("the end"))
        #expect(client.answers == [.response("1", "a!"), .response("2", "b!")])
    }

    @Test func reportsAFailureAndLivesOn() async {
        let client = ScriptedRuntimeClient([invocation("1", "bad"), invocation("2", "good")])
        let failure = StepError(.throttled, "slow down")
        _ = await run(client) { payload, _ throws(StepError) in
            if payload == Data("bad".utf8) { throw failure }
            return payload
        }
        #expect(client.answers == [.failure("1", failure), .response("2", "good")])
        #expect(lines.text.contains(#""errorType":"Shelflife.Throttled""#))
        #expect(lines.text.contains(#""requestId":"1""#))
    }

    @Test(arguments: ["", "not json", "[]", "null", "{}", "{\"policy\": 1}", "\u{FF}"])
    func answersAnEventThatIsNoInputWithATypedError(payload: String) async throws {
        let client = ScriptedRuntimeClient([invocation("1", payload), invocation("2", payload)])
        _ = await run(client) { payload, context throws(StepError) in
            try await WorkerStep.listExpiredImages.run(payload, ec2: unreachableEC2(), context: context)
        }
        #expect(client.answers.count == 2)
        for case .failure(_, let error) in client.answers {
            #expect(["Shelflife.InvalidInput", "Shelflife.InvalidPolicy"].contains(error.type))
            #expect(!error.message.isEmpty)
        }
        #expect(client.answers.allSatisfy { if case .failure = $0 { true } else { false } })
    }

    @Test func reportsAnOutputThatLambdaRefuses() async {
        let client = ScriptedRuntimeClient([invocation("1", "x")], longestResponse: 3)
        _ = await run(client) { _, _ in Data("too long".utf8) }
        guard case .failure("1", let error)? = client.answers.first else {
            Issue.record("no failure: \(client.answers)")
            return
        }
        #expect(error.message == "Lambda refuses the step's output of 8 bytes: HTTP status 413: too large")
    }

    @Test func givesUpAStepWhoseTimeIsOver() async {
        let deadline = Date(timeIntervalSinceNow: 0.05)
        let client = ScriptedRuntimeClient([invocation("1", "x", deadline: deadline), invocation("2", "y")])
        _ = await run(client) { payload, _ throws(StepError) in
            guard payload == Data("x".utf8) else { return payload }
            try? await Task.sleep(for: .seconds(30))
            throw StepError(.ec2Unavailable, "cancelled")
        }
        #expect(
            client.answers == [
                .failure("1", StepError(.ec2Unavailable, "the step did not end within the function's time")),
                .response("2", "y"),
            ]
        )
    }

    @Test func keepsWhatAStepFinishedAtTheLastMoment() async {
        let deadline = Date(timeIntervalSinceNow: 0.05)
        let client = ScriptedRuntimeClient([invocation("1", "x", deadline: deadline)])
        _ = await run(client) { payload, _ throws(StepError) in
            try? await Task.sleep(for: .seconds(30))
            return payload
        }
        #expect(client.answers == [.response("1", "x")])
    }

    @Test func passesTheTraceOnToXRay() async {
        let client = ScriptedRuntimeClient([invocation("1", "", trace: "Root=1-2-3"), invocation("2", "")])
        _ = await run(client) { _, _ in Data((getenv("_X_AMZN_TRACE_ID").map { String(cString: $0) } ?? "none").utf8) }
        #expect(client.answers == [.response("1", "Root=1-2-3"), .response("2", "none")])
    }

    @Test func logsWhatTheStepSaysAsOneLineOfJSON() async throws {
        let client = ScriptedRuntimeClient([invocation("req", #"{"execution":"hourly","more":1}"#)])
        _ = await run(client) { _, context in
            context.log("line\nbreak", ["imageID": "ami-1", "level": "SHOUTING"])
            context.emitMetrics("{\"_aws\":1}")
            return Data()
        }
        #expect(
            lines.lines == [
                #"{"execution":"hourly","imageID":"ami-1","level":"INFO","message":"line\nbreak","requestId":"req","timestamp":"1970-01-01T00:00:01.500Z"}"#,
                "{\"_aws\":1}",
                #"{"execution":"hourly","level":"INFO","message":"done","requestId":"req","timestamp":"1970-01-01T00:00:01.500Z"}"#,
            ]
        )
    }

    @Test(arguments: [
        (
            #"{"policy":{"policy":"nightly","mode":"enforce"},"execution":"e","item":{"imageID":"ami-1"}}"#,
            "e nightly ami-1"
        ),
        (#"{"policy":{"policy":"nightly"},"item":{"snapshotID":"snap-1"}}"#, "- nightly snap-1"),
        (#"{"policy":{"policy":"nightly"},"item":{"id":"i-1","imageID":"ami-1"}}"#, "- nightly i-1"),
        (#"{"policy":{"policy":7},"item":[],"execution":"e"}"#, "e - -"),
        ("[]", "- - -"), ("", "- - -"),
    ])
    func saysInEveryRecordWhatItIsAbout(payload: String, subject: String) async throws {
        let client = ScriptedRuntimeClient([invocation("1", payload)])
        _ = await run(client) { _, _ throws(StepError) in throw StepError(.throttled, "later") }
        let record = try JSONDecoder().decode([String: String].self, from: Data(try #require(lines.lines.first).utf8))
        let names = ["execution", "policy", "item"].map { record[$0] ?? "-" }
        #expect(names.joined(separator: " ") == subject)
        #expect(record["message"] == "later")
    }

    @Test(
        arguments: [
            (#"{"outcome":"deregistered","snapshotIDs":[]}"#, "deregistered"),
            (#"{"result":{"outcome":"retired"}}"#, "retired"),
            (#"{"items":[],"result":7}"#, nil),
        ] as [(String, String?)]
    )
    func recordsWhatBecameOfTheItem(output: String, outcome: String?) async throws {
        let client = ScriptedRuntimeClient([invocation("1", #"{"item":{"imageID":"ami-1"}}"#)])
        _ = await run(client) { _, _ in Data(output.utf8) }
        let record = try JSONDecoder().decode([String: String].self, from: Data(try #require(lines.lines.last).utf8))
        #expect(record["message"] == "done" && record["item"] == "ami-1")
        #expect(record["outcome"] == outcome)
    }
}

/// A log in memory, at a fixed time.
final class LineLog: Sendable {
    private let storage = Mutex<[String]>([])

    var lines: [String] { storage.withLock { $0 } }
    var text: String { lines.joined(separator: "\n") }

    var log: Log {
        Log(
            output: { line in self.storage.withLock { $0.append(line) } },
            now: { Date(timeIntervalSince1970: 1.5) }
        )
    }
}
