// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import Testing

struct ReportBackupsTests {
    private func report(
        _ results: [BackupResult],
        mode: LifecyclePolicy.Mode = .enforce,
        targets: Int? = nil
    ) async throws -> ReportBackups.Output {
        var scene = BackupScene()
        scene.policy.mode = mode
        var tally = BackupTally(kind: .volumes)
        tally.scanned = 9
        tally.targets = targets ?? results.count
        return try await ReportBackups.run(
            .init(
                policy: scene.policy,
                now: Timestamp(now),
                execution: "e-1",
                page: BackupPage(cursor: nil, tally: tally),
                results: results
            ),
            ec2: scene.ec2,
            context: scene.context
        )
    }

    private func result(
        _ id: String,
        _ outcome: BackupResult.Outcome,
        reason: String? = nil,
        error: String? = nil
    ) -> BackupResult {
        var result = BackupResult(id: id, outcome: outcome)
        (result.reason, result.error) = (reason, error)
        result.snapshots = outcome == .done ? 2 : 0
        return result
    }

    @Test func saysWhatWasDone() async throws {
        let output = try await report([result("i-1", .done), result("i-2", .done)])
        #expect(output.status == .ok)
        #expect(output.text == "p: OK. 2 of 2 backups are complete: 4 snapshots, 0 copies. Execution e-1.")
    }

    @Test func namesEveryFailureWithItsReason() async throws {
        let output = try await report([
            result("i-1", .done), result("i-2", .failed, reason: "the instance i-2 is gone"),
            result("i-3", .failed, error: "Shelflife.Throttled"), result("i-4", .unfinished),
        ])
        #expect(output.status == .partial)
        #expect(
            output.text
                == "p: PARTIAL. 1 of 4 backups are complete: 2 snapshots, 0 copies. 1 are left to the next run. "
                + "2 failed: i-2 (the instance i-2 is gone), i-3 (EC2 throttled every try: Shelflife.Throttled). "
                + "Execution e-1."
        )
    }

    @Test func isPartialWhereSomethingIsDoneButNotAsAsked() async throws {
        let output = try await report([result("i-1", .done, reason: "a tag is odd")])
        #expect(output.status == .partial)
        #expect(output.text.contains("1 of 1 backups are complete") && output.text.contains("i-1 (a tag is odd)"))
    }

    @Test func countsWhatGaveNoResultAsFailed() async throws {
        let output = try await report([], targets: 3)
        #expect(output.status == .failed)
        #expect(output.text.contains("3 gave no result."))
        #expect(try await report([], mode: .report, targets: 3).status == .ok)
    }
}
