// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Testing

struct WorkerStepTests {
    @Test(arguments: WorkerStep.allCases)
    func refusesMalformedEvents(_ step: WorkerStep) async throws {
        let policy = #"{"policy": "p", "select": {"all": true}, "retain": {"age": "10x"}}"#
        let cases: [(String, StepError.Name, String)] = [
            ("nonsense", .invalidInput, "the document is not JSON"),
            ("", .invalidInput, "the document is not JSON"),
            ("{}", .invalidInput, "policy: is missing"),
            (
                #"{"policy": \#(policy)}"#, .invalidPolicy,
                #"retain.age: "10x" is no duration; use <n>h, <n>d or <n>w, n from 1 to 99999"#
            ),
        ]
        for (payload, name, sentence) in cases {
            let error = await #expect(throws: StepError.self) {
                try await step.run(Data(payload.utf8), ec2: FakeEC2(), context: StepContext())
            }
            #expect(error == StepError(name, sentence))
        }
    }

    @Test func namesThePlaceInTheInput() async throws {
        let payload = #"""
            {"policy": {"policy": "p", "select": {"all": true}, "retain": {"age": "1h"}}, "now": "yesterday"}
            """#
        let error = await #expect(throws: StepError.self) {
            try await WorkerStep.listExpiredImages.run(Data(payload.utf8), ec2: FakeEC2(), context: StepContext())
        }
        #expect(
            error?.description
                == #"Shelflife.InvalidInput: now: "yesterday" is no time; use ISO 8601 in UTC: 2026-01-31T23:59:59Z"#
        )
    }

    @Test func declaresTheActionsItCalls() async throws {
        let item = ImageItem(imageID: "ami-1", snapshotIDs: ["snap-1"])
        var orphans = policy
        orphans.retain = RetentionPolicy(orphans: PolicyDuration("1d"))
        let inputs: [WorkerStep: any Encodable] = [
            .listExpiredImages: ["policy": Payload(policy), "now": Payload(Timestamp(now))],
            .deregisterImage: ["policy": Payload(policy), "now": Payload(Timestamp(now)), "item": Payload(item)],
            .deleteImageSnapshots: [
                "policy": Payload(policy), "item": Payload(item),
                "deregistered": Payload(
                    DeregisterImage.Output(imageID: "ami-1", outcome: .deregistered, snapshotIDs: ["snap-2"])
                ),
            ],
            .listExpiredSnapshots: ["policy": Payload(orphans), "now": Payload(Timestamp(now))],
            .reportRun: [
                "policy": Payload(policy), "now": Payload(Timestamp(now)), "execution": Payload("e"),
                "page": Payload(ListExpiredImages.Page(cursor: nil, tally: Tally())),
            ],
            .reportBackups: [
                "policy": Payload(policy), "now": Payload(Timestamp(now)), "execution": Payload("e"),
                "page": Payload(BackupPage(cursor: nil, tally: BackupTally(kind: .images))),
            ],
        ]
        // The steps of backups, and the deletion of snapshots that they end in, are watched at work on the sandbox.
        let watched: Set<WorkerStep> = [
            .listBackupTargets, .createImage, .createSnapshots, .tagSnapshots, .copySnapshots, .deleteSourceSnapshots,
            .deleteSnapshot,
        ]
        #expect(Set(inputs.keys).union(watched) == Set(WorkerStep.allCases))
        for (step, input) in inputs {
            let ec2 = FakeEC2(images: [image("ami-1", snapshots: ["snap-1"])], snapshots: [snapshot("snap-2")])
            await ec2.hold("ami-1", until: now)
            _ = try await step.run(JSONEncoder().encode(input), ec2: ec2, context: StepContext())
            // What the guards ask, and what the ladder does, is watched on the sandbox.
            let asked: Set<String> =
                switch step {
                case .listExpiredImages, .deregisterImage: Set(IAMActions.guards + IAMActions.retirement)
                case .listExpiredSnapshots, .deleteImageSnapshots: Set(IAMActions.snapshotGuards)
                default: []
                }
            let calls = await Set(ec2.calls.map { "ec2:" + $0 })
            #expect(calls.subtracting(asked) == Set(step.ec2Actions).subtracting(asked), "\(step)")
            #expect(step.ec2Actions == step.ec2Actions.sorted())
        }
    }
}

/// Any value, as a part of a step's input.
private struct Payload: Encodable {
    private let value: any Encodable

    init(_ value: any Encodable) { self.value = value }

    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
