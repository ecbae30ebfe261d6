// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Adds up a run that made backups and says how it went: for the log, for CloudWatch's metrics, and for the notice.
package enum ReportBackups: Step {
    /// What the step takes.
    ///
    ///     {"policy": {…}, "now": "2026-01-31T23:59:59.123Z", "execution": "arn:aws:states:…",
    ///      "page": {"cursor": null, "tally": {…}}, "results": [{…}]}
    package struct Input: Sendable, Decodable {
        package var policy: LifecyclePolicy
        package var now: Timestamp
        package var execution: String
        package var page: BackupPage
        package var results: [BackupResult]?

        package init(
            policy: LifecyclePolicy,
            now: Timestamp,
            execution: String,
            page: BackupPage,
            results: [BackupResult]? = nil
        ) {
            self.policy = policy
            self.now = now
            self.execution = execution
            self.page = page
            self.results = results
        }
    }

    /// What the step gives, with the fields of `ReportRun` but for the tally.
    package struct Output: Sendable, Hashable, Codable {
        package var policy: String
        package var mode: LifecyclePolicy.Mode
        package var status: RunStatus
        package var execution: String
        package var tally: BackupTally
        /// One paragraph for a human.
        package var text: String
    }

    package static let ec2Actions: [String] = []

    package static func run(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> Output {
        var tally = input.page.tally
        tally.add(input.results ?? [])
        let status = RunStatus(tally, mode: input.policy.mode)
        let text = paragraph(input, tally, status)
        if let line = metrics(input, tally).line { context.emitMetrics(line) }
        context.log(text, ["policy": input.policy.name, "status": status.rawValue, "execution": input.execution])
        return Output(
            policy: input.policy.name,
            mode: input.policy.mode,
            status: status,
            execution: input.execution,
            tally: tally,
            text: text
        )
    }

    private static func metrics(_ input: Input, _ tally: BackupTally) -> EmbeddedMetrics {
        EmbeddedMetrics(
            now: input.now.date,
            dimensions: [("Policy", input.policy.name)],
            [
                EmbeddedMetrics.Metric("BackupsDone", "Count", tally.done),
                EmbeddedMetrics.Metric("BackupsUnfinished", "Count", tally.unfinished),
                EmbeddedMetrics.Metric("BackupsFailed", "Count", tally.failed + tally.unaccounted),
                EmbeddedMetrics.Metric("SnapshotsMade", "Count", tally.snapshots),
                EmbeddedMetrics.Metric("SnapshotsCopied", "Count", tally.copies),
            ]
        )
    }

    private static func paragraph(_ input: Input, _ tally: BackupTally, _ status: RunStatus) -> String {
        var sentences = ["\(input.policy.name): \(status.rawValue)."]
        if input.policy.mode == .report {
            sentences.append(
                "Report mode: \(tally.targets) of \(tally.scanned) instances would be backed up; nothing was made."
            )
        } else {
            sentences.append(
                "\(tally.done) of \(tally.targets + tally.takenUp) backups are complete: \(tally.snapshots) snapshots, "
                    + "\(tally.copies) copies."
            )
            if tally.takenUp > 0 { sentences.append("\(tally.takenUp) were begun by earlier runs.") }
            if tally.unfinished > 0 { sentences.append("\(tally.unfinished) are left to the next run.") }
            if tally.unaccounted > 0 { sentences.append("\(tally.unaccounted) gave no result.") }
            if tally.failed > 0 {
                let shown = tally.failures.map { "\($0.id) (\($0.reason))" }
                sentences.append("\(tally.failed) failed: \(Sentences.list(shown)).")
            }
            if let remarks = tally.remarks {
                let shown = remarks.map { "\($0.id) (\($0.reason))" }
                sentences.append("Done, but not as asked: \(Sentences.list(shown)).")
            }
        }
        let skipped = tally.skippedBy.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        if !skipped.isEmpty {
            sentences.append(
                "Instances not backed up by " + skipped.map { "\($0.key) \($0.value)" }.joined(separator: ", ") + "."
            )
        }
        return (sentences + ["Execution \(input.execution)."]).joined(separator: " ")
    }
}
