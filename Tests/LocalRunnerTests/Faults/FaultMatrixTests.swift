// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import StatesEngine
import Testing

/// Something goes wrong at every action that the retiring workflows call.
///
/// Nothing is lost that is needed, and the next scheduled runs leave the account as if nothing had happened.
/// `BackupFaultTests` does the same for the workflows that make backups, and
/// `Tests/python/test_expiry_survives_kills.py` for an engine that is killed.
@Suite(.timeLimit(.minutes(5))) struct FaultMatrixTests {
    static let kinds: [(name: String, kind: FaultRule.Kind)] = [
        ("throttle", .throttle),
        ("error 500", .error(code: "InternalError", message: "oops", status: 500)),
        ("error 503", .error(code: "Unavailable", message: "later", status: 503)),
        ("credentials expired", .error(code: "RequestExpired", message: "too late", status: 400)),
        ("reset before acting", .connectionReset),
        ("timeout after acting", .answerLost),
        ("half an answer", .truncatedBody),
        ("garbage", .wrongXML),
        ("slow answer", .delay(seconds: 20)),
        ("answer when nobody waits any more", .delay(seconds: 400)),
    ]
    private static let downtimes: [(name: String, kind: FaultRule.Kind)] = [
        ("throttle", .throttle),
        ("denied", .error(code: "UnauthorizedOperation", message: "not allowed", status: 403)),
    ]
    private static let runs = FaultScene.schedule.indices

    @Test func aFaultlessScheduleRetiresWhatIsOver() async throws {
        let scene = FaultScene()
        let before = scene.census
        let played = try await scene.play()
        let gone = before.subtracting(scene.census)
        #expect(gone == Set([1, 2, 3, 4].map { id("ami", $0) } + [1, 2, 21, 3, 4, 30, 31, 41].map { id("snap", $0) }))
        #expect(played.map { $0.tally?.failed } == [0, 0, 0])
        #expect(played.map { $0.tally?.retired } == [4, 1, 2])
    }

    @Test(arguments: kinds.indices, runs)
    func oneBadAnswerChangesNothing(_ kind: Int, _ run: Int) async throws {
        let peace = try await Peace.all[run].value
        for call in peace.calls(kind) {
            let trouble = Trouble.badAnswers(Self.kinds[kind].kind, [call])
            try await passes(run, trouble, "\(Self.kinds[kind].name) at call \(call)")
        }
    }

    /// From some call on nothing works any more: the run breaks off there, and the schedule goes on later.
    @Test(arguments: 0..<8, runs)
    func anOutageIsMadeGoodByTheNextRuns(_ kind: Int, _ run: Int) async throws {
        let peace = try await Peace.all[run].value
        for call in peace.turningPoints(kind) {
            let trouble = Trouble.badAnswers(Self.kinds[kind].kind, Set(call...(call + 2_000)))
            try await recovers(run, trouble, "\(Self.kinds[kind].name) from call \(call) on")
        }
    }

    /// What only the action that fails would have told keeps what it is about.
    @Test(arguments: downtimes.indices, runs)
    func oneActionThatIsDownKeepsWhatItWouldTellOf(_ kind: Int, _ run: Int) async throws {
        for action in Set(try await Peace.all[run].value.actions) {
            let trouble = Trouble.isDown(action, Self.downtimes[kind].kind)
            try await recovers(run, trouble, "\(action): \(Self.downtimes[kind].name)")
        }
    }

    @Test(arguments: runs) func aKilledWorkerIsCalledAgain(_ run: Int) async throws {
        for call in try await Peace.all[run].value.calls(1) {
            try await passes(run, .workerKilled(call), "worker killed at call \(call)")
        }
    }

    @Test(arguments: runs) func aStoppedRunGoesOnWhenItIsRedriven(_ run: Int) async throws {
        for call in try await Peace.all[run].value.calls(2) {
            try await recovers(run, .stopped(call), "stopped at call \(call)")
        }
    }

    @Test(arguments: runs) func twoRunsAtOnceDoWhatOneDoes(_ run: Int) async throws {
        let peace = try await Peace.all[run].value
        for _ in 0..<3 {
            let scene = FaultScene(peace.before)
            async let twin = scene.play(run)
            let tallies = try await [scene.play(run), twin].compactMap(\.tally)
            #expect(tallies.count == 2)
            #expect(scene.census == peace.between)
            // What one of them retires the other one does not count as its own.
            let retired = tallies.reduce(0) { $0 + $1.retired + ($1.resources == .images ? $1.snapshotsDeleted : 0) }
            #expect(retired == scene.done("DeregisterImage") + scene.done("DeleteSnapshot"))
        }
    }

    @Test(arguments: runs) func theSameEventOnceMoreFindsNothingToDo(_ run: Int) async throws {
        let peace = try await Peace.all[run].value
        let scene = FaultScene(peace.before)
        _ = try await scene.play(run)
        scene.sandbox.clearLog()
        let again = try await scene.play(run)
        #expect(again.tally?.retired == 0)
        #expect(again.outcome.failure == nil)
        #expect(!scene.sandbox.log.contains { $0.isMutating })
        #expect(scene.census == peace.between)
    }

    /// What is new is not listed yet, and what is gone still is.
    @Test(arguments: runs) func changesThatShowLateAreWaitedFor(_ run: Int) async throws {
        let peace = try await Peace.all[run].value
        try await passes(run, nil, "lag", FaultScene(peace.before, lagSeconds: 30))
        for call in peace.turningPoints(0) {
            let trouble = Trouble.badAnswers(.answerLost, [call])
            try await passes(run, trouble, "lag and lost answer \(call)", FaultScene(peace.before, lagSeconds: 30))
        }
    }

    @Test(arguments: [-600.0, 600], runs) func clocksMayDiffer(_ skewSeconds: Double, _ run: Int) async throws {
        let scene = FaultScene(try await Peace.all[run].value.before, skewSeconds: skewSeconds)
        try await passes(run, nil, "skew of \(skewSeconds) s", scene)
    }

    // MARK: What must hold

    /// The run does all of its work in spite of the trouble.
    private func passes(_ run: Int, _ trouble: Trouble?, _ moment: String, _ scene: FaultScene? = nil) async throws {
        let peace = try await Peace.all[run].value
        let scene = scene ?? FaultScene(peace.before)
        let label = Comment(rawValue: "\(moment) of run \(run)")
        let played = try await scene.play(run, trouble)
        #expect(played.outcome.failure == nil, label)
        expectTruth(played, scene, run, label)
        #expect(scene.census == peace.between, label)
    }

    /// The run may fail, harms nothing, and is made good by the next runs.
    private func recovers(_ run: Int, _ trouble: Trouble, _ moment: String) async throws {
        let peace = try await Peace.all[run].value
        let scene = FaultScene(peace.before)
        let label = Comment(rawValue: "\(moment) of run \(run)")
        let played = try await scene.play(run, trouble)
        #expect(scene.census.isSuperset(of: peace.end), label)
        if played.outcome.failure == nil {
            expectTruth(played, scene, run, label)
            // What a guard could not ask about stays until the next run.
            #expect(scene.census == peace.between || (played.tally?.notEvaluated ?? 0) > 0, label)
        }
        scene.clock.advance(to: scene.clock.now.adding(seconds: 3600))
        try await scene.play()
        #expect(scene.census == peace.end, label)
    }

    /// The report of a run that calls itself good is what the account's log says.
    private func expectTruth(_ played: Stage.Played, _ scene: FaultScene, _ run: Int, _ label: Comment) {
        #expect(played.tally?.failed == 0 && played.tally?.unaccounted == 0, label)
        #expect(played.told == scene.done("DeregisterImage") + scene.done("DeleteSnapshot"), label)
    }
}
