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

    @Test(arguments: Workflow.all)
    func givesEachWorkerExactlyItsOwnActions(_ workflow: Workflow) throws {
        let resources = Workers(workflow).resources
        for step in workflow.steps {
            let role = try #require(resources.first { $0.logicalID == step.rawValue + "Role" })
            let text = role.json.serialized()
            let granted = text.matches(of: #/"(ec2|autoscaling|ssm|imagebuilder):[A-Z][A-Za-z]+/#).map {
                $0.0.dropFirst()
            }
            let viaReferences =
                step.ec2Actions.contains("ec2:DescribeImageReferences") ? IAMActions.calledByImageReferences : []
            #expect(Set(granted.map(String.init)) == Set(step.ec2Actions + viaReferences), "\(step)")
        }
    }

    @Test func bindsEveryRoleToWhomeverItIsFor() {
        for (name, template) in Artifacts.templates where name != "member" {
            for role in template.resources where role.type == "AWS::IAM::Role" {
                let trust = role.properties["AssumeRolePolicyDocument"]?["Statement"]?[0]
                #expect(
                    trust?["Condition"]?["StringEquals"]?["aws:SourceAccount"] == .ref("AWS::AccountId"),
                    "\(name): \(role.logicalID)"
                )
            }
        }
        let member = MemberStack.template.resources[0].properties["AssumeRolePolicyDocument"]?["Statement"]?[0]
        let conditions = member?["Condition"]
        #expect(conditions?["StringEquals"]?["sts:ExternalId"] == .ref("ExternalId"))
        #expect(conditions?["StringEquals"]?["aws:PrincipalOrgID"] == .ref("OrganizationId"))
        #expect(conditions?["ArnLike"]?["aws:PrincipalArn"] != nil)
    }

    @Test func refusesToDeleteWhatIsToBeKept() {
        for (name, template) in Artifacts.templates {
            for statement in statements(in: template) where statement["Effect"] == "Allow" {
                let actions = statement["Action"]?.array?.compactMap(\.string) ?? [statement["Action"]?.string ?? ""]
                guard !Set(actions).isDisjoint(with: ["ec2:DeregisterImage", "ec2:DeleteSnapshot"]) else { continue }
                #expect(statement["Condition"]?["Null"]?["aws:ResourceTag/shelflife:keep"] == "true", "\(name)")
                #expect(statement["Resource"]?["Fn::Sub"]?.string?.hasPrefix("arn:") == true, "\(name)")
            }
        }
    }

    private func statements(in template: Template) -> [JSONValue] {
        func found(_ value: JSONValue) -> [JSONValue] {
            if let members = value.object {
                return members["Effect"] != nil ? [value] : members.values.flatMap(found)
            }
            return (value.array ?? []).flatMap(found)
        }
        return template.resources.flatMap { found(.object($0.properties)) }
    }

    @Test func passesNoRoleAndAllowsNoServiceAltogether() {
        for resource in Artifacts.templates.flatMap(\.template.resources) where resource.type == "AWS::IAM::Role" {
            let text = resource.json.serialized()
            #expect(!text.contains("iam:PassRole"), "\(resource.logicalID)")
            #expect(text.firstMatch(of: #/"[a-z0-9]+:\*"/#) == nil, "\(resource.logicalID)")
        }
    }

    @Test func keepsTheStacksBelowCloudFormationsLimits() throws {
        let files = try Artifacts.all().filter { $0.path.hasPrefix("cloudformation/") }
        #expect(files.count == Artifacts.templates.count)
        for file in files {
            #expect(file.contents.utf8.count <= 51_200, "\(file.path) needs a bucket")
        }
        for (_, template) in Artifacts.templates {
            #expect(template.parameters.count <= 200)
            #expect(template.resources.count <= 500)
            #expect(template.outputs.count <= 200)
            for parameter in template.parameters { #expect(parameter.description.count <= 4000) }
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
