// SPDX-License-Identifier: Apache-2.0

import AWSClient
import EC2Sandbox
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine
import Synchronization

/// The workers as Lambda runs them: a call takes an environment that is free, or a new one, and each environment has a
/// client of its own that knows nothing of the others.
final class Environments: TaskRunner {
    /// Which of the free environments is taken; Lambda promises nothing.
    enum Choice: Sendable, CaseIterable { case usedLast, unusedLongest }

    private let sandbox: EC2Sandbox
    private let clock: SimulatedClock
    private let choice: Choice
    private let answered: @Sendable (WorkerStep, JSONValue) -> Void
    private let free = Mutex<[String: [LocalTaskRunner]]>([:])

    init(
        _ sandbox: EC2Sandbox,
        _ clock: SimulatedClock,
        _ choice: Choice,
        answered: @escaping @Sendable (WorkerStep, JSONValue) -> Void
    ) {
        self.sandbox = sandbox
        self.clock = clock
        self.choice = choice
        self.answered = answered
    }

    func run(_ task: TaskRequest, report: @escaping @Sendable (TaskProgress) -> Void) async -> TaskOutcome {
        let name = task.parameters["FunctionName"]?.string ?? ""
        let environment = take(name) ?? make(name)
        // What Step Functions and Lambda take for themselves.
        try? await clock.sleep(until: clock.now.adding(seconds: 0.05))
        let outcome = await environment.run(task, report: report)
        free.withLock { $0[name, default: []].append(environment) }
        return outcome
    }

    private func take(_ name: String) -> LocalTaskRunner? {
        free.withLock { free in
            guard free[name]?.isEmpty == false else { return nil }
            return choice == .usedLast ? free[name]?.removeLast() : free[name]?.removeFirst()
        }
    }

    private func make(_ name: String) -> LocalTaskRunner {
        let began = clock.now
        let clock = clock
        let client = EC2Client(
            region: "us-east-1",
            transport: DistantSandbox(transport: SandboxTransport(sandbox: sandbox), clock: clock),
            credentials: nil,
            pacing: RequestPacing(workers: WorkerStep(functionNamed: name)?.workersAtOnce ?? 1),
            timing: Timing(
                now: { .milliseconds(clock.now.millisecondsSinceEpoch - began.millisecondsSinceEpoch) },
                sleep: { try? await clock.sleep(until: clock.now.adding(seconds: $0 / .seconds(1))) },
                random: { Double.random(in: 0..<1) }
            )
        )
        let functions = LocalFunctions(ec2: client, answered: answered)
        return LocalTaskRunner(functions: functions) { _, _ in }
    }
}

/// An account that is 40 milliseconds away.
private struct DistantSandbox: HTTPTransport {
    let transport: SandboxTransport
    let clock: SimulatedClock

    func send(_ request: HTTPRequest, body: any HTTPBodySink) async throws(TransportError) -> HTTPResponse {
        try? await clock.sleep(until: clock.now.adding(seconds: 0.04))
        return try await transport.send(request, body: body)
    }
}
