// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import StatesLanguage
import Testing

@testable import Codegen

/// Every path through the workflow, executed by the engine with scripted workers.
@Suite(.timeLimit(.minutes(15))) struct ExpireImagesExecutionTests {
    private static let now = "2026-01-31T23:00:00.000Z"
    private static let policy: JSONValue = ["policy": "nightly", "mode": "enforce"]

    @Test func succeedsWhenNothingIsExpired() async throws {
        let workers = ScriptedWorkers([
            "ListExpiredImages": { _, _ in Self.page([], cursor: nil) }, "ReportRun": Self.report("OK"),
        ])
        let outcome = try await run(workers)
        #expect(outcome.output?["status"] == "OK")
        #expect(workers.payloads(of: "DeregisterImage") == [])
        #expect(workers.payloads(of: "NotifyFailures") == [])
        let asked: JSONValue = [
            "policy": Self.policy, "now": .string(Self.now), "page": nil, "results": [],
            "execution": "arn:aws:states:eu-west-1:123456789012:execution:stack-expire-images:run",
        ]
        #expect(workers.payloads(of: "ListExpiredImages") == [asked])
    }

    @Test func retiresPageAfterPageAndReportsTheLastOne() async throws {
        let workers = ScriptedWorkers([
            "ListExpiredImages": { _, call in
                call == 1 ? Self.page(["ami-1", "ami-2"], cursor: "2026/ami-2") : Self.page(["ami-3"], cursor: nil)
            },
            "DeregisterImage": Self.deregister,
            "DeleteImageSnapshots": Self.deleteSnapshots,
            "ReportRun": Self.report("OK"),
        ])
        #expect(try await run(workers).output?["status"] == "OK")
        let second = try #require(workers.payloads(of: "ListExpiredImages").last)
        #expect(second["page"] == ["cursor": "2026/ami-2", "tally": ["scanned": 3]])
        #expect(second["results"] == [Self.retired("ami-1"), Self.retired("ami-2")])
        let last = try #require(workers.payloads(of: "ReportRun").first)
        #expect(last["results"] == [Self.retired("ami-3")])
        #expect(last["page"]?["cursor"] == .null)
        #expect(last["now"] == .string(Self.now))
        let item = try #require(workers.payloads(of: "DeregisterImage").first)
        #expect(item["policy"] == Self.policy)
        #expect(item["now"] == .string(Self.now))
    }

    @Test func keepsOneBadImageFromFailingTheOthers() async throws {
        let workers = ScriptedWorkers([
            "ListExpiredImages": { _, _ in Self.page(["ami-1", "ami-2", "ami-3"], cursor: nil) },
            "DeregisterImage": { payload, call throws(ErrorOutput) in
                guard payload["item"]?["imageID"] != "ami-2" else {
                    throw ErrorOutput(error: "Shelflife.AccessDenied", cause: "{}")
                }
                return try Self.deregister(payload, call)
            },
            "DeleteImageSnapshots": Self.deleteSnapshots,
            "ReportRun": Self.report("PARTIAL"),
        ])
        let failure = try await run(workers).failure
        #expect(failure == ErrorOutput(error: "Shelflife.RunIncomplete", cause: "nightly: PARTIAL"))
        let failed: JSONValue = ["imageID": "ami-2", "outcome": "failed", "error": "Shelflife.AccessDenied"]
        #expect(
            workers.payloads(of: "ReportRun").first?["results"]
                == [Self.retired("ami-1"), failed, Self.retired("ami-3")]
        )
        #expect(workers.payloads(of: "NotifyFailures").first?["Message"] == "nightly: PARTIAL")
    }

    @Test func tellsThatAnImageIsGoneWhoseSnapshotsCouldNotBeDeleted() async throws {
        let workers = ScriptedWorkers([
            "ListExpiredImages": { _, _ in Self.page(["ami-1"], cursor: nil) },
            "DeregisterImage": Self.deregister,
            "DeleteImageSnapshots": { _, _ throws(ErrorOutput) in
                throw ErrorOutput(error: "Shelflife.SnapshotInUse", cause: "{}")
            },
            "ReportRun": Self.report("FAILED"),
        ])
        #expect(try await run(workers).failure?.error == "Shelflife.RunIncomplete")
        // The first attempt and eight more.
        #expect(workers.payloads(of: "DeleteImageSnapshots").count == 9)
        let failed: JSONValue = [
            "imageID": "ami-1", "outcome": "failed", "error": "Shelflife.SnapshotInUse",
            "deregistered": "deregistered", "snapshotIDs": ["snap-1", "snap-2"],
        ]
        #expect(workers.payloads(of: "ReportRun").first?["results"] == [failed])
    }

    @Test(arguments: ["Shelflife.Throttled", "Lambda.TooManyRequestsException", "Sandbox.Timedout"])
    func outlasts(_ error: String) async throws {
        let workers = ScriptedWorkers([
            "ListExpiredImages": { _, call throws(ErrorOutput) in
                guard call > 2 else { throw ErrorOutput(error: error, cause: "{}") }
                return Self.page([], cursor: nil)
            },
            "ReportRun": Self.report("OK"),
        ])
        #expect(try await run(workers).output?["status"] == "OK")
        #expect(workers.payloads(of: "ListExpiredImages").count == 3)
    }

    @Test(arguments: ["Shelflife.InvalidPolicy", "Shelflife.LimitExceeded"])
    func notifiesAndFailsWithWhatTheListingSaid(_ error: String) async throws {
        let cause = #"{"errorType":"x","errorMessage":"retain.age is \"10x\""}"#
        let workers = ScriptedWorkers([
            "ListExpiredImages": { _, _ throws(ErrorOutput) in throw ErrorOutput(error: error, cause: cause) }
        ])
        #expect(try await run(workers).failure == ErrorOutput(error: error, cause: cause))
        #expect(workers.payloads(of: "ListExpiredImages").count == 1)
        #expect(workers.payloads(of: "ReportRun") == [])
        let notice = try #require(workers.payloads(of: "NotifyError").first)
        #expect(notice["Subject"] == "stack-expire-images failed")
        let message = try #require(notice["Message"]?.string)
        #expect(message.contains(error) && message.contains(cause) && message.contains("No image was touched."))
    }

    @Test func notifiesAboutAnErrorWithoutACause() async throws {
        let workers = ScriptedWorkers([
            "ListExpiredImages": { _, _ throws(ErrorOutput) in throw ErrorOutput(error: "Shelflife.AccessDenied") }
        ])
        let failure = ErrorOutput(error: "Shelflife.AccessDenied", cause: "no cause was given")
        #expect(try await run(workers).failure == failure)
        #expect(workers.payloads(of: "NotifyError").count == 1)
    }

    @Test func reportsThePagesBeforeTheListingFailed() async throws {
        let workers = ScriptedWorkers([
            "ListExpiredImages": { _, call throws(ErrorOutput) in
                guard call == 1 else { throw ErrorOutput(error: "Shelflife.AccessDenied", cause: "{}") }
                return Self.page(["ami-1"], cursor: "2026/ami-1")
            },
            "DeregisterImage": Self.deregister,
            "DeleteImageSnapshots": Self.deleteSnapshots,
            "ReportRun": Self.report("OK"),
        ])
        #expect(try await run(workers).failure?.error == "Shelflife.AccessDenied")
        #expect(workers.payloads(of: "ReportRun").first?["results"] == [Self.retired("ami-1")])
        let message = try #require(workers.payloads(of: "NotifyError").first?["Message"]?.string)
        #expect(message.contains("nightly: OK"))
    }

    @Test func failsWhenTheRunCannotBeReported() async throws {
        let workers = ScriptedWorkers([
            "ListExpiredImages": { _, _ in Self.page([], cursor: nil) },
            "ReportRun": { _, _ throws(ErrorOutput) in throw ErrorOutput(error: "Shelflife.InvalidInput", cause: "{}")
            },
        ])
        #expect(try await run(workers).failure?.error == "Shelflife.InvalidInput")
        #expect(workers.payloads(of: "NotifyError").count == 1)
    }

    @Test func failsWithTheRunsErrorWhenNobodyCanBeNotified() async throws {
        let workers = ScriptedWorkers([
            "ListExpiredImages": { _, _ in Self.page([], cursor: nil) },
            "ReportRun": Self.report("PARTIAL"),
            "NotifyFailures": { _, _ throws(ErrorOutput) in throw ErrorOutput(error: "SNS.NotFound", cause: "{}") },
        ])
        #expect(try await run(workers).failure?.error == "Shelflife.RunIncomplete")
        #expect(workers.payloads(of: "NotifyFailures").count == 5)
    }

    @Test func carriesAThousandImagesThroughAState() async throws {
        let images = (0..<1000).map { "ami-" + String(10_000_000_000_000_000 + $0) }
        let workers = ScriptedWorkers([
            "ListExpiredImages": { _, call in
                call == 1 ? Self.page(images, cursor: "2026/ami-9") : Self.page([], cursor: nil)
            },
            "DeregisterImage": Self.deregister,
            "DeleteImageSnapshots": Self.deleteSnapshots,
            "ReportRun": Self.report("OK"),
        ])
        #expect(try await run(workers).output?["status"] == "OK")
        #expect(workers.payloads(of: "ListExpiredImages").last?["results"]?.array?.count == 1000)
    }

    private func run(_ workers: ScriptedWorkers) async throws -> ExecutionOutcome {
        let identity = ExecutionIdentity(
            stateMachineARN: "arn:aws:states:eu-west-1:123456789012:stateMachine:stack-expire-images",
            name: "run",
            roleARN: "arn:aws:iam::123456789012:role/states"
        )
        let clock = SimulatedClock(now: try #require(Timestamp(iso8601: Self.now)))
        let driver = ExecutionDriver(
            machine: try ExecutableStateMachine(definition: ExpireImages.definition.json),
            record: ExecutionRecord(identity: identity, input: Self.policy, seed: 7),
            services: EngineServices(clock: clock, taskRunner: workers)
        )
        return try await driver.run()
    }
}

