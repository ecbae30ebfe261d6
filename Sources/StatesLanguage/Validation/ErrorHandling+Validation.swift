// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension Retrier: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        problems.checkErrorNames(errorEquals, isMissing: layout.missing.contains("ErrorEquals"))
        problems.checkRange(intervalSeconds, "IntervalSeconds", 1...maximumSeconds)
        problems.checkRange(maxAttempts, "MaxAttempts", 0...maximumSeconds)
        problems.checkRange(backoffRate, "BackoffRate", 1.0...)
        problems.checkRange(maxDelaySeconds, "MaxDelaySeconds", 1...31_622_400)
        if let maxDelaySeconds, maxDelaySeconds <= intervalSeconds ?? 1 {
            problems.report(
                .maxDelay,
                at: "MaxDelaySeconds",
                "MaxDelaySeconds (\(maxDelaySeconds)) must be greater than IntervalSeconds (\(intervalSeconds ?? 1))"
            )
        }
    }
}

extension Catcher: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        validateLanguage(scope, &problems)
        problems.checkErrorNames(errorEquals, isMissing: layout.missing.contains("ErrorEquals"))
        problems.checkAssign(assign, scope)
        if scope.language == .jsonPath { problems.checkResultPath(resultPath) }
    }
}

extension ProblemCollector {
    mutating func checkErrorNames(_ names: [String], isMissing: Bool) {
        guard !isMissing else { return }
        checkNotEmpty(names, "ErrorEquals")
        if names.contains("States.ALL"), names.count > 1 {
            report(.allAlone, at: "ErrorEquals", "'States.ALL' must be the only error name in ErrorEquals")
        }
        for name in names where name.hasPrefix("States.") && !ErrorName.reserved.contains(name) {
            report(.errorName, at: "ErrorEquals", "'\(name)' is not an error name that Step Functions reports")
        }
    }

    /// The wildcard hides every retrier or catcher behind it.
    mutating func checkWildcards(_ names: [[String]], of member: String) {
        inside(.member(member)) { problems in
            for (index, names) in names.dropLast().enumerated() where names.contains("States.ALL") {
                problems.inside(.element(index)) { problems in
                    let message = "'States.ALL' must be in the last element of \(member)"
                    problems.report(.allLast, at: "ErrorEquals", message)
                }
            }
        }
    }
}

/// The error names of the language.
/// https://states-language.net/spec.html#appendix-a
enum ErrorName {
    static let reserved: Set<String> = [
        "States.ALL", "States.HeartbeatTimeout", "States.Timeout", "States.TaskFailed", "States.Permissions",
        "States.ResultPathMatchFailure", "States.ParameterPathFailure", "States.BranchFailed",
        "States.NoChoiceMatched", "States.IntrinsicFailure", "States.ExceedToleratedFailureThreshold",
        "States.ItemReaderFailed", "States.ResultWriterFailed", "States.QueryEvaluationError",
        "States.DataLimitExceeded", "States.Runtime", "States.Http.Socket",
    ]
}
