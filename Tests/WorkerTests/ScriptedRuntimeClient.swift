// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle
import Synchronization

@testable import Worker

/// A Lambda without sockets: gives the prepared events and remembers the answers.
final class ScriptedRuntimeClient: RuntimeClient {
    enum Answer: Hashable {
        case response(String, String)
        case failure(String, StepError)
    }

    private struct State {
        var invocations: [Invocation]
        var answers: [Answer] = []
    }

    private let state: Mutex<State>
    private let longestResponse: Int

    init(_ invocations: [Invocation], longestResponse: Int = .max) {
        state = Mutex(State(invocations: invocations))
        self.longestResponse = longestResponse
    }

    var answers: [Answer] { state.withLock { $0.answers } }

    func next() async throws(RuntimeError) -> Invocation {
        let next = state.withLock { $0.invocations.isEmpty ? nil : $0.invocations.removeFirst() }
        guard let next else { throw .unreachable("the end") }
        return next
    }

    func respond(to requestID: String, with payload: Data) async throws(RuntimeError) {
        guard payload.count <= longestResponse else { throw .refused(status: 413, message: "too large") }
        state.withLock { $0.answers.append(.response(requestID, String(decoding: payload, as: UTF8.self))) }
    }

    func fail(_ requestID: String, with error: StepError) async throws(RuntimeError) {
        state.withLock { $0.answers.append(.failure(requestID, error)) }
    }

    func failInitialization(_ error: StepError) async throws(RuntimeError) {}
}
