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

    func run() async throws {
        let (document, policy) = try policyOptions.load()
        let workflow = try WorkflowDefinition(workflow, file: definition)
        // A path that cannot be written is told now, not when everything is done.
        if let history { try writeOutput("", to: history) }
        let account = try await target.connect()
        let ec2 = account.ec2
        let images = try await listImages(ec2)
        let start = account.start

        var run = WorkflowRun(workflow, policyName: policy.name, input: document, start: start)
        run.notified = { subject, message in
            standardError.write("notice (SNS where deployed): \(subject)\n\(message)")
        }
        if output == .text {
            standardError.write(
                "Running \(workflow.name) with \(policy.name) (\(policy.mode)) on \(target.description)"
            )
        }
        let (outcome, record) = try await run.execute(
            on: ec2,
            clock: AccountClock(startingAt: start),
            progress: RunDisplay(isQuiet: output == .json).progress
        )

        let report = RunReport(
            workflow: workflow.name,
            policy: policy,
            images: images,
            start: start,
            outcome: outcome,
            record: record
        )
        print(output == .json ? report.json.serialized(.pretty) : report.text)
        if let history {
            let events: JSONValue = ["events": .array(record.history.map { $0.json(includingData: true) })]
            try writeOutput(events.serialized(.pretty), to: history)
        }
        if let failure = outcome.failure {
            throw Failure("\(workflow.name) \(outcome.status.rawValue): \(RunReport.sentence(failure))")
        }
    }

    private func listImages(_ ec2: any EC2) async throws(Failure) -> [Image] {
        do throws(EC2Error) {
            return try await ec2.allImages()
        } catch {
            throw Failure("cannot list the images of \(target.description): \(error)")
        }
    }
}
