// SPDX-License-Identifier: Apache-2.0

/// What a correct definition satisfies.
///
/// The rules themselves are the static members, grouped by chapter.
public struct Rule: Sendable, Hashable {
    /// The codes of `ValidateStateMachineDefinition`.
    public enum Code: String, Sendable, Hashable {
        /// The text is not JSON.
        case invalidJSON = "INVALID_JSON_DESCRIPTION"
        /// A field is missing, unknown, or has a value that it may not have.
        case schemaValidationFailed = "SCHEMA_VALIDATION_FAILED"
        /// A transition leads nowhere, or no transition leads to a state.
        case missingTransitionTarget = "MISSING_TRANSITION_TARGET"
        /// No state ends the workflow.
        case missingEndState = "MISSING_END_STATE"
        /// Two states have one name.
        case duplicateStateName = "DUPLICATE_STATE_NAME"
        /// A state has a name that it may not have.
        case invalidStateName = "INVALID_STATE_NAME"
        /// Two Map states have one label.
        case duplicateLabelName = "DUPLICATE_LABEL_NAME"
        /// A Map state has a label that it may not have.
        case invalidLabelName = "INVALID_LABEL_NAME"
        /// States nest too deeply.
        case tooDeeplyNested = "TOO_DEEPLY_NESTED"
        /// A JSONata expression cannot be parsed.
        case invalidJSONataExpression = "INVALID_JSONATA_EXPRESSION"
        /// A JSONata expression is not one that Step Functions evaluates.
        case unsupportedJSONataExpression = "UNSUPPORTED_JSONATA_EXPRESSION"
        /// A payload template holds what looks like a path, under a name without `.$`.
        case noDollar = "NO_DOLLAR"
        /// A Pass state's `Result` holds what looks like a path.
        case passResultIsStatic = "PASS_RESULT_IS_STATIC"
    }

    /// A stable name of the rule: `next-exists`.
    public let name: String
    /// What must hold, as a sentence.
    public let requirement: String
    /// The code under which Step Functions reports a violation.
    public let code: Code
    /// How bad a violation is.
    public let severity: Problem.Severity

    /// A rule.
    public init(
        _ name: String,
        _ requirement: String,
        code: Code = .schemaValidationFailed,
        severity: Problem.Severity = .error
    ) {
        self.name = name
        self.requirement = requirement
        self.code = code
        self.severity = severity
    }
}
