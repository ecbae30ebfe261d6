// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension State {
    /// Checks the state and everything in it.
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        var scope = scope
        scope.language = queryLanguage ?? scope.machineLanguage
        if scope.machineLanguage == .jsonata, queryLanguage == .jsonPath {
            problems.report(
                .stateLanguage,
                "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
            )
        }
        object.validateLanguage(scope, &problems)
        validateCommon(scope, &problems)
        switch self {
        case .task(let state): state.validate(scope, &problems)
        case .wait(let state): state.validate(scope, &problems)
        case .pass(let state): state.validate(scope, &problems)
        case .choice(let state): state.validate(scope, &problems)
        case .fail(let state): state.validate(scope, &problems)
        case .parallel(let state): state.validate(scope, &problems)
        case .map(let state): state.validate(scope, &problems)
        case .succeed: break
        }
    }

    /// The fields that several types share.
    private func validateCommon(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        if let state = object as? any TransitioningState { state.validateTransition(&problems) }
        problems.checkAssign(assign, scope)
        problems.each(retry, of: "Retry") { $0.validate(scope, &$1) }
        problems.each(`catch`, of: "Catch") { $0.validate(scope, &$1) }
        problems.checkWildcards(retry.map(\.errorEquals), of: "Retry")
        problems.checkWildcards(`catch`.map(\.errorEquals), of: "Catch")
        guard scope.language == .jsonPath else { return }
        problems.checkPath(inputPath, "InputPath")
        problems.checkPath(outputPath, "OutputPath")
        problems.checkResultPath(resultPath)
        problems.checkTemplate(parameters, "Parameters")
        problems.checkTemplate(resultSelector, "ResultSelector")
    }
}

extension TransitioningState {
    fileprivate func validateTransition(_ problems: inout ProblemCollector) {
        let hasNext = has("Next")
        if end == true, hasNext {
            problems.report(.nextOrEnd, "There should only be one of the following fields: [Next, End]")
        } else if end != true, !hasNext {
            problems.report(.nextOrEnd, "One of the following fields is required: [Next, End]")
        }
    }
}

extension ProblemCollector {
    /// The variables that a state, a rule or a catcher sets.
    mutating func checkAssign(_ json: JSONValue?, _ scope: ValidationScope) {
        guard let json else { return }
        guard let members = json.object else {
            report(.valueTypes, at: "Assign", "Expected value of type Object")
            return
        }
        for name in members.names {
            let variable = scope.language == .jsonPath && name.hasSuffix(".$") ? String(name.dropLast(2)) : name
            guard !Self.isVariableName(variable) else { continue }
            inside(.member("Assign")) { problems in
                problems.report(.variableName, at: name, "'\(variable)' is not a valid name of a variable")
            }
        }
        if scope.language == .jsonPath { checkTemplate(json, "Assign") }
    }

    private static func isVariableName(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, name != "states", name.count <= 80 else { return false }
        return (first.properties.isIDStart || first == "_") && name.unicodeScalars.allSatisfy(\.properties.isIDContinue)
    }
}
