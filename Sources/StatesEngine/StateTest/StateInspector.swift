// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// Takes notes while a single state runs for a test.
struct StateInspector: Sendable {
    /// The data at each stage, named as `TestState` names them.
    var data = JSONObject()
    /// The context object that the test brings.
    let context: JSONValue?
    /// The variables in scope.
    let variables: JSONObject
    /// What the work of a Parallel or Map state shall give.
    let mock: StateTest.Mock?
    /// How often retriers have tried before.
    let retryCount: Int
    private(set) var transition: PreparedState.Transition?
    private(set) var caught: ErrorOutput?
    private(set) var isRetriable = false
    private var errorDetails = JSONObject()

    init(context: JSONValue?, variables: JSONObject, mock: StateTest.Mock?, retryCount: Int) {
        self.context = context
        self.variables = variables
        self.mock = mock
        self.retryCount = retryCount
    }

    mutating func left(to transition: PreparedState.Transition) {
        self.transition = transition
    }

    /// A retrier was for the error; without a delay its attempts are used up.
    mutating func tried(retrier: Int, delaySeconds: Double?) {
        errorDetails["retryIndex"] = .integer(retrier)
        if let delaySeconds {
            errorDetails["retryBackoffIntervalSeconds"] = .integer(Int(delaySeconds))
            isRetriable = true
        }
        data["errorDetails"] = .object(errorDetails)
    }

    mutating func caught(_ failure: ErrorOutput, by catcher: Int) {
        caught = failure
        errorDetails["catchIndex"] = .integer(catcher)
        data["errorDetails"] = .object(errorDetails)
    }
}

extension ExecutionLogic {
    /// Notes the data at a stage, in a test.
    mutating func inspect(_ stage: String, _ value: JSONValue) {
        guard inspector != nil else { return }
        inspector?.data[stage] = value
    }

    /// Evaluates the fields of a Map state whose work is mocked.
    mutating func testMap(_ strand: inout Strand, _ map: PreparedMap) throws(StateFailure) -> StepResult {
        let input = try filteredInput(strand)
        if map.reader == nil {
            let items = try items(&strand, map, input: input)
            if strand.current.language == .jsonPath { inspect("afterItemsPath", .array(items)) }
        }
        let settings = try mapRunSettings(&strand, map, input: input)
        inspect("maxConcurrency", .integer(settings.maxConcurrency))
        if let count = settings.toleratedFailureCount { inspect("toleratedFailureCount", .integer(count)) }
        if let percentage = settings.toleratedFailurePercentage {
            inspect("toleratedFailurePercentage", .number(JSONNumber(percentage)))
        }
        guard let mock = inspector?.mock else { return .blocked }
        return try conclude(&strand, mock: mock)
    }

    /// Ends the work of a Parallel or Map state as the mock says.
    mutating func conclude(_ strand: inout Strand, mock: StateTest.Mock) throws(StateFailure) -> StepResult {
        switch mock {
        case .result(let result): try complete(&strand, result: result)
        case .failure(let failure): recover(&strand, from: Failure(output: failure, origin: .task))
        }
    }
}
