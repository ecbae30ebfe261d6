// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The longest time that a definition can name, in seconds.
let maximumSeconds = 99_999_999

extension TaskState: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        validateExclusive(["TimeoutSeconds", "TimeoutSecondsPath"], &problems)
        validateExclusive(["HeartbeatSeconds", "HeartbeatSecondsPath"], &problems)
        problems.checkRange(timeoutSeconds, "TimeoutSeconds", 1...maximumSeconds, scope)
        problems.checkRange(heartbeatSeconds, "HeartbeatSeconds", 1...maximumSeconds, scope)
        problems.checkReferencePath(timeoutSecondsPath, "TimeoutSecondsPath")
        problems.checkReferencePath(heartbeatSecondsPath, "HeartbeatSecondsPath")
        if let timeout = timeoutSeconds?.literal, let heartbeat = heartbeatSeconds?.literal, heartbeat >= timeout {
            problems.report(
                .heartbeat,
                at: "HeartbeatSeconds",
                "HeartbeatSeconds (\(heartbeat)) must be smaller than TimeoutSeconds (\(timeout))"
            )
        }
        if !layout.missing.contains("Resource") { validateResource(scope, &problems) }
        validateCredentials(scope, &problems)
    }

    private func validateCredentials(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        guard let credentials else { return }
        if scope.language == .jsonata, credentials.string.flatMap(JSONataExpression.init) != nil { return }
        guard let members = credentials.object else {
            problems.report(.valueTypes, at: "Credentials", "Expected value of type Object")
            return
        }
        if members["RoleArn"] == nil, scope.language == .jsonata || members["RoleArn.$"] == nil {
            problems.report(.credentials, at: "Credentials", "The field 'RoleArn' is required but was missing")
        }
        if scope.language == .jsonPath { problems.checkTemplate(credentials, "Credentials") }
    }
}

extension PassState: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        guard let result else { return }
        problems.inside(.member("Result")) { problems in
            problems.warnOfPaths(in: result, .staticResult) { name, text in
                "The value '\(text)' of '\(name)' looks like a path, but a Result is taken as it stands"
            }
        }
    }
}

extension WaitState: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        let isJSONPath = scope.language == .jsonPath
        validateExactlyOne(
            isJSONPath ? ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"] : ["Seconds", "Timestamp"],
            &problems
        )
        problems.checkRange(seconds, "Seconds", 0...maximumSeconds, scope)
        problems.checkReferencePath(secondsPath, "SecondsPath")
        problems.checkReferencePath(timestampPath, "TimestampPath")
        if let timestamp, isJSONPath || JSONataExpression(timestamp) == nil {
            problems.checkTimestamp(timestamp, "Timestamp")
        }
    }
}

extension FailState: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        validateExclusive(["Error", "ErrorPath"], &problems)
        validateExclusive(["Cause", "CausePath"], &problems)
        problems.checkStringExpression(errorPath, "ErrorPath")
        problems.checkStringExpression(causePath, "CausePath")
    }
}

extension ParallelState: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        if !layout.missing.contains("Branches"), layout.unrecognized["Branches"] == nil {
            problems.checkNotEmpty(branches, "Branches")
        }
        problems.each(branches, of: "Branches") { branch, problems in
            branch.validateStates(scope, &problems)
            branch.validateTransitions(&problems)
        }
    }
}
