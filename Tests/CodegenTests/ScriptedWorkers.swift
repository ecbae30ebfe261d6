// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Synchronization

/// Answers the tasks of a run in the place of the workers, and keeps what they were asked.
final class ScriptedWorkers: TaskRunner {
    /// What a worker gives for its payload, or throws.
    typealias Worker = @Sendable (_ payload: JSONValue, _ call: Int) throws(ErrorOutput) -> JSONValue

    private let workers: [String: Worker]
    private let calls = Mutex<[String: [JSONValue]]>([:])

    init(_ workers: [String: Worker]) {
        self.workers = workers
    }

    /// The payloads that a state sent, in order; of a notice its parameters.
    func payloads(of stateName: String) -> [JSONValue] {
        calls.withLock { $0[stateName] ?? [] }
    }

    func run(_ task: TaskRequest, report: @escaping @Sendable (TaskProgress) -> Void) async -> TaskOutcome {
        let payload = task.parameters["Payload"] ?? task.parameters
        let call = calls.withLock { calls -> Int in
            calls[task.stateName, default: []].append(payload)
            return calls[task.stateName]?.count ?? 0
        }
        do throws(ErrorOutput) {
            guard let worker = workers[task.stateName] else { return .succeeded(["MessageId": "1"]) }
            return LambdaAnswer.success(payload: try worker(payload, call), task: task, requestID: "1")
        } catch {
            return .failed(error)
        }
    }
}
