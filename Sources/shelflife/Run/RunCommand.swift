// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a workflow with its workers on this machine.",
        discussion: """
            Runs the definition that is deployed, on the embedded sample account unless --aws or --endpoint-url says \
            otherwise. Exit status 0 when the execution succeeded.
            """
    )

    @Argument(help: "The workflow, expire-images for instance.")
    var workflow: String

    @OptionGroup var policyOptions: PolicyOptions

    @OptionGroup(title: "Account")
    var target: TargetOptions

    @Option(help: "text for people, json for programs.")
    var output = OutputFormat.text

    @Option(help: ArgumentHelp("Write the execution history, as GetExecutionHistory gives it.", valueName: "FILE"))
    var history: String?

    @Option(help: ArgumentHelp("Run this definition instead of the built-in one.", valueName: "FILE"))
    var definition: String?

    @Option(help: ArgumentHelp("Retire only what this plan lists (shelflife plan --save).", valueName: "FILE"))
    var plan: String?

    @Option(help: ArgumentHelp("Write what was done, for shelflife undo.", valueName: "FILE"))
    var record: String?

    @Flag(help: "Run it in the web console: prints the execution's address, and serves it until Ctrl-C.")
    var open = false

    func validate() throws {
        guard !open || (output == .text && [history, plan, record].allSatisfy { $0 == nil }) else {
            throw ValidationError("--open excludes --output json, --history, --plan and --record")
        }
        guard !open || target.embedded.now == nil else {
            throw ValidationError("--open runs by the wall clock: --now does not go with it")
        }
    }

    func run() async throws {
        let (document, policy) = try policyOptions.load(for: definition == nil ? workflow : nil)
        let workflow = try WorkflowDefinition(workflow, file: definition)
        let plan = try savedPlan(for: workflow.name)
        // A path that cannot be written is told now, not when everything is done.
        for file in [history, record].compactMap({ $0 }) { try checkWritable(file) }
        let account = try await target.connect()
        if open {
            let text = try definition.map(readInput) ?? WorkflowDefinition.text(ofBuiltIn: workflow.name) ?? ""
            let bound = WorkflowDefinition.bind(text)
            let run = ConsoleRun(workflow: workflow.name, definition: bound, input: document, ec2: account.ec2)
            return try await run.run()
        }
        let images = try await listImages(account.ec2)
        let owner = images.lazy.map(\.ownerID).first { !$0.isEmpty }
        try plan?.check(
            against: SavedPlan.Scope(
                workflow: workflow.name,
                account: owner,
                region: account.region,
                policyDigest: SavedPlan.digest(ofPolicy: document)
            ),
            now: account.start
        )

        let decisions = RunDecisions()
        var run = WorkflowRun(
            workflow,
            policyName: policy.name,
            input: document,
            start: account.start,
            account: owner ?? "000000000000",
            region: account.region
        )
        run.context.plan = plan?.binding
        run.context.decided = decisions.note
        run.whenStarted = Interruption.watch
        run.notified = { subject, message in
            standardError.write("notice (SNS where deployed): \(subject)\n\(message)")
        }
        if output == .text {
            standardError.write(
                "Running \(workflow.name) with \(policy.name) (\(policy.mode)) on \(target.description)"
            )
        }
        let (outcome, events) = try await run.execute(
            on: account.ec2,
            clock: AccountClock(startingAt: account.start),
            progress: RunDisplay(isQuiet: output == .json).progress
        )

        if let history {
            let events: JSONValue = ["events": .array(events.history.map { $0.json(includingData: true) })]
            try writeOutput(events.serialized(.pretty), to: history)
        }
        let summary = RunSummary(
            run: run,
            policy: policy,
            account: (owner, account.region),
            outcome: outcome,
            record: events
        )
        let json: JSONValue
        let text: String
        if workflow.name == "expire-images" {
            let report = RunReport(
                summary,
                images: images,
                start: account.start,
                record: events,
                decisions: decisions.all,
                plan: plan
            )
            (json, text) = (report.json, report.text)
        } else {
            let report = ItemsReport(summary, record: events, decisions: decisions.all, plan: plan)
            (json, text) = (report.json, report.text)
        }
        print(output == .json ? json.serialized(.pretty) : text)
        if let record { try writeOutput(json.serialized(.pretty), to: record) }
        if let failure = outcome.failure { throw Self.failure(failure, workflow.name, outcome) }
    }

    private func savedPlan(for workflow: String) throws -> SavedPlan? {
        guard let plan else { return nil }
        guard !BackupPlanReport.workflows.contains(where: { $0.workflow == workflow }) else {
            throw Failure.invalid("--plan binds a run that retires; \(workflow) retires nothing")
        }
        return try SavedPlan(file: plan)
    }

    private static func failure(_ failure: ErrorOutput, _ workflow: String, _ outcome: ExecutionOutcome) -> Failure {
        Failure("\(workflow) \(outcome.status.rawValue): \(failure.sentence)")
    }

    private func listImages(_ ec2: any EC2) async throws(Failure) -> [Image] {
        do throws(EC2Error) {
            return try await ec2.allImages()
        } catch {
            throw Failure("cannot list the images of \(target.description): \(error)")
        }
    }
}