/// What the workers answer.
extension ExpireImagesExecutionTests {
    private static func page(_ imageIDs: [String], cursor: String?) -> JSONValue {
        [
            "items": .array(imageIDs.map { ["imageID": .string($0), "snapshotIDs": ["snap-1", "snap-2"]] }),
            "cursor": cursor.map { .string($0) } ?? .null,
            "tally": ["scanned": 3],
        ]
    }

    private static let deregister: ScriptedWorkers.Worker = { payload, _ in
        [
            "imageID": payload["item"]?["imageID"] ?? .null,
            "outcome": "deregistered",
            "reasons": [],
            "snapshotIDs": ["snap-1", "snap-2"],
        ]
    }

    private static let deleteSnapshots: ScriptedWorkers.Worker = { payload, _ in
        let imageID = payload["deregistered"]?["imageID"]?.string ?? ""
        return ["imageID": .string(imageID), "snapshots": [], "result": retired(imageID)]
    }

    private static func retired(_ imageID: String) -> JSONValue {
        ["imageID": .string(imageID), "outcome": "retired", "snapshotsDeleted": 2, "deletedGiB": 16]
    }

    private static func report(_ status: String) -> ScriptedWorkers.Worker {
        { payload, _ in
            [
                "policy": "nightly", "mode": "enforce", "status": .string(status),
                "execution": payload["execution"] ?? .null, "tally": ["scanned": 3],
                "text": .string("nightly: \(status)"),
            ]
        }
    }
}
