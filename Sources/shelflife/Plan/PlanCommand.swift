// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ImageLifecycle
import OrderedJSON

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a policy keeps and what it would retire, with every reason. Read-only.",
        discussion: "Works on the embedded sample account unless --aws or --endpoint-url says otherwise."
    )

    @Argument(help: "The workflow: expire-images.")
    var workflow: String

    @OptionGroup var policyOptions: PolicyOptions

    @OptionGroup(title: "Account")
    var target: TargetOptions

    @Option(help: "text for people, json for programs.")
    var output = OutputFormat.text

    func run() async throws {
        let (_, policy) = try policyOptions.load()
        guard workflow == "expire-images" else {
            throw Failure.invalid("there is no plan for \"\(workflow)\"; there is one for: expire-images")
        }
        let ec2 = try await target.connect()
        let now = target.startTime
        let decisions: [ImageDecision]
        do throws(EC2Error) {
            decisions = try await ImageDecision.plan(policy: policy, now: now, ec2: ec2)
        } catch {
            throw Failure("cannot plan on \(target.description): \(error)")
        }
        let plan = PlanReport(policy: policy, now: now, decisions: decisions)
        print(output == .json ? plan.json.serialized(.pretty) : plan.text)
    }
}
