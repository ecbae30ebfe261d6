// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// The details of a history event.
///
/// Types of the same shape share a case; the event's type tells them apart.
public enum HistoryEventDetails: Sendable, Hashable {
    /// `ParallelStateStarted`, `LambdaFunctionStarted`, `TaskStateAborted`, `MapRunSucceeded` and their like.
    case none
    /// `ExecutionStarted`.
    case executionStarted(ExecutionStarted)
    /// `ExecutionRedriven`: how often the execution was redriven, this time included.
    case executionRedriven(redriveCount: Int)
    /// `…StateEntered`.
    case stateEntered(name: String, input: JSONValue)
    /// `…StateExited`; `assignedVariables` has the variables that the state assigned.
    case stateExited(name: String, output: JSONValue, assignedVariables: JSONObject)
    /// `ExecutionSucceeded`, `ActivitySucceeded`, `LambdaFunctionSucceeded`.
    case output(JSONValue)
    /// `ExecutionFailed`, `ExecutionAborted`, `ExecutionTimedOut`, `MapRunFailed`, and the failures of activities and functions.
    case failure(ErrorOutput)
    /// `EvaluationFailed`: a JSONata expression could not be evaluated.
    case evaluationFailed(ErrorOutput, location: String?, state: String)
    /// `ActivityScheduled`, `LambdaFunctionScheduled`.
    case functionScheduled(FunctionScheduled)
    /// `ActivityStarted`.
    case activityStarted(workerName: String?)
    /// `TaskScheduled`.
    case taskScheduled(TaskScheduled)
    /// `TaskStarted`.
    case taskStarted(TaskResourceName)
    /// `TaskSubmitted`, `TaskSucceeded`.
    case taskOutput(TaskResourceName, output: JSONValue)
    /// `TaskFailed`, `TaskStartFailed`, `TaskSubmitFailed`, `TaskTimedOut`.
    case taskFailure(TaskResourceName, ErrorOutput)
    /// `MapStateStarted`: the number of items, 0 where an item reader finds them.
    case mapStateStarted(length: Int)
    /// `MapIterationStarted`, `…Succeeded`, `…Failed`, `…Aborted`: the Map state and the item, counted from 0.
    case mapIteration(name: String, index: Int)
    /// `MapRunStarted`.
    case mapRunStarted(mapRunARN: String)
    /// `MapRunRedriven`.
    case mapRunRedriven(mapRunARN: String, redriveCount: Int)
}

extension HistoryEventDetails {
    /// How an execution began.
    public struct ExecutionStarted: Sendable, Hashable {
        /// The execution input.
        public var input: JSONValue
        /// The role the state machine runs with.
        public var roleARN: String
        /// The alias that was started, if one was.
        public var stateMachineAliasARN: String?
        /// The published version that was started, if one was.
        public var stateMachineVersionARN: String?

        /// How an execution began.
        public init(
            input: JSONValue,
            roleARN: String,
            stateMachineAliasARN: String? = nil,
            stateMachineVersionARN: String? = nil
        ) {
            self.input = input
            self.roleARN = roleARN
            self.stateMachineAliasARN = stateMachineAliasARN
            self.stateMachineVersionARN = stateMachineVersionARN
        }
    }

    /// An activity or a function that was asked to work, addressed by its own ARN.
    public struct FunctionScheduled: Sendable, Hashable {
        /// The ARN of the activity or function.
        public var resource: String
        /// What it gets.
        public var input: JSONValue
        /// Its timeout in seconds, if the state sets one.
        public var timeoutInSeconds: Int?
        /// The longest time between two heartbeats in seconds, if the state sets one; activities only.
        public var heartbeatInSeconds: Int?
        /// The role to assume for the call, if the state has credentials; functions only.
        public var credentialsRoleARN: String?

        /// A request to an activity or a function.
        public init(
            resource: String,
            input: JSONValue,
            timeoutInSeconds: Int? = nil,
            heartbeatInSeconds: Int? = nil,
            credentialsRoleARN: String? = nil
        ) {
            self.resource = resource
            self.input = input
            self.timeoutInSeconds = timeoutInSeconds
            self.heartbeatInSeconds = heartbeatInSeconds
            self.credentialsRoleARN = credentialsRoleARN
        }
    }

    /// A service integration that was asked to work.
    public struct TaskScheduled: Sendable, Hashable {
        /// The service and its action.
        public var resource: TaskResourceName
        /// The region of the call.
        public var region: String
        /// The arguments of the call.
        public var parameters: JSONValue
        /// Its timeout in seconds, if the state sets one.
        public var timeoutInSeconds: Int?
        /// The longest time between two heartbeats in seconds, if the state sets one.
        public var heartbeatInSeconds: Int?
        /// The role to assume for the call, if the state has credentials.
        public var credentialsRoleARN: String?

        /// A request to a service.
        public init(
            resource: TaskResourceName,
            region: String,
            parameters: JSONValue,
            timeoutInSeconds: Int? = nil,
            heartbeatInSeconds: Int? = nil,
            credentialsRoleARN: String? = nil
        ) {
            self.resource = resource
            self.region = region
            self.parameters = parameters
            self.timeoutInSeconds = timeoutInSeconds
            self.heartbeatInSeconds = heartbeatInSeconds
            self.credentialsRoleARN = credentialsRoleARN
        }
    }
}
