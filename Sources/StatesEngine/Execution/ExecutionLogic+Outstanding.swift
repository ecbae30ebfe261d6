// SPDX-License-Identifier: Apache-2.0

extension ExecutionLogic {
    /// The commands that were given and not yet answered: tasks, timers, children.
    ///
    /// After a replay these are what has to be performed again.
    public var outstandingCommands: [ExecutionCommand] {
        guard outcome == nil else { return [] }
        let mapRuns = mapRunTable.keys.sorted { $0.number < $1.number }
        return outstandingTasks + outstandingTimers + mapRuns.flatMap(outstanding)
    }

    private var outstandingTasks: [ExecutionCommand] {
        strands.values.sorted { $0.id < $1.id }.compactMap { strand in
            // What was handed over is answered by token; what was submitted has no call to repeat.
            guard case .task(let execution) = strand.activity, !execution.isSubmitted else { return nil }
            return .scheduleTask(execution.request)
        }
    }

    private var outstandingTimers: [ExecutionCommand] {
        timers.sorted { $0.key.number < $1.key.number }.map { .startTimer($0.key, at: $0.value.deadline) }
    }

    private func outstanding(_ id: MapRunID) -> [ExecutionCommand] {
        guard let run = mapRunTable[id] else { return [] }
        switch run.phase {
        case .opened, .over: return []
        case .writing(let request): return [.writeResults(request)]
        case .running: return run.running.sorted().compactMap { childRequest(id, $0).map { .startChild($0) } }
        case .reading(let request): return [.readItems(request)]
        }
    }
}
