// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension ExecutionLogic {
    /// Makes a strand that will begin with the first state of its graph.
    @discardableResult
    mutating func makeStrand(
        graph: PreparedGraph,
        parent: Strand.Parent?,
        input: JSONValue,
        variables: JSONObject,
        mapItem: ContextObject.MapItem?,
        after previousEventID: Int
    ) -> StrandID {
        numbers.strand += 1
        strands[numbers.strand] = Strand(
            id: numbers.strand,
            parent: parent,
            graph: graph,
            variables: variables,
            mapItem: mapItem,
            state: graph.start,
            input: input,
            lastEventID: previousEventID
        )
        ready.append(numbers.strand)
        return numbers.strand
    }

    /// Goes on with a strand, which is not in the table meanwhile, until it waits or is over.
    mutating func proceed(_ first: consuming Strand, after firstResult: StepResult) {
        var strand = first
        var result = firstResult
        while true {
            if recorder.isExhausted {
                finishExhausted()
                return
            }
            switch result {
            case .enter:
                result = enter(&strand)
            case .blocked:
                strands[strand.id] = strand
                return
            case .ended(let output):
                ended(strand, output: output)
                return
            case .failed(let failure):
                failed(strand, failure)
                return
            }
        }
    }

    private mutating func ended(_ strand: consuming Strand, output: JSONValue) {
        guard let parent = strand.parent else {
            recorder.record(.executionSucceeded, after: strand.lastEventID, .output(output), isLast: true)
            finish(.succeeded(output))
            return
        }
        guard let owner = strands.removeValue(forKey: parent.strand) else { return }
        childEnded(strand, of: owner, slot: parent.slot, output: output)
    }

    private mutating func failed(_ strand: consuming Strand, _ failure: Failure) {
        guard let parent = strand.parent else {
            recorder.record(.executionFailed, after: strand.lastEventID, .failure(failure.output), isLast: true)
            keepForRedrive(strand)
            finish(.failed(failure.output))
            return
        }
        guard let owner = strands.removeValue(forKey: parent.strand) else { return }
        childFailed(strand, of: owner, slot: parent.slot, failure)
    }

    /// Ends the execution: nothing is awaited any more.
    mutating func finish(_ outcome: ExecutionOutcome) {
        for strand in strands.values.sorted(by: { $0.id < $1.id }) {
            giveUp(strand.activity)
        }
        for (id, timer) in timers where timer.isExecutionTimeout {
            recorder.command(.cancelTimer(id))
        }
        timers = [:]
        tasks = [:]
        strands = [:]
        ready = []
        self.outcome = outcome
        recorder.command(.finish(outcome))
    }

    private mutating func finishExhausted() {
        let failure = ErrorOutput(
            error: "States.Runtime",
            cause: "The execution reached the maximum number of history events (\(record.limits.historyEvents ?? 0))."
        )
        recorder.record(.executionFailed, after: recorder.lastEventID, .failure(failure), isLast: true)
        finish(.failed(failure))
    }

    /// Cancels what a strand waits for.
    mutating func giveUp(_ activity: Strand.Activity) {
        switch activity {
        case .none, .parallel, .map:
            break
        case .task(let task):
            recorder.command(.cancelTask(task.request.id))
            endTask(task)
        case .waiting(let timer), .retrying(let timer):
            cancelTimer(timer)
        case .mapRun(let id):
            abortMapRun(id)
        }
    }
}

extension ExecutionLogic.PendingTimer {
    fileprivate var isExecutionTimeout: Bool {
        if case .execution = purpose { true } else { false }
    }
}
