// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle
package import OrderedJSON

/// A workflow that starts with a policy again and again.
package struct ScheduledRun: Sendable {
    package let workflow: WorkflowDefinition
    package let policy: LifecyclePolicy
    /// The policy as a document: the execution's input.
    package let input: JSONValue
    package let schedule: Schedule

    package init(_ workflow: WorkflowDefinition, policy: LifecyclePolicy, input: JSONValue, schedule: Schedule) {
        self.workflow = workflow
        self.policy = policy
        self.input = input
        self.schedule = schedule
    }
}
