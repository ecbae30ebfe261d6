// SPDX-License-Identifier: Apache-2.0

import AWSClient
import EC2Sandbox
import StatesEngine
import Synchronization

/// What goes wrong in an execution, at calls of EC2's counted from 1.
enum Trouble: Sendable {
    /// EC2, or the way to it, answers them badly.
    case badAnswers(FaultRule.Kind, Set<Int>)
    /// EC2 answers every call of that action badly, and all others well.
    case isDown(String, FaultRule.Kind)
    /// The worker is killed as soon as EC2 has acted.
    case workerKilled(Int)
    /// Somebody stops the execution as soon as EC2 has acted, and redrives it.
    case stopped(Int)
}

/// One call of a function, which may be killed.
final class Invocation: Sendable {
    @TaskLocal static var current: Invocation?

    private let killed = Mutex(false)

    var isKilled: Bool { killed.withLock { $0 } }

    func kill() { killed.withLock { $0 = true } }
}

/// Runs workers of which some get killed; what Lambda says then is what the execution hears.
final class MortalWorkers: TaskRunner {
    private let workers: any TaskRunner
    private let running = Mutex(0)

    init(_ workers: any TaskRunner) { self.workers = workers }

    /// Waits for workers that nobody waits for any more: an execution that is stopped leaves its own running.
    func end() async {
        while running.withLock({ $0 > 0 }) { await Task.yield() }
    }

    func run(_ task: TaskRequest, report: @escaping @Sendable (TaskProgress) -> Void) async -> TaskOutcome {
        running.withLock { $0 += 1 }
        defer { running.withLock { $0 -= 1 } }
        let invocation = Invocation()
        let outcome = await Invocation.$current.withValue(invocation) { await workers.run(task, report: report) }
        guard invocation.isKilled else { return outcome }
        return .failed(ErrorOutput(error: "Runtime.ExitError", cause: #"{"errorType":"Runtime.ExitError"}"#))
    }
}

/// The way to EC2: counts the calls, and tells when one is done.
final class CountedTransport: HTTPTransport {
    private struct State {
        var count = 0
        var called: @Sendable (Int) -> Void = { _ in }
    }

    private let transport: any HTTPTransport
    private let state = Mutex(State())

    init(_ transport: any HTTPTransport) { self.transport = transport }

    func whenCalled(_ body: @escaping @Sendable (Int) -> Void) {
        state.withLock { $0.called = body }
    }

    func send(_ request: HTTPRequest, body: any HTTPBodySink) async throws(TransportError) -> HTTPResponse {
        try Self.checkLife()
        let (number, called) = state.withLock { state in
            state.count += 1
            return (state.count, state.called)
        }
        let answer: Result<HTTPResponse, TransportError>
        do throws(TransportError) {
            answer = .success(try await transport.send(request, body: body))
        } catch {
            answer = .failure(error)
        }
        called(number)
        try Self.checkLife()
        return try answer.get()
    }

    private static func checkLife() throws(TransportError) {
        guard Invocation.current?.isKilled != true else { throw TransportError(.cancelled, "the worker is dead") }
    }
}
