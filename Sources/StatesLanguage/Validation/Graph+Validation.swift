// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// A transition: where it is written, and where it leads.
private struct Transition {
    let pointer: JSONPointer
    let target: String
}

extension StateGraph {
    /// Checks the states themselves.
    func validateStates(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        problems.inside(.member("States")) { problems in
            for (name, state) in states {
                problems.inside(.member(name)) { problems in
                    if !(1...80).contains(name.count) {
                        problems.report(
                            .stateNameLength,
                            "A state's name has 1 to 80 characters, this one \(name.count)"
                        )
                    }
                    state.validate(scope, &problems)
                }
            }
        }
    }

    /// Checks that transitions and states belong together.
    func validateTransitions(_ problems: inout ProblemCollector) {
        let declared = states.names + states.layout.unrecognized.names
        guard !declared.isEmpty else {
            if !(self is any DocumentObject) || !isMissing("States") { problems.checkNotEmpty(declared, "States") }
            return
        }
        let start =
            isMissing("StartAt") ? nil : Transition(pointer: problems.pointer.appending("StartAt"), target: startAt)
        let transitions = transitions(below: problems.pointer.appending("States"))
        let targets = Set(declared)
        for transition in [start].compactMap({ $0 }) + transitions where !targets.contains(transition.target) {
            let message = "Missing 'Next' target: \(transition.target)"
            let note = "the states here are \(Self.list(declared))"
            problems.report(Problem(.targetExists, at: transition.pointer, message, note: note))
        }
        // States that could not be read may well be terminal.
        guard states.contains(where: \.state.isTerminal) || !states.layout.unrecognized.isEmpty else {
            problems.report(Problem(.terminalState, at: nil, "Workflow has no terminal state"))
            return
        }
        validateReachability(start: start?.target, transitions, &problems)
    }

    /// The first names, so that a note stays readable however many states there are.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
    }

    private func isMissing(_ field: String) -> Bool {
        (self as? any DocumentObject)?.layout.missing.contains(field) ?? false
    }

    private func validateReachability(
        start: String?,
        _ transitions: [Transition],
        _ problems: inout ProblemCollector
    ) {
        let targets = Set(transitions.map(\.target) + [start].compactMap { $0 })
        let reachable = reachableNames(from: start)
        for name in states.names where !reachable.contains(name) {
            let place = problems.pointer.appending("States").appending(name)
            // Only states that nothing leads to are refused; of their successors and of cycles apart we warn.
            let rule = targets.contains(name) ? Rule.stateIsReachable : .stateIsTargeted
            problems.report(Problem(rule, at: place, "State \"\(name)\" is not reachable."))
        }
    }

    private func reachableNames(from start: String?) -> Set<String> {
        var reachable: Set<String> = []
        var pending = [start].compactMap { $0 }
        while let name = pending.popLast() {
            guard reachable.insert(name).inserted, let state = states[name] else { continue }
            pending += state.targets.map(\.target)
        }
        return reachable
    }

    private func transitions(below pointer: JSONPointer) -> [Transition] {
        states.flatMap { name, state in
            state.targets.map { path, target in
                Transition(pointer: JSONPointer(pointer.components + [.member(name)] + path), target: target)
            }
        }
    }
}

extension State {
    /// Every state that this one names as a successor, and where in it that is written.
    var targets: [(path: [JSONPointer.Component], target: String)] {
        var targets: [(path: [JSONPointer.Component], target: String)] = []
        if case .choice(let choice) = self {
            for (index, rule) in choice.choices.enumerated() {
                guard let next = rule.next else { continue }
                targets.append(([.member("Choices"), .element(index), .member("Next")], next))
            }
            if let target = choice.default { targets.append(([.member("Default")], target)) }
        }
        if let next { targets.append(([.member("Next")], next)) }
        for (index, catcher) in `catch`.enumerated() where !catcher.layout.missing.contains("Next") {
            targets.append(([.member("Catch"), .element(index), .member("Next")], catcher.next))
        }
        return targets
    }
}
