// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox

/// What a schedule without faults does, for comparison.
struct Peace: Sendable {
    /// The account before the run that is disturbed elsewhere.
    let before: AccountRegion
    /// What is left after that run.
    let between: Set<String>
    /// What is left at the end of the schedule.
    let end: Set<String>
    /// The actions that the run calls, in order.
    let actions: [String]

    /// Played once: many runs are compared with it.
    static let all = FaultScene.schedule.indices.map { run in Task { try await Peace(run) } }

    private init(_ run: Int) async throws {
        let scene = FaultScene()
        try await scene.play(0..<run)
        before = scene.region
        scene.sandbox.clearLog()
        _ = try await scene.play(run)
        actions = scene.sandbox.log.map(\.action)
        between = scene.census
        try await scene.play((run + 1)..<FaultScene.schedule.count)
        end = scene.census
    }

    /// A call of every action, counted from 1, another one for every number; every call with SHELFLIFE_SOAK_SECONDS.
    func calls(_ number: Int) -> [Int] {
        guard !Soak.isAsked else { return Array(1...actions.count) }
        let byAction = Dictionary(grouping: actions.indices) { actions[$0] }
        return byAction.values.map { $0[number * 7 % $0.count] + 1 }.sorted()
    }

    /// The first calls that change something, and every third of the others.
    func turningPoints(_ number: Int) -> [Int] {
        let calls = calls(number)
        guard !Soak.isAsked else { return calls }
        return calls.enumerated().filter { offset, call in
            ["DeregisterImage", "DeleteSnapshot"].contains(actions[call - 1]) || (offset + number) % 6 == 0
        }.map(\.element)
    }
}
