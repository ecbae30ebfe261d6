// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What the rules need to know beside the object that they look at.
struct ValidationScope {
    /// The query language of the state machine, which states inherit, however deep they are.
    let machineLanguage: QueryLanguage
    /// The query language of the state at hand.
    var language: QueryLanguage
    /// Whether the state at hand runs in an Express workflow.
    var isExpress: Bool
}

/// An object whose fields obey rules beyond their types.
protocol Validated: DocumentObject {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector)
}

extension DocumentObject {
    /// Checks that the object has no field of the other query language.
    func validateLanguage(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        let foreign = scope.language == .jsonPath ? FieldLanguage.jsonata : FieldLanguage.jsonPath
        let other = scope.language == .jsonPath ? QueryLanguage.jsonata : QueryLanguage.jsonPath
        for name in Self.fields.fields.map(\.name) where foreign.contains(name) && has(name) {
            problems.report(
                .queryLanguage,
                "The QueryLanguage is set to '\(scope.language.rawValue)', "
                    + "but field '\(name)' is only supported for the '\(other.rawValue)' QueryLanguage"
            )
        }
    }

    /// Checks that the object has at most one of these fields.
    func validateExclusive(_ names: [String], _ problems: inout ProblemCollector) {
        if names.count(where: has) > 1 {
            let list = names.joined(separator: ", ")
            problems.report(.exclusiveFields, "There should only be one of the following fields: [\(list)]")
        }
    }

    /// Checks that the object has exactly one of these fields.
    func validateExactlyOne(_ names: [String], _ problems: inout ProblemCollector) {
        if !names.contains(where: has) {
            let list = names.joined(separator: ", ")
            problems.report(.requiredFields, "One of the following fields is required: [\(list)]")
        }
        validateExclusive(names, &problems)
    }
}

/// Which fields belong to one query language only.
enum FieldLanguage {
    static let jsonata: Set<String> = ["Arguments", "Output", "Items", "Condition"]

    static let jsonPath: Set<String> = Set(
        [
            "InputPath", "OutputPath", "Result", "ResultPath", "Parameters", "ResultSelector", "ItemsPath",
            "TimeoutSecondsPath", "HeartbeatSecondsPath", "SecondsPath", "TimestampPath", "ErrorPath", "CausePath",
            "MaxConcurrencyPath", "ToleratedFailureCountPath", "ToleratedFailurePercentagePath",
            "MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath", "MaxItemsPath", "Variable", "And", "Or", "Not",
        ] + ComparisonOperator.allCases.map(\.name)
    )
}
