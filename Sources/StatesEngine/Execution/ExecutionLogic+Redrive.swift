// SPDX-License-Identifier: Apache-2.0

extension ExecutionLogic {
    /// Keeps the place where the execution ended badly, so that a redrive can go on there.
    ///
    /// - Parameter strand: The strand that failed; nil when the end came from outside.
    mutating func keepForRedrive(_ strand: Strand?) {
        suspended = strand ?? strands.values.first { $0.parent == nil }.map(suspended)
    }

    /// What a Parallel or Map state had done when one of its strands failed.
    func interruption(of owner: Strand, failing child: Strand? = nil) -> Strand.Interruption? {
        let inside: [StrandID]
        switch owner.activity {
        case .parallel(let logic): inside = logic.children
        case .map(let logic): inside = logic.children.values.sorted()
        case .mapRun: inside = []
        case .none, .task, .waiting, .retrying: return owner.interruption
        }
        let unfinished = inside.compactMap { id -> Strand? in
            if let child, child.id == id { child } else { strands[id].map(suspended) }
        }
        return Strand.Interruption(activity: owner.activity, strands: unfinished)
    }

    private func suspended(_ strand: Strand) -> Strand {
        var strand = strand
        strand.interruption = interruption(of: strand)
        strand.activity = .none
        return strand
    }

    /// Goes on with the states that failed, were stopped or ran out of time, with their inputs and a fresh count of
    /// retries.
    ///
    /// Branches, iterations and children that had succeeded are not run again.
    /// https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
    mutating func redrive() {
        guard let ended = outcome, ended.output == nil, !recorder.isFull, let strand = suspended else { return }
        suspended = nil
        outcome = nil
        redriveCount += 1
        if let timeoutSeconds = machine.timeoutSeconds { startTimer(.execution, after: Double(timeoutSeconds)) }
        let redriven = recorder.record(
            .executionRedriven,
            after: recorder.lastEventID,
            .executionRedriven(redriveCount: redriveCount)
        )
        goOn(strand, after: redriven)
    }

    private mutating func goOn(_ first: consuming Strand, after redriven: Int) {
        var strand = first
        strand.lastEventID = redriven
        strand.retries = RetryLogic()
        switch strand.interruption?.activity {
        case .parallel(let logic)?:
            goOnInside(&strand, activity: .parallel(logic), after: redriven)
        case .map(let logic)?:
            goOnInside(&strand, activity: .map(logic), after: redriven)
        case .mapRun(let id)? where mapRunTable[id]?.reopen(&generator) == true:
            reopened(&strand, id)
        default:
            // A strand that had only been made has its first state still to enter.
            let result = strand.enteredEventID > 0 ? work(on: &strand) : .enter
            proceed(strand, after: result)
        }
    }

    private mutating func goOnInside(_ strand: inout Strand, activity: Strand.Activity, after redriven: Int) {
        let inside = strand.interruption?.strands ?? []
        strand.interruption = nil
        strand.activity = activity
        strands[strand.id] = strand
        // All are there before the first goes on: if it fails at once, the others are suspended again with it.
        for child in inside { strands[child.id] = child }
        for id in inside.map(\.id) {
            guard outcome == nil, let child = strands.removeValue(forKey: id) else { continue }
            goOn(child, after: redriven)
        }
    }

    private mutating func reopened(_ strand: inout Strand, _ id: MapRunID) {
        guard let run = mapRunTable[id] else { return }
        strand.interruption = nil
        strand.activity = .mapRun(id)
        strand.lastEventID = recorder.record(
            .mapRunRedriven,
            after: strand.lastEventID,
            .mapRunRedriven(mapRunARN: run.mapRunARN, redriveCount: run.redriveCount)
        )
        startMoreChildren(id)
        let result = concludeIfComplete(&strand, id)
        proceed(strand, after: result)
    }
}
