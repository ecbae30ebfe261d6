// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// The number of a task within its execution; a retry is a new task.
public struct TaskID: Sendable, Hashable {
    /// Counted from 1 in the order of scheduling.
    public let number: Int

    /// The task of that number.
    public init(_ number: Int) {
        self.number = number
    }
}

/// One piece of work that an execution asks for: one attempt of a Task state.
public struct TaskRequest: Sendable, Hashable {
    /// The task within its execution.
    public let id: TaskID
    /// The execution that waits for it.
    public let executionARN: String
    /// The state machine's name; of a child of a Map Run, the parent's.
    public let stateMachineName: String
    /// The Task state.
    public let stateName: String
    /// The `Resource`, as the definition has it.
    public let resource: String
    /// What kind of resource that is, and what to expect from it.
    public let integration: TaskIntegration
    /// The arguments: what the function, activity or service gets.
    public let parameters: JSONValue
    /// Seconds until the task counts as timed out; the execution watches the time, the runner may use it as a deadline.
    public let timeoutSeconds: Int?
    /// Seconds between heartbeats before the task counts as timed out, if the state sets them.
    public let heartbeatSeconds: Int?
    /// The role to assume for the call, if the state has credentials.
    public let credentialsRoleARN: String?
    /// How often the state has been retried before; 0 at first.
    public let retryCount: Int
    let token: TaskToken

    /// What `SendTaskSuccess` and its kin name the task by; see ``TaskToken``.
    public var taskToken: String { token.text }
}
