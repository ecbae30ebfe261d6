// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
package import StatesLanguage

/// A state machine as a Mermaid state diagram, which the repository's pages show as a picture.
package struct MermaidDiagram {
    private var lines = ["stateDiagram-v2"]
    private var ids: [String: String] = [:]

    /// Draws the definition.
    package init(_ definition: StateMachineDefinition) {
        draw(definition, level: 1)
    }

    /// The diagram's source, ended by a line break.
    package var text: String {
        lines.joined(separator: "\n") + "\n"
    }

    private mutating func draw(_ graph: some StateGraph, level: Int) {
        add("[*] --> \(id(graph.startAt))", level)
        for (name, state) in graph.states {
            let id = id(name)
            if id != name { add("state \"\(name)\" as \(id)", level) }
            drawInside(state, id: id, level: level)
            for transition in Self.transitions(of: state) {
                let label = transition.label.map { " : \($0)" } ?? ""
                let target = transition.target.map { self.id($0) } ?? "[*]"
                add("\(id) --> \(target)\(label)", level)
            }
        }
    }

    private mutating func drawInside(_ state: State, id: String, level: Int) {
        switch state {
        case .map(let map):
            guard let processor = map.processor else { return }
            add("state \(id) {", level)
            draw(processor, level: level + 1)
            add("}", level)
        case .parallel(let parallel):
            add("state \(id) {", level)
            for (index, branch) in parallel.branches.enumerated() {
                if index > 0 { add("--", level + 1) }
                draw(branch, level: level + 1)
            }
            add("}", level)
        case .task, .wait, .pass, .succeed, .fail, .choice:
            return
        }
    }

    private mutating func add(_ line: String, _ level: Int) {
        lines.append(String(repeating: "    ", count: level) + line)
    }

    /// Mermaid's names are letters and digits, in which two states may be alike: the second gets a number.
    private mutating func id(_ name: String) -> String {
        if let id = ids[name] { return id }
        let plain = String(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
        var id = plain
        var number = 2
        while ids.values.contains(id) {
            id = "\(plain)\(number)"
            number += 1
        }
        ids[name] = id
        return id
    }
}

extension MermaidDiagram {
    /// An arrow; without a target it leads to the end.
    private struct Transition {
        var target: String?
        var label: String?
    }

    private static func transitions(of state: State) -> [Transition] {
        switch state {
        case .task(let task): next(task.next) + caught(task.catch)
        case .map(let map): next(map.next) + caught(map.catch)
        case .parallel(let parallel): next(parallel.next) + caught(parallel.catch)
        case .pass(let pass): next(pass.next)
        case .wait(let wait): next(wait.next)
        case .succeed: [Transition(label: "success")]
        case .fail: [Transition(label: "failure")]
        case .choice(let choice):
            choice.choices.map { Transition(target: $0.next, label: description(of: $0)) }
                + (choice.default.map { [Transition(target: $0, label: "otherwise")] } ?? [])
        }
    }

    private static func next(_ name: String?) -> [Transition] {
        [Transition(target: name)]
    }

    private static func caught(_ catchers: [Catcher]?) -> [Transition] {
        (catchers ?? []).map { catcher in
            let errors =
                catcher.errorEquals == ["States.ALL"] ? "any error" : catcher.errorEquals.joined(separator: ", ")
            return Transition(target: catcher.next, label: errors)
        }
    }

    private static func description(of rule: ChoiceRule) -> String {
        switch rule.condition {
        case .comparison(let comparison, let operand):
            let words = [rule.variable ?? "", comparison.name, operand.string ?? operand.serialized()]
            return words.joined(separator: " ")
        case .and(let rules): return rules.map(part).joined(separator: " and ")
        case .or(let rules): return rules.map(part).joined(separator: " or ")
        case .not(let rule): return "not " + description(of: rule)
        case .jsonata(let expression): return expression.string ?? expression.serialized()
        case nil: return ""
        }
    }

    /// A part of a longer condition, in brackets where it is one itself.
    private static func part(_ rule: ChoiceRule) -> String {
        switch rule.condition {
        case .and, .or: "(\(description(of: rule)))"
        default: description(of: rule)
        }
    }
}
