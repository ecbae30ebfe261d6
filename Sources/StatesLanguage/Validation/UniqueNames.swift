// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The names that must be unique in a whole state machine, and where each was seen first.
struct UniqueNames {
    private var states: [String: JSONPointer] = [:]
    private var labels: [String: JSONPointer] = [:]

    /// Visits a graph and everything inside its states.
    mutating func visit(_ graph: some StateGraph, _ problems: inout ProblemCollector) {
        problems.inside(.member("States")) { problems in
            for (name, state) in graph.states {
                problems.inside(.member(name)) { problems in
                    note(state: name, &problems)
                    visit(state, &problems)
                }
            }
        }
    }

    private mutating func visit(_ state: State, _ problems: inout ProblemCollector) {
        switch state {
        case .parallel(let parallel):
            problems.each(parallel.branches, of: "Branches") { branch, problems in visit(branch, &problems) }
        case .map(let map):
            note(label: map.label, &problems)
            for (name, processor) in [("ItemProcessor", map.itemProcessor), ("Iterator", map.iterator)] {
                guard let processor else { continue }
                problems.inside(.member(name)) { visit(processor, &$0) }
            }
        case .task, .wait, .pass, .succeed, .fail, .choice:
            break
        }
    }

    private mutating func note(state name: String, _ problems: inout ProblemCollector) {
        if let first = states[name] {
            problems.report(
                .uniqueStateNames,
                "Duplicate State name: \(name)",
                note: "the first is at \(first.location)"
            )
        } else {
            states[name] = problems.pointer
        }
    }

    private mutating func note(label: String?, _ problems: inout ProblemCollector) {
        guard let label else { return }
        let place = problems.pointer.appending("Label")
        if let first = labels[label] {
            let note = "the first is at \(first.location)"
            problems.report(.uniqueLabels, at: "Label", "Duplicate Label: \(label)", note: note)
        } else {
            labels[label] = place
        }
    }
}
