// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import Testing

/// Each item says until when it can be brought back, and the report what that comes to.
struct RecoverabilityTests {
    private static func after(days: Double) -> Recoverability {
        .until(Scene.start.addingTimeInterval(days * 86_400))
    }

    /// An image comes back only with its snapshots, and each kind needs a rule of its own.
    @Test(
        arguments: [
            (14, 7, after(days: 7)), (7, 14, after(days: 7)), (nil, nil, .gone), (7, nil, .gone), (nil, 7, .gone),
        ] as [(Int?, Int?, Recoverability)]
    )
    func tellsUntilWhenAnImageCanBeBroughtBack(
        imageDays: Int?,
        snapshotDays: Int?,
        expected: Recoverability
    ) async throws {
        let scene = Scene()
        scene.recycle(imageDays: imageDays, snapshotDays: snapshotDays)
        let run = try await scene.run()
        #expect(run.results.map(\.outcome) == [.retired, .retired])
        #expect(run.results.map(\.recoverableUntil) == [expected, expected])
        let words =
            expected == .gone
            ? "Of 2 retired images, 2 cannot be brought back (not in the Recycle Bin)."
            : "Of 2 retired images, 2 can be brought back until 2026-09-28T14:13:20Z."
        #expect(run.report.text.contains(words), "\(run.report.text)")
    }

    /// A snapshot that another image uses is still there, and nothing to wait for.
    @Test func countsOnlyWhatIsGone() async throws {
        let scene = Scene(images: [Scene.needed])
        scene.recycle(imageDays: 7, snapshotDays: nil)
        let share = try #require(Need.ofSnapshots.first { $0.rule == .shared })
        scene.sandbox.withRegion { share.arrange(&$0, Scene.snapshotID(of: Scene.needed)) }
        #expect(try await scene.run().results.map(\.recoverableUntil) == [Self.after(days: 7)])
    }

    @Test(
        arguments: ["ListImagesInRecycleBin", "ListSnapshotsInRecycleBin"],
        [FaultRule.Kind.denied, .throttle, .wrongXML, .connectionReset]
    )
    func saysThatItIsNotKnownWhereTheBinDoesNotAnswer(action: String, fault: FaultRule.Kind) async throws {
        let scene = Scene()
        scene.recycle(imageDays: 7, snapshotDays: 7)
        scene.sandbox.inject(FaultPlan(rules: [FaultRule(action: action, trigger: .rate(1), kind: fault)]))
        let run = try await scene.run()
        #expect(scene.images.isEmpty && scene.snapshots.isEmpty)
        #expect(run.results.map(\.recoverableUntil) == [nil, nil])
        #expect(run.report.status == .ok)
        #expect(run.report.text.contains("Of 2 retired images, 2 may be in the Recycle Bin or not (not known)."))
    }

    @Test func addsUpWhatDiffers() async throws {
        let results = [Self.after(days: 2), .gone, nil, Self.after(days: 1)].map { found in
            var result = ItemResult(imageID: "ami-1", outcome: .retired)
            result.recoverableUntil = found
            return result
        }
        var tally = Tally()
        tally.add(results)
        #expect(
            tally.recovery?.sentence("images")
                == "Of 4 retired images, 2 can be brought back until 2026-09-22T14:13:20Z to 2026-09-23T14:13:20Z, "
                + "1 cannot be brought back (not in the Recycle Bin), 1 may be in the Recycle Bin or not (not known)."
        )
    }

    @Test func tellsWhenAGraceIsOver() async throws {
        var scene = Scene(images: [Scene.needed])
        scene.policy.retire = RetirePolicy(grace: try #require(PolicyDuration("7d")), steps: [.tag])
        let run = try await scene.run()
        #expect(run.results.map(\.recoverableUntil) == [Self.after(days: 7)])
        #expect(run.report.text.contains("go when 7d of grace are over: 2026-09-28T14:13:20Z."))
    }

    @Test(arguments: [(7, after(days: 7)), (nil, .gone)] as [(Int?, Recoverability)])
    func tellsUntilWhenASnapshotCanBeBroughtBack(days: Int?, expected: Recoverability) async throws {
        let scene = Scene(snapshots: [Scene.neededSnapshot])
        scene.recycle(imageDays: nil, snapshotDays: days)
        let run = try await scene.runSnapshots()
        #expect(run.results.map(\.recoverableUntil) == [expected])
        #expect(
            run.report.text.contains(
                expected == .gone ? "snapshots, 1 cannot" : "snapshots, 1 can be brought back until"
            )
        )
    }

    @Test func deletesASnapshotWhetherTheBinAnswersOrNot() async throws {
        let scene = Scene(snapshots: [Scene.neededSnapshot])
        let rule = FaultRule(action: "ListSnapshotsInRecycleBin", trigger: .rate(1), kind: .denied)
        scene.sandbox.inject(FaultPlan(rules: [rule]))
        let run = try await scene.runSnapshots()
        #expect(run.results.map(\.outcome) == [.retired])
        #expect(run.results.map(\.recoverableUntil) == [nil])
        #expect(run.report.status == .ok)
    }

    @Test(arguments: [after(days: 7), .gone])
    func readsWhatItWrites(_ found: Recoverability) throws {
        var result = ItemResult(imageID: "ami-1", outcome: .retired)
        result.recoverableUntil = found
        let data = try JSONEncoder().encode(result)
        #expect(try JSONDecoder().decode(ItemResult.self, from: data) == result)
    }

    @Test func refusesAnythingElse() {
        let wrong = Data(#"{"imageID": "ami-1", "outcome": "retired", "recoverableUntil": "soon"}"#.utf8)
        #expect(throws: (any Error).self) { try JSONDecoder().decode(ItemResult.self, from: wrong) }
    }
}
