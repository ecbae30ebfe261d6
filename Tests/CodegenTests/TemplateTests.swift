// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle
import OrderedJSON
import Testing

@testable import Codegen

/// The stack as a whole.
@Suite struct TemplateTests {
    private let template = ShelflifeStack.template

    @Test func isSound() {
        #expect(template.problems == [])
    }

    @Test func startsRunsWithAPolicyThatTheStepsAccept() throws {
        var text = PolicyInput.text
        for parameter in template.parameters {
            let value = parameter.defaultValue.map { $0.string ?? $0.serialized() } ?? ""
            text = text.replacing("${\(parameter.name)}", with: value)
        }
        #expect(Placeholders.all(in: text) == [])
        let policy = try JSONDecoder().decode(LifecyclePolicy.self, from: Data(text.utf8))
        #expect(policy.mode == .report)
        #expect(policy.select.tags == [TagSelector(key: "shelflife:expire", values: ["yes"])])
        #expect(policy.guards.references)
        #expect(policy.limits == LimitPolicy(items: 500, percent: 50))
    }

    @Test(arguments: WorkerStep.allCases)
    func givesEachWorkerExactlyItsOwnActions(_ step: WorkerStep) throws {
        let role = try #require(template.resources.first { $0.logicalID == step.rawValue + "Role" })
        let text = role.json.serialized()
        let granted = Set(text.matches(of: #/ec2:[A-Z][A-Za-z]+/#).map { String($0.0) })
        let viaReferences =
            step.ec2Actions.contains("ec2:DescribeImageReferences")
            ? IAMActions.calledByImageReferences.filter { $0.hasPrefix("ec2:") } : []
        #expect(granted == Set(step.ec2Actions + viaReferences))
        #expect(!text.contains("ec2:*"))
    }

    @Test func bindsEveryRoleToThisAccount() {
        let roles = template.resources.filter { $0.type == "AWS::IAM::Role" }
        #expect(roles.count == WorkerStep.allCases.count + 2)
        for role in roles {
            let trust = role.properties["AssumeRolePolicyDocument"]?["Statement"]?[0]
            #expect(
                trust?["Condition"]?["StringEquals"]?["aws:SourceAccount"] == .ref("AWS::AccountId"),
                "\(role.logicalID)"
            )
        }
    }

    @Test func passesNoRoleAndAllowsNoServiceAltogether() {
        for resource in template.resources where resource.type == "AWS::IAM::Role" {
            let text = resource.json.serialized()
            #expect(!text.contains("iam:PassRole"), "\(resource.logicalID)")
            #expect(text.firstMatch(of: #/"[a-z0-9]+:\*"/#) == nil, "\(resource.logicalID)")
        }
    }

    @Test func keepsTheStackBelowCloudFormationsLimits() throws {
        let text = try #require(Artifacts.all().first { $0.path == "cloudformation/shelflife.yaml" }).contents
        #expect(text.utf8.count < 1_000_000)
        #expect(template.parameters.count <= 200)
        #expect(template.resources.count <= 500)
        for parameter in template.parameters {
            #expect(parameter.description.count <= 4000)
        }
    }

    @Test(arguments: [
        ("rate(1 hour)", true), ("rate(1 hours)", false), ("rate(12 hours)", true), ("rate(0 hours)", false),
        ("cron(10 18 * * ? *)", true), ("cron(10 18 * * ?)", false), ("every hour", false),
    ])
    func takesSchedules(_ expression: String, _ isValid: Bool) throws {
        #expect(try accepts(expression, Parameters.scheduleExpression) == isValid)
    }

    @Test(arguments: [
        ("", true), ("ops@example.com", true), ("ops@example", false), ("two@example.com,b@example.com", false),
        ("ops example.com", false),
    ])
    func takesAddresses(_ address: String, _ isValid: Bool) throws {
        #expect(try accepts(address, Parameters.notificationEmail) == isValid)
    }

    @Test(arguments: [("Team", true), ("aws:created", false), (#"a"b"#, false), ("a${b}", false), ("", false)])
    func takesTagKeys(_ key: String, _ isValid: Bool) throws {
        #expect(try accepts(key, Parameters.selectTagKey) == isValid)
    }

    private func accepts(_ value: String, _ parameter: Parameter) throws -> Bool {
        guard case .text(let pattern, _) = parameter.kind else { return false }
        return try Regex(pattern).wholeMatch(in: value) != nil
    }
}
