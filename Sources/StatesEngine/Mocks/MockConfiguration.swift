// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// The mocked responses of Step Functions Local: what tasks answer, by state machine, test case and state.
///
/// <https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html>
public struct MockConfiguration: Sendable, Hashable {
    private var stateMachines: [String: [String: [String: String]]] = [:]
    private var responses: [String: [Response]] = [:]

    /// What a run of invocations of a state answers.
    private struct Response: Sendable, Hashable {
        let invocations: ClosedRange<Int>
        let outcome: TaskOutcome
    }

    /// Why a file is no mock configuration.
    public struct InvalidConfiguration: Error, Sendable, Hashable, CustomStringConvertible {
        /// What is wrong, in one sentence with the place.
        public let description: String
    }

    /// Reads the contents of a `MockConfigFile.json`.
    ///
    /// - Throws: ``InvalidConfiguration`` with the place.
    public init(_ json: JSONValue) throws(InvalidConfiguration) {
        for (name, responses) in try Self.object(json["MockedResponses"], "MockedResponses") {
            self.responses[name] = try Self.responses(responses, "MockedResponses.\(name)")
        }
        for (machine, members) in try Self.object(json["StateMachines"], "StateMachines") {
            let place = "StateMachines.\(machine)"
            for (testCase, states) in try Self.object(members["TestCases"], "\(place).TestCases") {
                let casePlace = "\(place).TestCases.\(testCase)"
                for (state, response) in try Self.object(states, casePlace) {
                    guard let name = response.string, self.responses[name] != nil else {
                        throw InvalidConfiguration(
                            description: "\(casePlace).\(state) must name one of the MockedResponses."
                        )
                    }
                    stateMachines[machine, default: [:]][testCase, default: [:]][state] = name
                }
            }
        }
    }

    /// Whether the state machine has a test case of that name.
    public func hasTestCase(_ testCase: String, stateMachine: String) -> Bool {
        stateMachines[stateMachine]?[testCase] != nil
    }

    /// Whether the state is mocked in the test case.
    func isMocked(state: String, testCase: String, stateMachine: String) -> Bool {
        stateMachines[stateMachine]?[testCase]?[state] != nil
    }

    /// What an invocation of a state, counted from 0, answers; nil when there is no response for it.
    func outcome(state: String, invocation: Int, testCase: String, stateMachine: String) -> TaskOutcome? {
        guard let name = stateMachines[stateMachine]?[testCase]?[state] else { return nil }
        return responses[name]?.first { $0.invocations.contains(invocation) }?.outcome
    }

    private static func object(_ json: JSONValue?, _ place: String) throws(InvalidConfiguration) -> JSONObject {
        guard let json else { return [:] }
        guard let object = json.object else {
            throw InvalidConfiguration(description: "\(place) must be an object, not \(json.typeName).")
        }
        return object
    }

    private static func responses(_ json: JSONValue, _ place: String) throws(InvalidConfiguration) -> [Response] {
        var responses: [Response] = []
        for (key, value) in try object(json, place) {
            let bounds = key.split(separator: "-").map { Int($0) }
            guard let first = bounds.first ?? nil, let last = bounds.last ?? nil, bounds.count <= 2, first <= last
            else {
                throw InvalidConfiguration(
                    description: "\(place) has the key '\(key)', which is no number and no range."
                )
            }
            responses.append(Response(invocations: first...last, outcome: try outcome(value, "\(place).\(key)")))
        }
        return responses
    }

    private static func outcome(_ json: JSONValue, _ place: String) throws(InvalidConfiguration) -> TaskOutcome {
        if let result = json["Return"] { return .succeeded(result) }
        guard let failure = json["Throw"], let error = failure["Error"]?.string else {
            throw InvalidConfiguration(description: "\(place) must have Return, or Throw with an Error.")
        }
        if error == "States.Timeout" { return .timedOut }
        return .failed(ErrorOutput(error: error, cause: failure["Cause"]?.string))
    }
}
