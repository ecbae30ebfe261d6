// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Synchronization
import Testing

struct ReportRunTests {
    @Test(arguments: [
        ([#"{"imageID": "a", "outcome": "retired", "snapshotsDeleted": 1}"#], 1, RunStatus.ok),
        ([#"{"imageID": "a", "outcome": "alreadyGone"}"#], 1, .ok),
        ([#"{"imageID": "a", "outcome": "kept", "reason": "references"}"#], 1, .ok),
        ([#"{"imageID": "a", "outcome": "kept", "reason": "references", "notEvaluated": true}"#], 1, .partial),
        ([#"{"imageID": "a", "outcome": "retired", "snapshotsFailed": 1}"#], 1, .partial),
        (
            [#"{"imageID": "a", "outcome": "retired"}"#, #"{"imageID": "b", "outcome": "failed", "error": "X"}"#], 2,
            .partial
        ),
        ([#"{"imageID": "b", "outcome": "failed", "error": "X", "deregistered": "deregistered"}"#], 1, .failed),
        // One of the two items handed on gave no result at all.
        ([#"{"imageID": "a", "outcome": "retired"}"#], 2, .partial),
        ([], 1, .failed), ([], 0, .ok),
    ])
    func tellsTheTruth(_ results: [String], handedOn: Int, status: RunStatus) async throws {
        let results = try results.map { try JSONDecoder().decode(ItemResult.self, from: Data($0.utf8)) }
        var tally = Tally()
        tally.scanned = 9
        tally.wouldRetire = handedOn
        let report = try await report(policy, tally, results)
        #expect(report.status == status, "\(report.text)")
        #expect(report.text.hasPrefix("test: \(status.rawValue)."))
    }

    @Test func saysWhatFailed() async throws {
        var tally = Tally()
        tally.wouldRetire = 30
        let failed = (0..<30).map { index in
            var result = ItemResult(imageID: "ami-\(index)", outcome: .failed)
            result.error = "Shelflife.AccessDenied"
            return result
        }
        let report = try await report(policy, tally, failed)
        #expect(report.tally.failed == 30)
        #expect(report.tally.failures.count == Tally.mostFailures)
        #expect(report.text.contains("Of the images, 30 failed: ami-0 (Shelflife.AccessDenied), "))
    }

    @Test func namesTheSnapshotsThatAnImageMayLeaveBehind() async throws {
        var tally = Tally()
        tally.wouldRetire = 1
        var result = ItemResult(imageID: "ami-1", outcome: .failed)
        result.error = "Shelflife.AccessDenied"
        result.deregistered = .deregistered
        result.snapshotIDs = ["snap-1", "snap-2"]
        let report = try await report(policy, tally, [result])
        #expect(report.tally.failures.map(\.snapshotIDs) == [["snap-1", "snap-2"]])
        let sentence = "ami-1 (Shelflife.AccessDenied; it is deregistered, of its snapshots snap-1, snap-2"
        #expect(report.text.contains(sentence))
    }

    @Test func countsSnapshotsThatWereGoneApart() async throws {
        var tally = Tally()
        tally.wouldRetire = 1
        var result = ItemResult(imageID: "ami-1", outcome: .retired)
        (result.snapshotsDeleted, result.snapshotsGone) = (1, 2)
        let report = try await report(policy, tally, [result])
        #expect((report.tally.snapshotsDeleted, report.tally.snapshotsGone) == (1, 2))
        #expect(report.text.contains("2 snapshots were gone when they were looked for."))
    }

    @Test func warnsInReportModeOfALimit() async throws {
        var report = policy
        report.mode = .report
        report.limits = LimitPolicy(percent: 50)
        var tally = Tally()
        (tally.scanned, tally.selected, tally.wouldRetire) = (500, 430, 412)
        let output = try await self.report(report, tally, [])
        #expect(output.status == .ok)
        #expect(output.text.contains("would retire 412 of 430 selected images: above limits.percent 50"))
    }

    @Test func emitsMetricsThatCloudWatchReads() async throws {
        let lines = Mutex<[String]>([])
        var tally = Tally()
        tally.scanned = 7
        tally.keptBy = ["selection": 4, "age": 3]
        _ = try await report(
            policy,
            tally,
            [],
            StepContext(emitMetrics: { line in lines.withLock { $0.append(line) } })
        )
        let written = lines.withLock(\.self)
        #expect(written.count == 3)
        let kept = try written.dropFirst().map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return "\(object?["Reason"] ?? "") \(object?["Kept"] ?? "")"
        }
        #expect(kept == ["age 3", "selection 4"])
        let line = try #require(written.first)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let header = try #require(object["_aws"] as? [String: Any])
        #expect(header["Timestamp"] as? Int == 1_780_000_000_000)
        let directive = try #require((header["CloudWatchMetrics"] as? [[String: Any]])?.first)
        #expect(directive["Namespace"] as? String == "Shelflife")
        #expect(directive["Dimensions"] as? [[String]] == [["Policy"]])
        let names = try #require(directive["Metrics"] as? [[String: String]]).compactMap { $0["Name"] }
        #expect(names.contains("ImagesRetired"))
        for name in names { #expect(object[name] is Int, "\(name)") }
        #expect(object["ImagesScanned"] as? Int == 7)
        #expect(object["Policy"] as? String == "test")
        #expect(!line.contains("\n"))
    }

    private func report(
        _ policy: LifecyclePolicy,
        _ tally: Tally,
        _ results: [ItemResult],
        _ context: StepContext = StepContext()
    ) async throws -> ReportRun.Output {
        try await ReportRun.run(
            .init(
                policy: policy,
                now: Timestamp(now),
                execution: "e",
                page: .init(cursor: nil, tally: tally),
                results: results
            ),
            ec2: FakeEC2(),
            context: context
        )
    }
}
