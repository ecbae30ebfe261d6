// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Adds up the run and says how it went: for the log, for CloudWatch's metrics, and for the notice.
package enum ReportRun: Step {
    /// What the step takes.
    ///
    ///     {"policy": {…}, "now": "2026-01-31T23:59:59.123Z", "execution": "arn:aws:states:…",
    ///      "page": {"cursor": null, "tally": {…}}, "results": [{…}]}
    ///
    /// `page` is what the last `ListExpiredImages` gave, `results` what became of its items.
    package struct Input: Sendable, Decodable {
        package var policy: LifecyclePolicy
        package var now: Timestamp
        /// The execution's id or name, for the notice.
        package var execution: String
        package var page: ListExpiredImages.Page
        package var results: [ItemResult]?
        /// Instead of `results` in a run over snapshots: what became of them.
        package var snapshotResults: [SnapshotItemResult]?

        package init(
            policy: LifecyclePolicy,
            now: Timestamp,
            execution: String,
            page: ListExpiredImages.Page,
            results: [ItemResult]? = nil,
            snapshotResults: [SnapshotItemResult]? = nil
        ) {
            self.policy = policy
            self.now = now
            self.execution = execution
            self.page = page
            self.results = results
            self.snapshotResults = snapshotResults
        }
    }

    /// What the step gives.
    ///
    ///     {"policy": "nightly", "mode": "enforce", "status": "PARTIAL", "execution": "arn:…", "tally": {…},
    ///      "text": "nightly: PARTIAL. 26 of 27 expired images retired, …"}
    package struct Output: Sendable, Hashable, Codable {
        package var policy: String
        package var mode: LifecyclePolicy.Mode
        package var status: RunStatus
        package var execution: String
        package var tally: Tally
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
        tally.add(input.snapshotResults ?? [])
        let status = RunStatus(tally, mode: input.policy.mode)
        let text = RunText(policy: input.policy, tally: tally, status: status, execution: input.execution).paragraph
        RunMetrics(policy: input.policy.name, now: input.now.date, tally: tally).lines.forEach(context.emitMetrics)
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
}
