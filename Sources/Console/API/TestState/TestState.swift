// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import OrderedJSON
import StatesEngine
import StatesLanguage

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html>.
struct TestState: APIAction {
    enum InspectionLevel: String, CaseIterable {
        case info = "INFO"
        case debug = "DEBUG"
        case trace = "TRACE"
    }

    /// How a mocked state is to behave.
    private struct Configuration {
        let retrierRetryCount: Int?
        let mapIterationFailureCount: Int?
        let mapItemReaderData: String?
    }

    let region: String
    private let definition: String
    private let stateName: String?
    private let roleARN: String?
    private let input: String
    private let level: InspectionLevel
    private let variables: String?
    private let context: String?
    private let mock: StateMock.Request?
    private let configuration: Configuration?

    init(reading request: inout RequestReader) throws(APIError) {
        region = request.region
        definition = try request.requiredString("definition", [.definition])
        stateName = try request.string("stateName", [.name])
        roleARN = try request.string("roleArn", [.arn])
        input = try request.string("input", [.data]) ?? "{}"
        level = try request.choice("inspectionLevel", of: InspectionLevel.self) ?? .info
        variables = try request.string("variables", [.data])
        context = try request.string("context", [.data])
        mock = try request.structure("mock", StateMock.Request.init(reading:))
        configuration = try request.structure("stateConfiguration") { configuration throws(APIError) in
            Configuration(
                retrierRetryCount: try configuration.integer("retrierRetryCount", in: 0...Int.max),
                mapIterationFailureCount: try configuration.integer("mapIterationFailureCount", in: 0...Int.max),
                mapItemReaderData: try configuration.string("mapItemReaderData", [.data])
            )
        }
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        if let roleARN { try RoleARN.check(roleARN) }
        let state = try StateUnderTest(definition: definition, stateName: stateName)
        let mock = try mock.map { request throws(APIError) in try StateMock(request, for: state) }
        let value = try ExecutionInput.parse(input)
        let retryCount = configuration?.retrierRetryCount ?? 0
        let surroundings = StateRun.Surroundings(
            input: value,
            variables: try object(variables, "Invalid variables provided") ?? [:],
            context: try contextObject(for: state, input: value, retryCount: retryCount, in: service),
            limits: service.configuration.limits,
            seed: .random(in: .min ... .max)
        )
        try checkNeedOfMock(state, surroundings, hasMock: mock != nil)
        let test = StateTest(
            state: state,
            surroundings: surroundings,
            mock: mock,
            retryCount: retryCount,
            inspects: level != .info
        )
        return try await test.run { task in
            await ServiceTaskRunner(service: service).run(task) { _ in }
        }
    }

    private func checkNeedOfMock(
        _ state: StateUnderTest,
        _ surroundings: StateRun.Surroundings,
        hasMock: Bool
    ) throws(APIError) {
        let needsMock = state.type == .map || state.type == .parallel || state.awaitsToken || state.isActivity
        if let failures = configuration?.mapIterationFailureCount {
            guard hasMock else {
                throw .validation("TestState does not support MapIterationFailureCount when a mock is not specified.")
            }
            let given = configuration?.mapItemReaderData.flatMap { try? JSONValue(parsing: $0) }?.array?.count
            let inspection = StateInspection(state: state, surroundings: surroundings)
            if let count = given ?? inspection.itemCount, failures > count {
                throw .validation(
                    "Map iteration failure count must be less than or equal to the number of Map iterations"
                )
            }
        }
        guard hasMock || !needsMock else {
            throw .validation("State type '\(state.type.rawValue)' is only supported when a mock is specified")
        }
        guard hasMock || context == nil else {
            throw .validation("Context object is only supported when a mock is specified")
        }
    }

    // MARK: The context object

    private func contextObject(
        for state: StateUnderTest,
        input: JSONValue,
        retryCount: Int,
        in service: StepFunctionsService
    ) throws(APIError) -> JSONObject {
        guard let given = try object(context, "Invalid Context object provided") else {
            return madeUpContext(for: state, input: input, retryCount: retryCount, in: service)
        }
        guard given["Task"] == nil || state.awaitsToken else {
            throw .validation(
                "Invalid Context object provided: Context object contains 'Task' when state is not a Task state "
                    + "with a '.sync' or '.waitForTaskToken' service integration pattern"
            )
        }
        return given
    }

    private func madeUpContext(
        for state: StateUnderTest,
        input: JSONValue,
        retryCount: Int,
        in service: StepFunctionsService
    ) -> JSONObject {
        let machineName = UUID().uuidString.lowercased()
        let executionName = UUID().uuidString.lowercased()
        let machine = service.arn(region: region, kind: "stateMachine", machineName)
        let now = JSONValue.string(Timestamp.now.description)
        var stateObject: JSONObject = ["Name": .string(StateUnderTest.name), "EnteredTime": now]
        if [.task, .map, .parallel].contains(state.type) { stateObject["RetryCount"] = .integer(retryCount) }
        return [
            "Execution": [
                "Id": .string(machine.execution(kind: "express", executionName).description), "Input": input,
                "Name": .string(executionName), "RoleArn": roleARN.map { .string($0) } ?? .null, "StartTime": now,
            ],
            "StateMachine": ["Id": .string(machine.description), "Name": .string(machineName)],
            "State": .object(stateObject),
        ]
    }

    private func object(_ text: String?, _ problem: String) throws(APIError) -> JSONObject? {
        guard let text else { return nil }
        guard let object = (try? JSONValue(parsing: text))?.object else { throw .validation(problem) }
        return object
    }
}
