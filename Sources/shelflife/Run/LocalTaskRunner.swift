// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import OrderedJSON
import StatesEngine

/// Does on this machine what Lambda and SNS do for a deployed workflow: runs the same steps, prints the notices.
struct LocalTaskRunner: TaskRunner {
    let ec2: any EC2
    /// Hears what a step answered.
    let answered: @Sendable (WorkerStep, JSONValue) -> Void

    func run(_ task: TaskRequest, report: @escaping @Sendable (TaskProgress) -> Void) async -> TaskOutcome {
        switch task.integration {
        case .service(let resource, .requestResponse) where resource.resourceType == "lambda":
            await invoke(task.parameters["FunctionName"]?.string ?? "", payload: task.parameters["Payload"] ?? .null)
                .asLambdaAnswer
        case .function(let arn):
            await invoke(arn, payload: task.parameters)
        case .service(let resource, .requestResponse) where resource.resourceType == "sns":
            notify(task.parameters)
        default:
            .failed(
                ErrorOutput(
                    error: "States.Runtime",
                    cause: "shelflife run has nothing that stands for the resource \(task.resource)"
                )
            )
        }
    }

    private func invoke(_ function: String, payload: JSONValue) async -> TaskOutcome {
        guard let step = WorkerStep(functionNamed: function) else {
            let names = WorkerStep.allCases.map(\.rawValue).joined(separator: ", ")
            return .failed(
                ErrorOutput(
                    error: "Lambda.ResourceNotFoundException",
                    cause: "the function \(function) is none of the workers \(names)"
                )
            )
        }
        do throws(StepError) {
            let answer = try await step.run(Data(payload.serializedUTF8()), ec2: ec2, context: StepContext())
            let document = try parsed(answer, of: step)
            answered(step, document)
            return .succeeded(document)
        } catch {
            let document: JSONValue = ["errorMessage": .string(error.message), "errorType": .string(error.type)]
            return .failed(ErrorOutput(error: error.type, cause: document.serialized()))
        }
    }

    private func parsed(_ answer: Data, of step: WorkerStep) throws(StepError) -> JSONValue {
        do throws(JSONSyntaxError) {
            return try JSONValue(parsing: answer)
        } catch {
            throw StepError(type: "Lambda.Unknown", message: "\(step.rawValue) answered with broken JSON: \(error)")
        }
    }

    private func notify(_ parameters: JSONValue) -> TaskOutcome {
        let subject = parameters["Subject"]?.string ?? "notice"
        let message = parameters["Message"].map { $0.string ?? $0.serialized() } ?? ""
        standardError.write("notice (SNS where deployed): \(subject)\n\(message)")
        return .succeeded(["MessageId": .string(UUID().uuidString.lowercased())])
    }
}

extension WorkerStep {
    /// The step behind a function's name or ARN: deployed names have the stack's name before or the step's resource
    /// name around it.
    init?(functionNamed function: String) {
        let name = function.split(separator: ":").last.map(String.init) ?? function
        let matches = WorkerStep.allCases.filter { name.contains($0.rawValue) }
        guard let step = matches.max(by: { $0.rawValue.count < $1.rawValue.count }) else { return nil }
        self = step
    }
}

extension TaskOutcome {
    /// A function's result as the `lambda:invoke` integration gives it.
    fileprivate var asLambdaAnswer: TaskOutcome {
        guard case .succeeded(let payload) = self else { return self }
        return .succeeded(["ExecutedVersion": "$LATEST", "Payload": payload, "StatusCode": 200])
    }
}
