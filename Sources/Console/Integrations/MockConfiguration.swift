// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import OrderedJSON
import StatesEngine

/// A `MockConfigFile.json` of Step Functions Local: which answers Task states get, by state machine and test case.
///
/// <https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html>
package struct MockConfiguration: Sendable, Hashable {
    /// Answers by state name, by test case, by state machine name.
    let testCases: [String: [String: [String: MockResponses]]]

    /// What a mocked state gives.
    enum Answer: Sendable, Hashable {
        case returns(JSONValue)
        case fails(ErrorOutput)
    }

    /// The answers of one state, by invocation.
    struct MockResponses: Sendable, Hashable {
        private let steps: [Step]

        private struct Step: Sendable, Hashable {
            let invocations: ClosedRange<Int>
            let answer: Answer
        }

        /// The answer of an invocation, counted from 0.
        func answer(forInvocation number: Int) -> Answer? {
            steps.first { $0.invocations.contains(number) }?.answer
        }

        init(_ json: JSONValue, name: String) throws(Problem) {
            guard let object = json.object else { throw Problem("MockedResponses.\(name) must be an object") }
            var steps: [Step] = []
            for (key, value) in object {
                let bounds = key.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
                guard let first = bounds.first ?? nil, let last = bounds.last ?? nil, bounds.count <= 2, first <= last
                else {
                    throw Problem("MockedResponses.\(name): \"\(key)\" must be a number or a range such as 1-3")
                }
                let answer = try Self.answer(value, place: "MockedResponses.\(name).\(key)")
                steps.append(Step(invocations: first...last, answer: answer))
            }
            self.steps = steps
        }

        private static func answer(_ json: JSONValue, place: String) throws(Problem) -> Answer {
            switch (json["Return"], json["Throw"]) {
            case (let result?, nil):
                return .returns(result)
            case (nil, let failure?):
                guard let error = failure["Error"]?.string else { throw Problem("\(place).Throw needs an Error") }
                return .fails(ErrorOutput(error: error, cause: failure["Cause"]?.string))
            default:
                throw Problem("\(place) must have either Return or Throw")
            }
        }
    }

    /// What is wrong with a mock configuration.
    package struct Problem: Error, Sendable, CustomStringConvertible {
        package let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    /// Reads a file.
    ///
    /// - Throws: ``Problem`` with the file and the place.
    package init(contentsOf path: String) throws(Problem) {
        do {
            try self.init(JSONValue(parsing: Data(contentsOf: URL(filePath: path))))
        } catch {
            throw Problem("Mock configuration \(path): \(error)")
        }
    }

    /// - Throws: ``Problem`` with the place.
    package init(_ json: JSONValue) throws(Problem) {
        guard let machines = json["StateMachines"]?.object, let responses = json["MockedResponses"]?.object else {
            throw Problem("it must have the objects StateMachines and MockedResponses")
        }
        var byName: [String: MockResponses] = [:]
        for (name, value) in responses { byName[name] = try MockResponses(value, name: name) }
        var testCases: [String: [String: [String: MockResponses]]] = [:]
        for (machine, value) in machines {
            for (testCase, states) in value["TestCases"]?.object ?? [:] {
                for (state, response) in states.object ?? [:] {
                    guard let name = response.string, let found = byName[name] else {
                        throw Problem(
                            "StateMachines.\(machine).TestCases.\(testCase).\(state): no such mocked response"
                        )
                    }
                    testCases[machine, default: [:]][testCase, default: [:]][state] = found
                }
            }
        }
        self.testCases = testCases
    }
}
