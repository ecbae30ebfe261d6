// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Testing

struct DeregisterImageTests {
    private let item = ImageItem(imageID: "ami-1", snapshotIDs: ["snap-listed"])

    @Test func deregistersAndSucceedsAgain() async throws {
        let ec2 = FakeEC2(images: [image("ami-1", snapshots: ["snap-1", "snap-2"])])
        let first = try await deregister(on: ec2)
        #expect(first.outcome == .deregistered)
        #expect(first.snapshotIDs == ["snap-1", "snap-2"])
        #expect(await ec2.images.isEmpty)
        let second = try await deregister(on: ec2)
        #expect(second.outcome == .alreadyGone)
        #expect(second.snapshotIDs == ["snap-listed"])
    }

    @Test func ownsUpToADeregistrationWhoseAnswerWasLost() async throws {
        let ec2 = FakeEC2(images: [image("ami-1", snapshots: ["snap-1"])])
        var repeated = EC2Error.refusal("DeregisterImage", "InvalidAMIID.Unavailable")
        repeated.mayHaveActed = true
        await ec2.fail("DeregisterImage", with: repeated)
        let output = try await deregister(on: ec2)
        #expect(output.outcome == .deregistered)
        #expect(output.snapshotIDs == ["snap-1"])
    }

    @Test(arguments: ["InvalidAMIID.Unavailable", "InvalidAMIID.NotFound"])
    func takesAnImageThatVanishesMeanwhileAsGone(_ code: String) async throws {
        let ec2 = FakeEC2(images: [image("ami-1")])
        await ec2.fail("DeregisterImage", with: .refusal("DeregisterImage", code))
        #expect(try await deregister(on: ec2).outcome == .alreadyGone)
    }

    @Test(arguments: [
        KeepingChange(.keepTag) { $0.tags = [Tag(key: "shelflife:keep", value: "")] },
        KeepingChange(.deregistrationProtection) { $0.deregistrationProtection = .enabled("x") },
        KeepingChange(.state) { $0.state = .pending },
        KeepingChange(.age) { $0.creationDate = nil },
        KeepingChange(.selection) { $0.tags = [] },
    ])
    func looksAgainBeforeItActs(_ keeping: KeepingChange) async throws {
        var selecting = policy
        selecting.select = SelectionPolicy(tags: [TagSelector(key: "go")])
        if keeping.rule != .selection { selecting.select = SelectionPolicy(all: true) }
        let ec2 = FakeEC2(images: [image("ami-1", tags: [Tag(key: "go", value: "")])])
        await ec2.change("ami-1", keeping.change)
        let output = try await deregister(selecting, on: ec2)
        #expect(output.outcome == .kept)
        #expect(output.reason == keeping.rule.rawValue)
        #expect(await !ec2.calls.contains("DeregisterImage"))
    }

    @Test func keepsWhatCameIntoUse() async throws {
        let ec2 = FakeEC2(images: [image("ami-1")], references: [reference(to: "ami-1")])
        let output = try await deregister(on: ec2)
        #expect(output.outcome == .kept)
        #expect(output.reason == "references")
        #expect(output.reasons.count == 1)
        #expect(output.notEvaluated == nil)
        #expect(await ec2.images.count == 1)
    }

    @Test func keepsWhatCannotBeEvaluatedAndSaysSo() async throws {
        let ec2 = FakeEC2(images: [image("ami-1")])
        await ec2.fail("DescribeImageReferences", with: .denied)
        let output = try await deregister(on: ec2)
        #expect(output.outcome == .kept)
        #expect(output.notEvaluated == true)
        #expect(output.reasons.first?.contains("UnauthorizedOperation") == true)
        #expect(await ec2.images.count == 1)
    }

    @Test(arguments: ["DescribeImages", "DescribeImageReferences", "DeregisterImage"])
    func asksForAnotherTryWhenThrottled(_ action: String) async throws {
        let ec2 = FakeEC2(images: [image("ami-1")])
        await ec2.fail(action, with: .throttled)
        let error = await #expect(throws: StepError.self) { try await deregister(on: ec2) }
        #expect(error?.type == "Shelflife.Throttled")
        #expect(await ec2.images.count == 1)
    }

    @Test func takesARefusalForProtection() async throws {
        let ec2 = FakeEC2(images: [image("ami-1")])
        await ec2.fail("DeregisterImage", with: .refusal("DeregisterImage", "OperationNotPermitted"))
        let output = try await deregister(on: ec2)
        #expect(output.outcome == .kept)
        #expect(output.reason == "deregistrationProtection")
    }

    @Test func neverActsInReportMode() async throws {
        let ec2 = FakeEC2(images: [image("ami-1")])
        var report = policy
        report.mode = .report
        #expect(try await deregister(report, on: ec2).outcome == .kept)
        #expect(await ec2.calls.isEmpty)
    }

    private func deregister(
        _ policy: LifecyclePolicy = policy,
        on ec2: FakeEC2
    ) async throws -> DeregisterImage.Output {
        try await DeregisterImage.run(
            .init(policy: policy, now: Timestamp(now), item: item),
            ec2: ec2,
            context: StepContext()
        )
    }
}
