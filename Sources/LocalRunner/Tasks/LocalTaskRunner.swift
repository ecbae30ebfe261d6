// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle
import OrderedJSON
package import StatesEngine

/// Does on this machine what Lambda and SNS do for a deployed workflow: runs the same steps, passes the notices on.
package struct LocalTaskRunner: TaskRunner {
    let functions: LocalFunctions
    /// Hears what would go to SNS where deployed.
    let notified: @Sendable (_ subject: String, _ message: String) -> Void

    package init(
        functions: LocalFunctions,
        notified: @escaping @Sendable (_ subject: String, _ message: String) -> Void
    ) {
        self.functions = functions
        self.notified = notified
    }

    package func run(_ task: TaskRequest, report: @escaping @Sendable (TaskProgress) -> Void) async -> TaskOutcome {
        do throws(ErrorOutput) {
            switch task.integration {
            case .service(let resource, .requestResponse) where resource.resourceType == "lambda":
                let function = task.parameters["FunctionName"]?.string ?? ""
                let payload = try await invoke(function, payload: task.parameters["Payload"] ?? [:])
                return .succeeded(["ExecutedVersion": "$LATEST", "Payload": payload, "StatusCode": 200])
            case .function(let arn):
                return .succeeded(try await invoke(arn, payload: task.parameters))
            case .service(let resource, .requestResponse) where resource.resourceType == "sns":
                return .succeeded(notify(task.parameters))
            default:
                throw ErrorOutput(
                    error: "States.Runtime",
                    cause: "shelflife run has nothing that stands for the resource \(task.resource)"
                )
            }
        } catch {
            return .failed(error)
        }
    }

    private func invoke(_ function: String, payload: JSONValue) async throws(ErrorOutput) -> JSONValue {
        guard let answer = try await functions.invoke(function: function, payload: payload) else {
            let names = WorkerStep.allCases.map(\.rawValue).joined(separator: ", ")
            throw ErrorOutput(
                error: "Lambda.ResourceNotFoundException",
                cause: "the function \(function) is none of the workers \(names)"
            )
        }
        return answer
    }

    private func notify(_ parameters: JSONValue) -> JSONValue {
        let subject = parameters["Subject"]?.string ?? "notice"
        let message = parameters["Message"].map { $0.string ?? $0.serialized() } ?? ""
        notified(subject, message)
        return ["MessageId": .string(UUID().uuidString.lowercased())]
    }
}
