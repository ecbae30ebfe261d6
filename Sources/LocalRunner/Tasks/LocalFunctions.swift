// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle
package import OrderedJSON
package import StatesEngine

/// The workers as functions of this process: what Lambda runs for a deployed workflow.
package struct LocalFunctions: Sendable {
    let ec2: any EC2
    /// What every step gets beside its input.
    let context: StepContext
    /// Hears what a step answered.
    let answered: @Sendable (WorkerStep, JSONValue) -> Void
    /// Every input of a run has the same policy.
    private let policies = DecodingMemory<LifecyclePolicy>()

    package init(
        ec2: any EC2,
        context: StepContext = StepContext(),
        answered: @escaping @Sendable (WorkerStep, JSONValue) -> Void = { _, _ in }
    ) {
        self.ec2 = ec2
        self.context = context
        self.answered = answered
    }

    /// Calls a function by its name or ARN.
    ///
    /// - Returns: The answer; nil when the function is none of the workers.
    /// - Throws: The worker's own error.
    package func invoke(function name: String, payload: JSONValue) async throws(ErrorOutput) -> JSONValue? {
        guard let step = WorkerStep(functionNamed: name) else { return nil }
        let input = ValuePayload(value: payload, policies: policies)
        do throws(StepError) {
            let answer = try JSONValue(output: await step.output(for: input, ec2: ec2, context: context))
            answered(step, answer)
            return answer
        } catch {
            let document: JSONValue = ["errorMessage": .string(error.message), "errorType": .string(error.type)]
            throw ErrorOutput(error: error.type, cause: document.serialized())
        }
    }
}

/// In one process there is no need for text between the engine and its workers.
private struct ValuePayload: StepPayload {
    let value: JSONValue
    let policies: DecodingMemory<LifecyclePolicy>

    func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try value.decoded(as: type, remembering: policies)
    }
}

extension JSONValue {
    fileprivate init(output: any Encodable & Sendable) throws(StepError) {
        do {
            try self.init(encoding: output)
        } catch {
            throw StepError(.invalidInput, "the output cannot be written: \(error)")
        }
    }
}

extension WorkerStep {
    /// The step behind a function's name or ARN: deployed names have the stack's name before or the step's resource
    /// name around it.
    package init?(functionNamed function: String) {
        let name = function.split(separator: ":").last.map(String.init) ?? function
        if let step = WorkerStep(rawValue: name) {
            self = step
            return
        }
        let matches = WorkerStep.allCases.filter { name.contains($0.rawValue) }
        guard let step = matches.max(by: { $0.rawValue.count < $1.rawValue.count }) else { return nil }
        self = step
    }
}
