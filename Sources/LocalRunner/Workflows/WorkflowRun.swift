// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle
package import OrderedJSON
package import StatesEngine

/// One execution of a workflow with a policy, with its workers in this process, against an account.
package struct WorkflowRun: Sendable {
    package let workflow: WorkflowDefinition
    /// The policy document: the execution's input.
    package let input: JSONValue
    package let identity: ExecutionIdentity
    /// Hears what would go to SNS where deployed.
    package var notified: @Sendable (_ subject: String, _ message: String) -> Void = { _, _ in }
    /// Gets what stops the execution, as StopExecution would: it ends soon, and tells what was done.
    package var whenStarted: @Sendable (_ stop: @escaping @Sendable () -> Void) -> Void = { _ in }
    /// What the workers get beside their input: a plan to keep to, and who hears their decisions.
    package var context = StepContext()
    /// Of everything random in the execution.
    package var seed = UInt64.random(in: .min ... .max)

    /// - Parameters:
    ///   - workflow: What to run.
    ///   - policyName: A part of the execution's name.
    ///   - input: The policy document.
    ///   - start: The other part of the execution's name, to the second.
    ///   - account: Whose execution it is, for its ARN.
    ///   - region: Where it is, for its ARN.
    package init(
        _ workflow: WorkflowDefinition,
        policyName: String,
        input: JSONValue,
        start: Date,
        account: String = "000000000000",
        region: String = "us-east-1"
    ) {
        self.workflow = workflow
        self.input = input
        identity = ExecutionIdentity(
            stateMachineARN: "arn:aws:states:\(region):\(account):stateMachine:\(workflow.name)",
            name: "\(policyName)-\(Int(start.timeIntervalSince1970))",
            roleARN: "arn:aws:iam::\(account):role/shelflife"
        )
    }

    /// Runs to the end.
    ///
    /// - Parameters:
    ///   - ec2: The account that the workers work on.
    ///   - clock: The execution's time, which is the account's.
    ///   - progress: Hears where the run stands.
    /// - Returns: How it ended, and what happened on the way.
    /// - Throws: `CancellationError` when the task is cancelled; a failed execution is an outcome.
    package func execute(
        on ec2: any EC2,
        clock: any EngineClock,
        progress: RunProgress = RunProgress()
    ) async throws -> (outcome: ExecutionOutcome, record: RunRecord) {
        let record = RunRecord(executionARN: identity.executionARN, progress: progress)
        let outcome = try await execute(on: ec2, clock: clock, observer: record) { step, answer in
            record.note(step, answer)
        }
        return (outcome, record)
    }

    /// Runs to the end.
    ///
    /// - Parameters:
    ///   - ec2: The account that the workers work on.
    ///   - clock: The execution's time, which is the account's.
    ///   - observer: Watches the execution and its children.
    ///   - answered: Hears what each worker answered.
    /// - Returns: How it ended.
    /// - Throws: `CancellationError` when the task is cancelled; a failed execution is an outcome.
    package func execute(
        on ec2: any EC2,
        clock: any EngineClock,
        observer: (any ExecutionObserver)?,
        answered: @escaping @Sendable (WorkerStep, JSONValue) -> Void = { _, _ in }
    ) async throws -> ExecutionOutcome {
        let functions = LocalFunctions(ec2: ec2, context: context, answered: answered)
        let driver = ExecutionDriver(
            machine: workflow.machine,
            record: ExecutionRecord(identity: identity, input: input, seed: seed),
            services: EngineServices(
                clock: clock,
                taskRunner: LocalTaskRunner(functions: functions, notified: notified),
                observer: observer
            )
        )
        whenStarted {
            driver.send(.stopRequested(ErrorOutput(error: "Shelflife.Interrupted", cause: "the run was stopped")))
        }
        return try await driver.run()
    }
}
