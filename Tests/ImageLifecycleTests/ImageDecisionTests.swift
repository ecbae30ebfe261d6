// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Testing

struct ImageDecisionTests {
    @Test(arguments: [
        ("24h", hours(24) - 1, false), ("24h", hours(24), false), ("24h", hours(24) + 1, true),
        ("24h", hours(24.2), true), ("24h", hours(48.5), true), ("24h", hours(72), true), ("24h", hours(72.01), true),
        ("1h", hours(24), true), ("1h", hours(1), false), ("10d", hours(240), false), ("10d", hours(240) + 1, true),
        ("4w", hours(24 * 28), false), ("4w", hours(24 * 28) + 1, true), ("1h", -5, false), ("1h", 0, false),
    ])
    func countsTheWholeAge(_ limit: String, ageSeconds: Int, goes: Bool) {
        let decision = decide(image("ami-1", ageSeconds: ageSeconds)) { $0.retain = retain(limit) }
        #expect((decision.action == .retire) == goes, "\(decision.findings)")
    }

    @Test func countsWholeSecondsOnly() {
        var young = image("ami-1", ageSeconds: hours(24))
        young.creationDate = now.addingTimeInterval(-Double(hours(24)) + 0.001)
        let late = ImageDecision.decide([young], answers: unused("ami-1"), policy: policy, now: now + 0.999)
        #expect(late.map(\.action) == [.keep])
    }

    @Test func keepsAnImageWithoutCreationDate() {
        var dateless = image("ami-1")
        dateless.creationDate = nil
        #expect(decide(dateless).keeper == Finding(.age, .notEvaluated, "has no readable creation date"))
    }

    @Test(arguments: [
        KeepingChange(.keepTag) { $0.tags = [Tag(key: "shelflife:keep", value: "no")] },
        KeepingChange(.exclusion) { $0.tags = [Tag(key: "env", value: "prod-1")] },
        KeepingChange(.exclusion) { $0.imageID = "ami-excluded" },
        KeepingChange(.deregistrationProtection) { $0.deregistrationProtection = .enabled("enabled-with-cooldown") },
        KeepingChange(.awsBackup) { $0.name = "AwsBackup_i-0abc" },
        KeepingChange(.awsBackup) { $0.tags = [Tag(key: "aws:backup:source-resource", value: "i-1")] },
        KeepingChange(.awsBackup) { $0.ownerAlias = "aws-backup-vault" },
        KeepingChange(.lifecycleManager) { $0.tags = [Tag(key: "aws:dlm:lifecycle-policy-id", value: "policy-1")] },
        KeepingChange(.state) { $0.state = .pending },
        KeepingChange(.state) { $0.state = .failed },
        KeepingChange(.state) { $0.state = ImageState(rawValue: "brand-new") },
        KeepingChange(.age) { $0.creationDate = now },
    ])
    func keepsByEachRule(_ keeping: KeepingChange) throws {
        var changed = image("ami-1")
        #expect(decide(changed).action == .retire)
        keeping.change(&changed)
        let decision = decide(changed) {
            $0.select.exclude = .init(tags: [TagSelector(key: "env", values: ["prod-*"])], ids: ["ami-excluded"])
        }
        #expect(decision.action == .keep)
        #expect(decision.keeper?.rule == keeping.rule)
    }

    @Test func letsADisabledImageGo() {
        var disabled = image("ami-1")
        disabled.state = .disabled
        #expect(decide(disabled).action == .retire)
    }

    @Test(arguments: [
        (SelectionPolicy(tags: [TagSelector(key: "A", values: ["1", "2"])]), true),
        (SelectionPolicy(tags: [TagSelector(key: "A", values: ["2"])]), false),
        (SelectionPolicy(tags: [TagSelector(key: "a")]), false),
        (SelectionPolicy(tags: [TagSelector(key: "A"), TagSelector(key: "B", values: ["x*"])]), true),
        (SelectionPolicy(tags: [TagSelector(key: "A"), TagSelector(key: "C")]), false),
        (SelectionPolicy(names: ["other", "name of *"]), true),
        (SelectionPolicy(names: ["ami-*"]), false),
        (SelectionPolicy(tags: [TagSelector(key: "A")], names: ["nothing"]), false),
        (SelectionPolicy(all: true), true),
        (SelectionPolicy(), true),
    ])
    func selects(_ selection: SelectionPolicy, selected: Bool) {
        let tagged = image("ami-1", tags: [Tag(key: "A", value: "1"), Tag(key: "B", value: "xyz")])
        let decision = decide(tagged) { $0.select = selection }
        #expect((decision.keeper?.rule != .selection) == selected)
        // What is not selected needs no further word.
        #expect(selected || decision.findings.count == 1)
    }

    @Test func saysEverythingThatKeeps() {
        var guarded = image("ami-1", ageSeconds: 60, tags: [Tag(key: "shelflife:keep", value: "")])
        guarded.deregistrationProtection = .enabled("enabled-without-cooldown")
        #expect(decide(guarded).findings.filter(\.keeps).map(\.rule) == [.age, .keepTag, .deregistrationProtection])
    }

    @Test func keepsWhatIsReferencedOrUnknown() {
        let images = ["ami-used", "ami-unused", "ami-failed", "ami-unanswered"].map { image($0) }
        let decisions = ImageDecision.decide(
            images,
            answers: GuardAnswers(
                findings: [
                    "ami-used": [ReferenceAnswer.usedBy([reference(to: "ami-used")]).finding],
                    "ami-unused": [ReferenceAnswer.usedBy([]).finding],
                    "ami-failed": [ReferenceAnswer.notEvaluated(.denied).finding],
                ]
            ),
            policy: policy,
            now: now
        )
        #expect(decisions.map(\.action) == [.keep, .retire, .keep, .keep])
        #expect(decisions.map(\.keeper?.verdict) == [.keep, nil, .notEvaluated, .notEvaluated])
        #expect(decisions[0].keeper?.sentence.contains("i-of-ami-used") == true)
        #expect(decisions[2].keeper?.sentence.contains("UnauthorizedOperation") == true)
    }

    @Test func asksForNoReferencesWhenThePolicySaysSo() {
        var unguarded = policy
        unguarded.guards.references = false
        let asked = GuardAnswers(findings: ["ami-1": []])
        let decisions = ImageDecision.decide([image("ami-1")], answers: asked, policy: unguarded, now: now)
        #expect(decisions.map(\.action) == [.retire])
    }

    @Test func remarksOnSnapshotsThatStay() {
        var disabled = image("ami-2", ageSeconds: 60, snapshots: ["snap-1", "snap-2"])
        disabled.state = .disabled
        let images = [image("ami-1", snapshots: ["snap-1", "snap-3"]), disabled]
        let decisions = ImageDecision.decide(images, answers: unused("ami-1"), policy: policy, now: now)
        #expect(decisions.map(\.action) == [.retire, .keep])
        let remark = Finding(.sharedSnapshots, .remark, "snap-1 stays: ami-2 uses it too")
        #expect(decisions[0].findings.filter { $0.verdict == .remark } == [remark])
    }

    private func decide(_ image: Image, _ change: (inout LifecyclePolicy) -> Void = { _ in }) -> ImageDecision {
        var changed = policy
        change(&changed)
        return ImageDecision.decide([image], answers: unused(image.imageID), policy: changed, now: now)[0]
    }

    private func unused(_ imageID: String) -> GuardAnswers {
        GuardAnswers(findings: [imageID: [ReferenceAnswer.usedBy([]).finding]])
    }
}
