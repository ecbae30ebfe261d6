// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// One operation of the Step Functions API: its request, read and checked, and what it does.
protocol APIAction: Sendable {
    /// The name behind `AWSStepFunctions.` in `X-Amz-Target`.
    static var name: String { get }

    /// Reads the members; what violates the service's model is collected in `request`, not thrown.
    init(reading request: inout RequestReader) throws(APIError)

    /// Does it.
    ///
    /// - Returns: The members of the answer.
    /// - Throws: ``APIError`` where AWS refuses.
    func run(in service: StepFunctionsService) async throws -> JSONObject
}

extension APIAction {
    static var name: String { String(describing: Self.self) }

    /// Reads a request body and runs the action.
    static func handle(_ body: JSONObject, region: String, in service: StepFunctionsService) async throws -> JSONObject
    {
        // Where the limit on payloads is lifted, executions may begin with more, too.
        let isLimited = service.configuration.limits.payloadBytes != nil
        var reader = RequestReader(body, region: region, executionInput: isLimited ? .data : .length(0...Int.max))
        let action = try Self(reading: &reader)
        try reader.finish()
        return try await action.run(in: service)
    }
}

/// All operations, by name.
enum APIActions {
    static let byName: [String: any APIAction.Type] = Dictionary(
        uniqueKeysWithValues: all.map { ($0.name, $0) }
    )

    private static let all: [any APIAction.Type] =
        machines + versions + executions + tasks + [TagResource.self, UntagResource.self, ListTagsForResource.self]

    private static let machines: [any APIAction.Type] = [
        CreateStateMachine.self, UpdateStateMachine.self, DeleteStateMachine.self, DescribeStateMachine.self,
        ListStateMachines.self, ValidateStateMachineDefinition.self, TestState.self,
    ]

    private static let versions: [any APIAction.Type] = [
        PublishStateMachineVersion.self, DeleteStateMachineVersion.self, ListStateMachineVersions.self,
        CreateStateMachineAlias.self, UpdateStateMachineAlias.self, DeleteStateMachineAlias.self,
        DescribeStateMachineAlias.self, ListStateMachineAliases.self,
    ]

    private static let executions: [any APIAction.Type] = [
        StartExecution.self, StartSyncExecution.self, StopExecution.self, RedriveExecution.self,
        DescribeExecution.self, DescribeStateMachineForExecution.self, ListExecutions.self,
        GetExecutionHistory.self, DescribeMapRun.self, ListMapRuns.self, UpdateMapRun.self,
    ]

    private static let tasks: [any APIAction.Type] = [
        CreateActivity.self, DescribeActivity.self, DeleteActivity.self, ListActivities.self, GetActivityTask.self,
        SendTaskSuccess.self, SendTaskFailure.self, SendTaskHeartbeat.self,
    ]
}
