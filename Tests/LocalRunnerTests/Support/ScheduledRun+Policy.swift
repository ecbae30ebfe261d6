// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import LocalRunner
import OrderedJSON

extension ScheduledRun {
    /// A built-in workflow with a policy that is a document.
    init(_ workflow: String, _ policy: JSONValue, _ schedule: Schedule) throws {
        self.init(
            try WorkflowDefinition(workflow),
            policy: try policy.decoded(),
            input: policy,
            schedule: schedule
        )
    }
}
