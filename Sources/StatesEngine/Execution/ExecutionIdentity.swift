// SPDX-License-Identifier: Apache-2.0

/// Who an execution is: what its context object, its history and its requests say about it.
public struct ExecutionIdentity: Sendable, Hashable {
    /// `arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME`.
    public var executionARN: String
    /// The last part of the ARN.
    public var name: String
    /// The role the state machine runs with.
    public var roleARN: String
    /// The state machine's ARN, without version or alias.
    public var stateMachineARN: String
    /// The state machine's name.
    public var stateMachineName: String
    /// The version that was started, if one was.
    public var stateMachineVersionARN: String?
    /// The alias that was started, if one was.
    public var stateMachineAliasARN: String?
    /// Standard or Express.
    public var workflowType: WorkflowType

    /// Standard or Express.
    public enum WorkflowType: String, Sendable, Hashable {
        /// Durable, with a history.
        case standard = "STANDARD"
        /// Short, at least once, with logs only.
        case express = "EXPRESS"
    }

    /// The identity of an execution of that state machine.
    ///
    /// - Parameters:
    ///   - stateMachineARN: `arn:aws:states:REGION:ACCOUNT:stateMachine:MACHINE`.
    ///   - name: The execution's name, unique within the state machine.
    ///   - roleARN: The role the state machine runs with.
    ///   - workflowType: Standard or Express.
    public init(
        stateMachineARN: String,
        name: String,
        roleARN: String,
        workflowType: WorkflowType = .standard
    ) {
        self.init(
            stateMachineARN: stateMachineARN,
            parts: StateMachineARNParts(stateMachineARN),
            name: name,
            roleARN: roleARN,
            workflowType: workflowType
        )
    }

    /// The identity of an execution of a state machine whose ARN was taken apart before.
    init(
        stateMachineARN: String,
        parts: StateMachineARNParts,
        name: String,
        roleARN: String,
        workflowType: WorkflowType
    ) {
        self.stateMachineARN = stateMachineARN
        self.stateMachineName = parts.machineName
        self.name = name
        self.roleARN = roleARN
        self.workflowType = workflowType
        executionARN = "\(parts.prefix):execution:\(parts.machineName):\(name)"
    }

    /// The region of the state machine.
    var region: String {
        StateMachineARNParts(stateMachineARN).region
    }
}

/// `arn:PARTITION:states:REGION:ACCOUNT` and the name behind `:stateMachine:`.
struct StateMachineARNParts: Sendable {
    let prefix: String
    let region: String
    let machineName: String

    init(_ stateMachineARN: String) {
        let fields = stateMachineARN.split(separator: ":", omittingEmptySubsequences: false)
        prefix = fields.prefix(5).joined(separator: ":")
        region = fields.count > 3 ? String(fields[3]) : "us-east-1"
        machineName = fields.count > 6 ? String(fields[6]) : stateMachineARN
    }
}
