// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import Testing

/// What went wrong with other tools, each named after what they did.
struct IncidentTests {
    /// Images that only a template without a group named were deleted.
    @Test func onlyTemplatesAttachedToGroupsWereLookedAt() async throws {
        try await keeps(.launchTemplates, "launch template unattached") { region in
            region.put(template("unattached", [Scene.needed], region))
        }
    }

    @Test func onlyAttachedLaunchConfigurationsWereLookedAt() async throws {
        try await keeps(.autoScaling, "launch configuration unattached") { region in
            region.put(
                LaunchConfigurationRecord(id: "unattached", imageID: Scene.needed, createdTime: region.now)
            )
        }
    }

    /// EC2's own answer looks at the ten newest versions; the group stood on the first of fifteen.
    @Test func anOlderTemplateVersionWasPinned() async throws {
        let guards = GuardPolicy(launchTemplateVersions: .newest(10))
        try await keeps(.autoScaling, "Auto Scaling group web (launch template pinned version 1)", guards) { region in
            var record = template("pinned", [Scene.needed] + Array(repeating: Scene.gone, count: 14), region)
            record.defaultVersion = 15
            region.put(record)
            let reference = LaunchTemplateReference(id: record.id, name: record.name, version: "1")
            region.put(
                AutoScalingGroupRecord(id: "web", source: .launchTemplate(reference), createdTime: region.now)
            )
        }
    }

    @Test func aMixedInstancesOverrideWasIgnored() async throws {
        try await keeps(.autoScaling, "Auto Scaling group mixed") { region in
            let record = template("main", [Scene.gone], region)
            region.put(record)
            let reference = LaunchTemplateReference(id: record.id, name: record.name)
            let source = AutoScalingGroupRecord.Source.mixedInstances(
                reference,
                overrides: [.init(instanceType: "m7i.large"), .init(instanceType: "m7g.large", imageID: Scene.needed)]
            )
            region.put(AutoScalingGroupRecord(id: "mixed", source: source, createdTime: region.now))
        }
    }

    /// Every image looked unused to a tool that did not follow the alias.
    @Test func aParameterBehindResolveSSMWasIgnored() async throws {
        try await keeps(.launchTemplates, "by the SSM parameter /web/ami:3") { region in
            region.put(
                ParameterRecord(
                    id: "/web/ami",
                    value: Scene.needed,
                    dataType: "text",
                    version: 3,
                    modifiedAt: region.now
                )
            )
            region.put(template("alias", ["resolve:ssm:/web/ami:3"], region))
        }
    }

    @Test func aPageOfResultsWasMissed() async throws {
        try await keeps(.launchTemplates, "launch template t-450") { region in
            for number in 1...450 {
                region.put(template("t-\(number)", [number == 450 ? Scene.needed : Scene.gone], region))
            }
        }
        try await keeps(.autoScaling, "launch configuration c-250") { region in
            for number in 1...250 {
                let imageID = number == 250 ? Scene.needed : Scene.gone
                region.put(LaunchConfigurationRecord(id: "c-\(number)", imageID: imageID, createdTime: region.now))
            }
        }
    }

    @Test func ssmAccessDeniedWasTakenAsUnused() async throws {
        let scene = Scene(guards: Need.unreferenced)
        scene.sandbox.withRegion { $0.put(template("alias", ["resolve:ssm:/web/ami"], $0)) }
        let denied = FaultRule.Kind.error(code: "AccessDeniedException", message: "no", status: 400)
        scene.sandbox.inject(FaultPlan(rules: [FaultRule(action: "GetParameters", trigger: .rate(1), kind: denied)]))
        let report = try await scene.run().report
        #expect(scene.images == [Scene.needed, Scene.other])
        #expect(report.tally.keptBy == ["launchTemplates": 2])
        #expect(report.status == .partial)
    }

    /// Ages were counted in the hours since midnight, or in days where hours were meant.
    @Test func daysWereTakenForHours() async throws {
        let scene = Scene(images: [])
        scene.put("ami-00000000000000011", ageSeconds: 11 * 3600)
        scene.put("ami-00000000000000012", ageSeconds: 10 * 86_400)
        scene.put("ami-00000000000000013", ageSeconds: 10 * 86_400 + 1)
        try await scene.run()
        #expect(scene.images == ["ami-00000000000000011", "ami-00000000000000012"])
    }

    /// A template of a group was gone, and with the error the whole listing was taken as empty.
    @Test func aGroupNamedATemplateThatIsGone() async throws {
        try await keeps(.launchTemplates, "launch template still-there") { region in
            let ghost = LaunchTemplateReference(id: "lt-0000000000000dead", name: "ghost")
            region.put(AutoScalingGroupRecord(id: "a", source: .launchTemplate(ghost), createdTime: region.now))
            region.put(template("still-there", [Scene.needed], region))
        }
    }

    private func keeps(
        _ rule: Finding.Rule,
        _ words: String,
        _ guards: GuardPolicy = Need.unreferenced,
        arrange: (inout AccountRegion) -> Void
    ) async throws {
        let scene = Scene(guards: guards)
        scene.sandbox.withRegion { arrange(&$0) }
        let decisions = try await scene.plan()
        #expect(decisions[Scene.needed]?.keeper?.rule == rule)
        let sentence = decisions[Scene.needed]?.keeper?.sentence ?? "nothing"
        #expect(sentence.contains(words), "kept by: \(sentence)")
        #expect(decisions[Scene.other]?.action == .retire)
        try await scene.run()
        #expect(scene.images == [Scene.needed])
    }

    private func template(_ name: String, _ imageIDs: [String], _ region: AccountRegion) -> LaunchTemplateRecord {
        let number = name.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }
        let digits = String(number, radix: 16)
        return LaunchTemplateRecord(
            id: "lt-" + String(repeating: "0", count: 17 - digits.count) + digits,
            name: name,
            createTime: region.now,
            versions: imageIDs.enumerated().map {
                .init(number: $0.offset + 1, createTime: region.now, imageID: $0.element)
            }
        )
    }
}

extension Scene {
    static let gone = "ami-0000000000000ffff"
}
