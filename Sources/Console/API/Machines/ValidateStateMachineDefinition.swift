// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html>.
struct ValidateStateMachineDefinition: APIAction {
    enum LeastSeverity: String, CaseIterable {
        case error = "ERROR"
        case warning = "WARNING"
    }

    let definition: String
    let kind: StateMachineRecord.Kind
    let severity: LeastSeverity
    let maxResults: Int

    init(reading request: inout RequestReader) throws(APIError) {
        definition = try request.requiredString("definition", [.definition])
        kind = try request.choice("type", of: StateMachineRecord.Kind.self) ?? .standard
        severity = try request.choice("severity", of: LeastSeverity.self) ?? .error
        let asked = try request.integer("maxResults", in: 0...100) ?? 0
        maxResults = asked == 0 ? 100 : asked
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let problems = service.definitions.problems(of: definition, kind: kind)
        let shown = severity == .warning ? problems : problems.filter { $0.severity == .error }
        return [
            "result": problems.contains { $0.severity == .error } ? "FAIL" : "OK",
            "diagnostics": .array(shown.prefix(maxResults).map(\.json)),
            "truncated": .bool(shown.count > maxResults),
        ]
    }
}
