// SPDX-License-Identifier: Apache-2.0

/// Errors, retriers, catchers, timeouts, and choices.
extension Rule {
    /// The wildcard stands alone.
    public static let allAlone = Rule("states-all-alone", "States.ALL is the only name in its ErrorEquals.")

    /// The wildcard comes last.
    public static let allLast = Rule("states-all-last", "States.ALL stands in the last retrier or catcher.")

    /// Reserved names exist.
    public static let errorName = Rule(
        "error-name",
        "An error name that starts with 'States.' is one that the language defines.",
        severity: .warning
    )

    /// The longest delay leaves room for the first.
    public static let maxDelay = Rule("max-delay", "MaxDelaySeconds is greater than IntervalSeconds.")

    /// Heartbeats come before the end.
    public static let heartbeat = Rule("heartbeat", "HeartbeatSeconds is smaller than TimeoutSeconds.")

    /// A choice rule asks one question.
    public static let oneCondition = Rule("one-condition", "A choice rule has exactly one condition.")

    /// Operators and operands fit.
    public static let operand = Rule("operand", "A comparison's operand has the type of its operator.")
}
