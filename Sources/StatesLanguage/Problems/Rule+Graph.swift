// SPDX-License-Identifier: Apache-2.0

/// States and the transitions between them.
extension Rule {
    /// Every transition leads somewhere.
    public static let targetExists = Rule(
        "target-exists",
        "StartAt, Next and Default name a state of the same States object.",
        code: .missingTransitionTarget
    )

    /// Every state is led to.
    public static let stateIsTargeted = Rule(
        "state-is-targeted",
        "Every state is the target of StartAt or of a transition.",
        code: .missingTransitionTarget
    )

    /// Every state can be entered.
    public static let stateIsReachable = Rule(
        "state-is-reachable",
        "Every state can be reached from StartAt.",
        code: .missingTransitionTarget,
        severity: .warning
    )

    /// Every graph can end.
    public static let terminalState = Rule(
        "terminal-state",
        "Among the states of a States object one ends the workflow.",
        code: .missingEndState
    )

    /// Names are unique everywhere.
    public static let uniqueStateNames = Rule(
        "unique-state-names",
        "No two states of a state machine have the same name, whatever branch they are in.",
        code: .duplicateStateName
    )

    /// Names are short.
    public static let stateNameLength = Rule(
        "state-name-length",
        "A state's name has 1 to 80 characters.",
        code: .invalidStateName
    )

    /// A state says how it goes on, once.
    public static let nextOrEnd = Rule("next-or-end", "A state has either Next, or End with the value true.")

    /// Some things may not be empty.
    public static let notEmpty = Rule("not-empty", "States, Choices, Branches, And, Or and ErrorEquals are not empty.")

    /// Labels are unique.
    public static let uniqueLabels = Rule(
        "unique-labels",
        "No two Map states have the same Label.",
        code: .duplicateLabelName
    )

    /// Labels fit into ARNs.
    public static let labelForm = Rule(
        "label-form",
        "A Label has at most 40 characters, and no blanks, wildcards, brackets or other special characters.",
        code: .invalidLabelName
    )
}
