// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON
public import StatesLanguage

/// Runs one state alone, as `TestState` does: with its input, with mocked work, and with an eye on the data in between.
public struct StateTest: Sendable {
    private let machine: ExecutableStateMachine
    private let targets: [String]

    /// What the work of a Task, Parallel or Map state gives, instead of the work.
    public enum Mock: Sendable, Hashable {
        /// Its result.
        case result(JSONValue)
        /// Its failure.
        case failure(ErrorOutput)
    }

    /// What a test can set up besides the input.
    public struct Setup: Sendable {
        /// What stands for the work.
        public var mock: Mock?
        /// The context object; one is made up when nil.
        public var context: JSONValue?
        /// The variables in scope.
        public var variables: JSONObject = [:]
        /// How often retriers have tried before.
        public var retryCount = 0
        /// The role that the context object tells; empty for none.
        public var roleARN = ""

        /// Nothing but the input.
        public init() {}
    }

    /// How a state ended.
    public struct Outcome: Sendable, Hashable {
        /// The four ends, as the API names them.
        public enum Status: String, Sendable, Hashable {
            /// With an output.
            case succeeded = "SUCCEEDED"
            /// With an error that nothing caught.
            case failed = "FAILED"
            /// With an error after which a retrier would try again.
            case retriable = "RETRIABLE"
            /// With an error that a catcher took.
            case caughtError = "CAUGHT_ERROR"
        }

        /// How it ended.
        public let status: Status
        /// What left the state, where something did.
        public let output: JSONValue?
        /// The error, where there was one.
        public let failure: ErrorOutput?
        /// The state that would follow.
        public let nextState: String?
        /// The data at each stage: `input`, `afterInputPath`, `result`, …; values, where the API has their texts.
        public let inspection: JSONObject
    }

    /// Prepares a state.
    ///
    /// - Parameters:
    ///   - state: The state; its transitions may lead anywhere.
    ///   - name: Its name.
    ///   - language: The query language around it.
    /// - Throws: ``DefinitionError`` when the state is wrong.
    public init(
        state: State,
        name: String = "StateName",
        language: QueryLanguage = .jsonPath
    ) throws(DefinitionError) {
        var preparation = Preparation(language: language, isSingleState: true)
        machine = try ExecutableStateMachine(
            StateMachineDefinition(startAt: name, states: States([(name, state)])),
            preparation: &preparation
        )
        targets = preparation.outsideNames
    }

    /// Runs the state.
    ///
    /// - Parameters:
    ///   - input: Its input.
    ///   - setup: What else there is.
    ///   - timestamp: The time it sees.
    ///   - seed: Of everything random.
    ///   - taskRunner: Does the work of a Task state that is not mocked.
    /// - Returns: How it ended. A Wait state ends at once.
    public func run(
        input: JSONValue,
        setup: Setup,
        at timestamp: Timestamp,
        seed: UInt64,
        taskRunner: any TaskRunner
    ) async -> Outcome {
        var generator = SeededGenerator(seed: seed)
        let (machineName, executionName) = (generator.uuid(), generator.uuid())
        var identity = ExecutionIdentity(
            stateMachineARN: "arn:aws:states:us-east-1:123456789012:stateMachine:\(machineName)",
            name: executionName,
            roleARN: setup.roleARN,
            workflowType: .express
        )
        identity.executionARN = "arn:aws:states:us-east-1:123456789012:express:\(machineName):\(executionName)"
        let record = ExecutionRecord(identity: identity, input: input, seed: seed)
        var logic = ExecutionLogic(machine: machine, record: record)
        logic.inspector = StateInspector(
            context: setup.context,
            variables: setup.variables,
            mock: setup.mock,
            retryCount: setup.retryCount
        )
        logic.inspect("input", input)
        if !setup.variables.isEmpty { logic.inspect("variables", .object(setup.variables)) }
        var commands = logic.start(at: timestamp)
        while logic.outcome == nil {
            guard let event = await Self.answer(commands, mock: setup.mock, taskRunner: taskRunner) else { break }
            commands = logic.receive(event, at: timestamp)
        }
        return outcome(of: logic)
    }

    /// The event that the commands wait for.
    private static func answer(
        _ commands: [ExecutionCommand],
        mock: Mock?,
        taskRunner: any TaskRunner
    ) async -> ExecutionEvent? {
        for case .scheduleTask(let request) in commands {
            switch mock {
            case .result(let result)?: return .taskEnded(request.id, .succeeded(result))
            case .failure(let failure)?: return .taskEnded(request.id, .failed(failure))
            case nil: return .taskEnded(request.id, await taskRunner.run(request) { _ in })
            }
        }
        for case .startTimer(let id, _) in commands { return .timerFired(id) }
        return nil
    }

    private func outcome(of logic: ExecutionLogic) -> Outcome {
        let inspector = logic.inspector
        let target: String? =
            switch inspector?.transition {
            // The state itself has the first place; the others are outside.
            case .next(let place)?:
                place == 0
                    ? machine.graph.states.first?.name : targets.indices.contains(place - 1) ? targets[place - 1] : nil
            case .end?, nil: nil
            }
        let status: Outcome.Status =
            if inspector?.caught != nil {
                .caughtError
            } else if logic.outcome?.output != nil {
                .succeeded
            } else {
                inspector?.isRetriable == true ? .retriable : .failed
            }
        return Outcome(
            status: status,
            output: logic.outcome?.output,
            failure: inspector?.caught ?? logic.outcome?.failure,
            nextState: target,
            inspection: inspector?.data ?? [:]
        )
    }
}
