// SPDX-License-Identifier: Apache-2.0

/// Collects the steps of a workflow, a branch or an iteration in the order in which they are written.
@resultBuilder
public enum StepBuilder {
    /// One step.
    public static func buildExpression(_ step: Step) -> [Step] { [step] }

    /// Steps that were put together elsewhere.
    public static func buildExpression(_ steps: [Step]) -> [Step] { steps }

    /// Steps one after the other.
    public static func buildBlock(_ steps: [Step]...) -> [Step] { steps.flatMap { $0 } }

    /// Steps that may be left out.
    public static func buildOptional(_ steps: [Step]?) -> [Step] { steps ?? [] }

    /// The steps of an `if`.
    public static func buildEither(first steps: [Step]) -> [Step] { steps }

    /// The steps of an `else`.
    public static func buildEither(second steps: [Step]) -> [Step] { steps }

    /// The steps of a loop.
    public static func buildArray(_ steps: [[Step]]) -> [Step] { steps.flatMap { $0 } }
}

extension States {
    /// The states of these steps, each going on with the next one where it does not say otherwise.
    ///
    /// - Precondition: no name stands twice.
    public init(_ steps: [Step]) {
        self.init()
        for (index, step) in steps.enumerated() {
            precondition(self[step.name] == nil, "Duplicate State name: \(step.name)")
            let following = steps.dropFirst(index + 1).first
            self[step.name] = (following.map { step.goingOn(with: $0.name) } ?? step.ending()).state
        }
    }
}

extension Step {
    private var saysWhereItGoes: Bool {
        !(state.object is any TransitioningState) || state.next != nil || state.end == true
    }

    fileprivate func goingOn(with name: String) -> Step {
        saysWhereItGoes ? self : next(name)
    }

    fileprivate func ending() -> Step {
        saysWhereItGoes ? self : end()
    }
}

extension StateMachineDefinition {
    /// A state machine that begins with the first step.
    public init(
        comment: String? = nil,
        queryLanguage: QueryLanguage? = nil,
        timeoutSeconds: Int? = nil,
        @StepBuilder steps: () -> [Step]
    ) {
        let steps = steps()
        self.init(
            comment: comment,
            queryLanguage: queryLanguage,
            timeoutSeconds: timeoutSeconds,
            startAt: steps.first?.name ?? "",
            states: States(steps)
        )
    }

    /// The definition, after making sure that it breaks no rule: that every transition leads somewhere, for instance.
    ///
    /// - Throws: ``InvalidDefinition`` with every problem.
    public func validated() throws(InvalidDefinition) -> StateMachineDefinition {
        try CheckedDefinition(definition: self, problems: problems()).valid()
    }
}

extension Branch {
    /// A branch that begins with the first step.
    public init(comment: String? = nil, @StepBuilder steps: () -> [Step]) {
        let steps = steps()
        self.init(comment: comment, startAt: steps.first?.name ?? "", states: States(steps))
    }
}

extension ItemProcessor {
    /// Iterations within the execution of the Map state, each beginning with the first step.
    public static func inline(@StepBuilder steps: () -> [Step]) -> ItemProcessor {
        ItemProcessor(Config(mode: .inline), steps())
    }

    /// Iterations in executions of their own, each beginning with the first step.
    public static func distributed(
        _ executionType: Config.ExecutionType = .standard,
        @StepBuilder steps: () -> [Step]
    ) -> ItemProcessor {
        ItemProcessor(Config(mode: .distributed, executionType: executionType), steps())
    }

    private init(_ config: Config, _ steps: [Step]) {
        self.init(processorConfig: config, startAt: steps.first?.name ?? "", states: States(steps))
    }
}
