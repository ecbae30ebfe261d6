// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// Makes the states of a definition ready to run, and collects what stands in the way.
struct Preparation {
    /// The language of the state machine, which all states have that name none, however deep they are.
    private let machineLanguage: QueryLanguage
    /// The language of the state at work.
    private(set) var language: QueryLanguage
    private(set) var problems: [String] = []
    private(set) var itemProcessors: [String: PreparedGraph] = [:]
    /// The state at work, for problems.
    private var stateName = ""
    /// The places of the states of the graph at work.
    private var places: [String: Int] = [:]

    init(language: QueryLanguage) {
        machineLanguage = language
        self.language = language
    }

    /// Notes that something at the current state cannot run.
    mutating func report(_ problem: String) {
        problems.append("State '\(stateName)': \(problem)")
    }

    mutating func graph(_ source: some StateGraph) -> PreparedGraph? {
        let outer = (stateName, places)
        defer { (stateName, places) = outer }
        places = Dictionary(uniqueKeysWithValues: source.states.names.enumerated().map { ($1, $0) })
        guard let start = places[source.startAt] else {
            problems.append("StartAt names the state '\(source.startAt)', which does not exist.")
            return nil
        }
        var states: [PreparedState] = []
        for (name, state) in source.states {
            stateName = name
            if let prepared = self.state(name, state) { states.append(prepared) }
        }
        return states.count == source.states.count ? PreparedGraph(states: states, start: start) : nil
    }

    private mutating func state(_ name: String, _ state: State) -> PreparedState? {
        let outer = language
        defer { language = outer }
        language = state.queryLanguage ?? machineLanguage
        guard let kind = kind(of: state) else { return nil }
        return PreparedState(
            name: name,
            type: state.type,
            language: language,
            input: input(of: state),
            output: output(of: state),
            retriers: state.retry,
            catchers: state.catch.enumerated().map { catcher($1, at: $0) },
            transition: transition(of: state),
            kind: kind
        )
    }

    private mutating func input(of state: State) -> InputShape {
        guard language == .jsonata else {
            return InputShape(path: filter(state.inputPath, "InputPath"), parameters: template(state.parameters, ""))
        }
        let arguments: JSONValue? =
            switch state {
            case .task(let task): task.arguments
            case .parallel(let parallel): parallel.arguments
            default: nil
            }
        return InputShape(parameters: template(arguments, "Arguments"))
    }

    private mutating func output(of state: State) -> OutputShape {
        guard language == .jsonata else {
            return OutputShape(
                selector: template(state.resultSelector, "ResultSelector"),
                resultPath: placement(state.resultPath),
                path: filter(state.outputPath, "OutputPath"),
                assign: variables(state.assign, "Assign")
            )
        }
        return OutputShape(output: template(state.output, "Output"), assign: variables(state.assign, "Assign"))
    }

    private mutating func kind(of state: State) -> PreparedState.Kind? {
        switch state {
        case .pass(let pass): .pass(result: pass.result)
        case .succeed: .succeed
        case .task(let task): self.task(task)
        case .wait(let wait): self.wait(wait).map { .wait($0) }
        case .choice(let choice): self.choice(choice)
        case .fail(let fail):
            .fail(
                error: standalone(fail.error, fail.errorPath, "ErrorPath"),
                cause: standalone(fail.cause, fail.causePath, "CausePath")
            )
        case .parallel(let parallel): branches(parallel.branches)
        case .map(let map): self.map(map)
        }
    }

    private mutating func branches(_ branches: [Branch]) -> PreparedState.Kind? {
        let graphs = branches.map { graph($0) }
        let prepared = graphs.compactMap(\.self)
        return prepared.count == graphs.count ? .parallel(prepared) : nil
    }

    private mutating func map(_ map: MapState) -> PreparedState.Kind? {
        guard let processor = map.processor else {
            report("a Map state needs an ItemProcessor.")
            return nil
        }
        guard let graph = graph(processor) else { return nil }
        if processor.isDistributed { itemProcessors[stateName] = graph }
        return .map(preparedMap(map, processor: processor, graph: graph))
    }

    private mutating func transition(of state: State) -> PreparedState.Transition {
        guard let next = state.next else { return .end }
        return .next(place(of: next))
    }

    /// The place of the state that a transition names.
    mutating func place(of name: String) -> Int {
        guard let place = places[name] else {
            report("a transition leads to the state '\(name)', which does not exist here.")
            return 0
        }
        return place
    }

    private mutating func catcher(_ catcher: Catcher, at index: Int) -> PreparedCatcher {
        let field = "Catch[\(index)]"
        let output =
            language == .jsonata
            ? OutputShape(output: template(catcher.output, "\(field)/Output"))
            : OutputShape(resultPath: placement(catcher.resultPath))
        return PreparedCatcher(
            errorEquals: catcher.errorEquals,
            target: place(of: catcher.next),
            output: OutputShape(
                resultPath: output.resultPath,
                output: output.output,
                assign: variables(catcher.assign, "\(field)/Assign")
            )
        )
    }
}
