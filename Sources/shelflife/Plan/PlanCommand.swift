// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ImageLifecycle
import OrderedJSON

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a policy keeps and what it would retire, with every reason. Read-only.",
        discussion: """
            Works on the embedded sample account unless --aws or --endpoint-url says otherwise. A saved plan binds a \
            run: shelflife run WORKFLOW --plan FILE retires nothing else.
            """
    )

    @Argument(help: "The workflow: \(PlanSource.workflows.joined(separator: ", ")).")
    var workflow: String

    @OptionGroup var policyOptions: PolicyOptions

    @OptionGroup(title: "Account")
    var target: TargetOptions

    @Option(help: "text for people, json for programs, html for a page of its own on standard output.")
    var output = PlanFormat.text

    @Option(help: ArgumentHelp("Write the plan to a file as well, for run --plan.", valueName: "FILE"))
    var save: String?

    @Option(help: ArgumentHelp("How long a run may be bound to it: <n>h, <n>d or <n>w.", valueName: "DURATION"))
    var valid = "24h"

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("US dollars for a month of a GiB of snapshots.", valueName: "DOLLARS")
    )
    var price = StoragePrice.standard.dollarsPerGiBMonth

    func validate() throws {
        guard PolicyDuration(valid) != nil else {
            throw ValidationError("--valid takes a duration like 24h, 2d or 1w, not \"\(valid)\"")
        }
        guard price.isFinite, (0...1000).contains(price) else {
            throw ValidationError("--price takes US dollars from 0 to 1000, not \(price)")
        }
    }

    func run() async throws {
        let (document, policy) = try policyOptions.load(for: workflow)
        if let backup = BackupPlanReport.workflows.first(where: { $0.workflow == workflow }) {
            return try await showBackups(backup.kind, policy: policy)
        }
        let source = try PlanSource(workflow)
        // A path that cannot be written is told now, not when everything is done.
        if let save { try checkWritable(save) }
        let account = try await target.connect()
        let now = account.start
        let progress = ProgressLine()
        let (items, owner) = try await source.items(policy: policy, now: now, account: account, progress: progress)
        progress.end()
        let report = PlanReport(
            workflow: workflow,
            subject: source.subject,
            policy: policy,
            origin: PlanOrigin(
                account: owner,
                region: account.region,
                policyDigest: SavedPlan.digest(ofPolicy: document),
                now: now,
                validUntil: now.addingTimeInterval(Double(PolicyDuration(valid)?.seconds ?? 0))
            ),
            price: StoragePrice(dollarsPerGiBMonth: price),
            items: items
        )
        if let save { try writeOutput(report.json.serialized(.pretty), to: save) }
        switch output {
        case .text: print(report.text(width: Terminal.width))
        case .json: print(report.json.serialized(.pretty))
        case .html: print(PlanPage(report: report).html)
        }
    }

    /// Nothing binds a run that retires nothing: a backup is made whatever a plan said.
    private func showBackups(_ kind: BackupKind, policy: LifecyclePolicy) async throws {
        if save != nil { throw Failure.invalid("--save binds a run that retires; \(workflow) retires nothing") }
        let account = try await target.connect()
        let progress = ProgressLine()
        progress.show("listing the instances of \(account.description)")
        let plan: BackupPlan
        do throws(StepError) {
            plan = try await BackupPlan(kind, policy: policy, now: account.start, ec2: account.ec2)
        } catch {
            throw Failure("cannot plan on \(account.description): \(error.message)")
        }
        progress.end()
        let report = BackupPlanReport(
            workflow: workflow,
            policy: policy,
            region: account.region,
            now: account.start,
            price: StoragePrice(dollarsPerGiBMonth: price),
            plan: plan
        )
        switch output {
        case .text: print(report.text(width: Terminal.width))
        case .json: print(report.json.serialized(.pretty))
        case .html: print(BackupPlanPage(report: report).html)
        }
    }
}

/// For whom a plan is printed.
enum PlanFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, html
}
