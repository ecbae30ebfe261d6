// SPDX-License-Identifier: Apache-2.0

/// Lists the instances to back up and the backups that earlier runs left unfinished, a page at a time.
package enum ListBackupTargets: Step {
    /// What the step takes.
    ///
    ///     {"policy": {…}, "now": "2026-01-31T23:59:59.123Z", "kind": "images", "page": null, "results": []}
    package struct Input: Sendable, Decodable {
        package var policy: LifecyclePolicy
        package var now: Timestamp
        package var kind: BackupKind
        /// The cursor and tally that the call before gave; null or missing on the first call.
        package var page: BackupPage?
        /// What became of the items of the call before; null or missing means none.
        package var results: [BackupResult]?

        package init(
            policy: LifecyclePolicy,
            now: Timestamp,
            kind: BackupKind,
            page: BackupPage? = nil,
            results: [BackupResult]? = nil
        ) {
            self.policy = policy
            self.now = now
            self.kind = kind
            self.page = page
            self.results = results
        }
    }

    /// What the step gives.
    ///
    ///     {"items": [{"id": "i-01", "instanceID": "i-01"}], "cursor": null, "tally": {…}}
    ///
    /// `cursor` is always there, null after the last page. In report mode `items` is always empty.
    package struct Output: Sendable, Hashable, Codable {
        package var items: [BackupItem]
        package var cursor: String?
        package var tally: BackupTally

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(items, forKey: .items)
            try container.encode(cursor, forKey: .cursor)
            try container.encode(tally, forKey: .tally)
        }
    }

    /// A page's items at most, so that the items and their results, reasons included, fit a state of 262,144 bytes.
    package static let mostItems = 400

    package static let ec2Actions = ["ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeSnapshots"]

    package static func run(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> Output {
        let policy = input.policy
        let create = try input.kind == .images ? policy.imageBackups() : policy.backups()
        var tally = input.page?.tally ?? BackupTally(kind: input.kind)
        tally.add(input.results ?? [])
        if let page = input.page, page.cursor == nil { return Output(items: [], cursor: nil, tally: tally) }
        let items: [BackupItem]
        do {
            let decisions = try await ec2.allInstances().map { BackupDecision($0, policy: policy) }
            let unfinished = try await UnfinishedBackups(
                input.kind,
                policy: policy,
                create: create,
                now: input.now.date,
                ec2: ec2
            ).items
            if input.page == nil { tally.begin(decisions, unfinished: unfinished.count) }
            let targets = decisions.filter { $0.objection == nil }.map(\.instance.instanceID)
            items = (targets.map { BackupItem(id: $0, instanceID: $0) } + unfinished).sorted { $0.id < $1.id }
            for decision in decisions {
                let findings = decision.findings.map(\.description).joined(separator: "; ")
                context.log(decision.instance.instanceID, ["findings": findings])
            }
        } catch {
            throw StepError(error)
        }
        guard policy.mode == .enforce else { return Output(items: [], cursor: nil, tally: tally) }
        let rest = input.page?.cursor.map { cursor in items.filter { $0.id > cursor } } ?? items
        let page = Array(rest.prefix(mostItems))
        return Output(items: page, cursor: page.count < rest.count ? page.last?.id : nil, tally: tally)
    }
}

/// Where a run stands between two pages.
package struct BackupPage: Sendable, Hashable, Codable {
    /// The last item's id; nil after the last page.
    package var cursor: String?
    package var tally: BackupTally

    package init(cursor: String?, tally: BackupTally) {
        self.cursor = cursor
        self.tally = tally
    }
}
