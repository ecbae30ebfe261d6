// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Synchronization

/// Answers the n-th task of a state with the n-th outcome of a list; without one left, the task stays silent.
final class ScriptedTaskRunner: TaskRunner {
    private let script: Mutex<[String: [TaskOutcome]]>
    private let requests = Mutex<[TaskRequest]>([])

    init(_ script: [String: [TaskOutcome]]) {
        self.script = Mutex(script)
    }

    /// What was asked, in order.
    var received: [TaskRequest] { requests.withLock { $0 } }

    func run(_ task: TaskRequest, report: @escaping @Sendable (TaskProgress) -> Void) async -> TaskOutcome {
        requests.withLock { $0.append(task) }
        report(.started(workerName: nil))
        if task.integration.isSubmitted { report(.submitted([:])) }
        let outcome = script.withLock { script -> TaskOutcome? in
            guard script[task.stateName]?.isEmpty == false else { return nil }
            return script[task.stateName]?.removeFirst()
        }
        return outcome ?? .handedOver(nil)
    }
}
