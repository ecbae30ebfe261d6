// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension ExecutionLogic {
    private static let marker = JSONValue.string("\u{0}the result of the Map Run\u{0}")

    /// Whether a timer is a Wait state's or a retrier's; the others watch over what a record already tells the end of.
    func isTimerOfTheFlow(_ id: TimerID) -> Bool {
        switch timers[id]?.purpose {
        case .wait, .retry: true
        case .execution, .taskTimeout, .heartbeat, nil: false
        }
    }

    /// The timer of the machine's `TimeoutSeconds`.
    var executionTimer: TimerID? {
        timers.first { if case .execution = $0.value.purpose { true } else { false } }?.key
    }

    /// Ends a Map Run as the record of another execution says.
    ///
    /// A history tells nothing of the children. What they answered together is looked for in the recorded output of the
    /// Map state, at the place where this definition puts it.
    mutating func endMapRun(_ id: MapRunID, _ end: RecordedAnswers.MapRunEnd, at time: Timestamp) -> [ExecutionCommand]
    {
        recorder.now = time
        guard outcome == nil, let run = mapRunTable[id], run.status == .running,
            var strand = strands.removeValue(forKey: run.strand)
        else { return [] }
        let result: StepResult
        switch end {
        case .failed(let failure):
            result = failMapRun(&strand, id, failure)
        case .failedEvaluation(let failure, let location):
            recordEvaluationFailure(failure, location: location, of: &strand)
            result = failMapRun(&strand, id, failure)
        case .succeeded(let output):
            if let value = rawResult(of: strand, recorded: output) {
                result = succeedMapRun(&strand, id, value)
            } else {
                result = exit(&strand, output: output, assigned: [:], to: strand.current.transition)
            }
        }
        proceed(strand, after: result)
        runReadyStrands()
        return recorder.takeCommands()
    }

    /// The raw result of a Map state whose output was recorded; nil when the output does not tell it.
    private func rawResult(of strand: Strand, recorded output: JSONValue) -> JSONValue? {
        var trial = self
        var strand = strand
        guard (try? trial.complete(&strand, result: Self.marker)) != nil,
            case .stateExited(_, let shaped, _)? = trial.recorder.commands.last?.historyEvent?.details
        else { return nil }
        guard let place = Self.place(of: Self.marker, in: shaped) else { return [] }
        var value: JSONValue? = output
        for step in place {
            switch step {
            case .member(let name): value = value?[name]
            case .element(let index): value = value?[index]
            }
        }
        return value ?? .null
    }

    private static func place(of marker: JSONValue, in value: JSONValue) -> [JSONPointer.Component]? {
        if value == marker { return [] }
        for (name, member) in value.object ?? [:] {
            if let rest = place(of: marker, in: member) { return [.member(name)] + rest }
        }
        for (index, element) in (value.array ?? []).enumerated() {
            if let rest = place(of: marker, in: element) { return [.element(index)] + rest }
        }
        return nil
    }
}
