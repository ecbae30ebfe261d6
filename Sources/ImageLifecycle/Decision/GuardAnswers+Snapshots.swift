// SPDX-License-Identifier: Apache-2.0

extension GuardAnswers {
    /// Asks only whom each is shared with, if the policy has that guard on.
    package static func aboutSharing(
        _ snapshots: [Snapshot],
        guards: GuardPolicy,
        ec2: some EC2
    ) async -> GuardAnswers {
        var guards = guards
        guards.sources.formIntersection([.shared])
        return await about(snapshots, guards: guards, ec2: ec2)
    }

    /// Asks every guard of snapshots that the policy has on: locks, tiers, fast restore, and whom each is shared with.
    package static func about(_ snapshots: [Snapshot], guards: GuardPolicy, ec2: some EC2) async -> GuardAnswers {
        guard !snapshots.isEmpty else { return GuardAnswers() }
        let snapshotIDs = snapshots.map(\.snapshotID)
        async let conditions = snapshotConditions(guards, ec2)
        async let permissions = volumePermissions(of: guards.asks(.shared) ? snapshotIDs : [], ec2)

        let (conditioned, shared) = await (conditions, permissions)
        var answers = GuardAnswers()
        for snapshotID in snapshotIDs {
            answers.begin(snapshotID)
            for (rule, answer) in conditioned {
                switch answer {
                case .failure(let error):
                    answers.add(error, to: rule, on: snapshotID)
                case .success(let states):
                    let finding =
                        states[snapshotID].map { Finding(rule, .keep, "is \($0)") }
                        ?? Finding(rule, .letGo, Finding.nothingFound)
                    answers.add(finding, on: snapshotID)
                }
            }
            if let answer = shared[snapshotID] { answers.add(answer, on: snapshotID) }
        }
        return answers
    }
}
