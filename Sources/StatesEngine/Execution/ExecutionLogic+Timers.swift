// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension ExecutionLogic {
    @discardableResult
    mutating func startTimer(_ purpose: PendingTimer.Purpose, after seconds: Double) -> TimerID {
        startTimer(purpose, at: recorder.now.adding(seconds: seconds))
    }

    @discardableResult
    mutating func startTimer(_ purpose: PendingTimer.Purpose, at deadline: Timestamp) -> TimerID {
        numbers.timer += 1
        let id = TimerID(numbers.timer)
        timers[id] = PendingTimer(purpose: purpose, deadline: deadline)
        recorder.command(.startTimer(id, at: deadline))
        return id
    }

    mutating func cancelTimer(_ id: TimerID) {
        if timers.removeValue(forKey: id) != nil { recorder.command(.cancelTimer(id)) }
    }

    mutating func timerFired(_ id: TimerID) {
        guard let timer = timers.removeValue(forKey: id) else { return }
        switch timer.purpose {
        case .execution:
            executionTimedOut()
        case .wait(let strandID):
            guard var strand = strands.removeValue(forKey: strandID) else { return }
            let result = endWait(&strand)
            proceed(strand, after: result)
        case .retry(let strandID):
            guard var strand = strands.removeValue(forKey: strandID) else { return }
            let result = work(on: &strand)
            proceed(strand, after: result)
        case .taskTimeout(let task):
            taskTimedOut(task, origin: .reported)
        case .heartbeat(let task):
            taskTimedOut(task, origin: .heartbeat)
        }
    }

    // MARK: Wait states

    mutating func beginWait(_ strand: inout Strand, _ wait: PreparedWait) throws(StateFailure) -> StepResult {
        let input = try effectiveInput(&strand)
        var scope = scope(strand, input: input)
        let deadline = try wait.deadline(in: &scope, now: recorder.now)
        strand.activity = .waiting(startTimer(.wait(strand.id), at: deadline))
        return .blocked
    }

    private mutating func endWait(_ strand: inout Strand) -> StepResult {
        do throws(StateFailure) {
            return try complete(&strand, result: try effectiveInput(&strand))
        } catch {
            return recover(&strand, from: error)
        }
    }
}
