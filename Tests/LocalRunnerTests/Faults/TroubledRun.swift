// SPDX-License-Identifier: Apache-2.0

import AWSClient
import EC2Sandbox
import Foundation
import LocalRunner
import OrderedJSON
import StatesEngine

/// One execution in which something goes wrong; all its waits are the engine's and take no time.
struct TroubledRun: Sendable {
    let sandbox: EC2Sandbox
    let clock: SimulatedClock
    let workflow: WorkflowDefinition
    let policy: JSONValue
    /// For a stage that has a way to EC2 of its own.
    var transport: (any HTTPTransport)?

    func play(_ trouble: Trouble? = nil) async throws -> Stage.Played {
        let start = Date(timeIntervalSince1970: clock.now.secondsSinceEpoch)
        let run = WorkflowRun(workflow, policyName: policy["policy"]?.string ?? "", input: policy, start: start)
        let record = RunRecord(executionARN: run.identity.executionARN)
        let wire = CountedTransport(transport ?? SandboxTransport(sandbox: sandbox, pause: pause))
        let client = EC2Client(
            region: "us-east-1",
            transport: wire,
            credentials: nil,
            pacing: nil,
            timing: Timing(now: { .zero }, sleep: { _ in }, random: { 0.5 })
        )
        // It holds the driver, which holds it.
        defer { wire.whenCalled { _ in } }
        let functions = LocalFunctions(ec2: client) { step, answer in record.note(step, answer) }
        let workers = MortalWorkers(LocalTaskRunner(functions: functions) { _, _ in })
        let driver = ExecutionDriver(
            machine: workflow.machine,
            record: ExecutionRecord(identity: run.identity, input: policy, seed: 7),
            services: EngineServices(
                clock: clock,
                taskRunner: workers,
                observer: record
            )
        )
        arrange(trouble, wire, driver)
        var outcome = try await driver.run()
        if case .stopped = trouble, outcome.output == nil { outcome = try await driver.redrive() }
        await workers.end()
        switch trouble {
        case .badAnswers, .isDown: sandbox.inject(FaultPlan())
        default: break
        }
        return Stage.Played(outcome: outcome, record: record, notices: [])
    }

    private func arrange(_ trouble: Trouble?, _ wire: CountedTransport, _ driver: ExecutionDriver) {
        switch trouble {
        case nil: break
        case .badAnswers(let kind, let calls):
            sandbox.inject(FaultPlan(rules: [FaultRule(trigger: .calls(calls), kind: kind)]))
        case .isDown(let action, let kind):
            sandbox.inject(FaultPlan(rules: [FaultRule(action: action, trigger: .rate(1), kind: kind)]))
        case .workerKilled(let call):
            wire.whenCalled { number in
                if number == call { Invocation.current?.kill() }
            }
        case .stopped(let call):
            wire.whenCalled { number in
                if number == call { driver.send(.stopRequested(ErrorOutput(error: "Stopped by hand"))) }
            }
        }
    }

    /// A late answer takes the engine's time, too: patience may end meanwhile.
    private var pause: @Sendable (Duration) async -> Void {
        { [clock] duration in
            clock.advance(to: clock.now.adding(seconds: duration / .seconds(1)))
            // Who lost patience is heard first.
            for _ in 0..<10 { await Task.yield() }
        }
    }
}
