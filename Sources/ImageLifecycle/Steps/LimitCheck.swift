// SPDX-License-Identifier: Apache-2.0

/// Counts what a run would retire before it touches anything, and refuses to begin above the policy's limits.
struct LimitCheck {
    /// About so many resources EC2 answers one by one well before the worker's time is over.
    private static let mostSingleQuestions = 2000

    let policy: LifecyclePolicy
    /// How many resources the policy is about.
    let selected: Int
    /// What they are called: `images`, `snapshots`.
    let noun: String

    /// - Parameters:
    ///   - passing: what the cheap guards leave.
    ///   - mayGo: whether a resource goes by these answers, or may by later ones.
    ///   - ask: asks the guards.
    /// - Returns: the answers of the guards, if they had to be asked to get the exact number.
    /// - Throws: `Shelflife.LimitExceeded`.
    func answers<Resource>(
        about passing: [Resource],
        mayGo: (Resource, GuardAnswers) -> Bool,
        ask: ([Resource], GuardPolicy) async -> GuardAnswers
    ) async throws(StepError) -> GuardAnswers {
        // Those that the cheap guards leave are the most that can go: within the limits, nothing more needs asking.
        guard policy.limits.objection(retiring: passing.count, of: selected, noun) != nil else { return GuardAnswers() }
        // Whom something is shared with takes a call each: of very many it is asked last, about what is left.
        var guards = policy.guards
        if passing.count > Self.mostSingleQuestions { guards.sources.remove(.shared) }
        var answers = await ask(passing, guards)
        // What nobody answered about stays today, but a later page may get its answer: it counts.
        let left = passing.filter { mayGo($0, answers) }
        if guards != policy.guards {
            // More than can be asked about: within the limits, each page asks about its own.
            guard left.count <= Self.mostSingleQuestions else {
                try refuse(retiring: left.count)
                return GuardAnswers()
            }
            answers.merge(await ask(left, policy.guards))
        }
        try refuse(retiring: left.count { mayGo($0, answers) })
        return answers
    }

    /// - Throws: `Shelflife.LimitExceeded`.
    func refuse(retiring count: Int) throws(StepError) {
        guard let objection = policy.limits.objection(retiring: count, of: selected, noun) else { return }
        throw StepError(.limitExceeded, objection)
    }
}
