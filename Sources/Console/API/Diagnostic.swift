// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// One finding about a definition, as `ValidateStateMachineDefinition` reports it.
struct Diagnostic: Sendable, Hashable {
    let severity: Problem.Severity
    let code: String
    let message: String
    let location: String?

    init(_ problem: Problem) {
        severity = problem.severity
        code = problem.code
        message = problem.message
        location = problem.location
    }

    init(_ complaint: JSONComplaint) {
        severity = .error
        code = "INVALID_JSON_DESCRIPTION"
        message = "\(complaint.problem)\n at \(complaint.place)"
        location = complaint.place
    }

    private init(severity: Problem.Severity, code: String, message: String) {
        self.severity = severity
        self.code = code
        self.message = message
        location = nil
    }

    static func schema(_ message: String) -> Diagnostic {
        Diagnostic(severity: .error, code: "SCHEMA_VALIDATION_FAILED", message: message)
    }

    /// As `CreateStateMachine` lists it.
    var sentence: String {
        // A message about JSON text names its place itself.
        guard let location, code != "INVALID_JSON_DESCRIPTION" else { return "\(code): \(message)" }
        return "\(code): \(message) at \(location)"
    }

    var json: JSONValue {
        .object(
            JSONObject(present: [
                ("severity", .string(severity.rawValue)), ("code", .string(code)), ("message", .string(message)),
                ("location", .string(location)),
            ])
        )
    }
}
