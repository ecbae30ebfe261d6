// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

/// The other side of the function: gives events, takes answers.
protocol RuntimeClient: Sendable {
    /// Waits for the next event, for as long as it takes.
    func next() async throws(RuntimeError) -> Invocation

    func respond(to requestID: String, with payload: Data) async throws(RuntimeError)

    func fail(_ requestID: String, with error: StepError) async throws(RuntimeError)

    /// Says that the function cannot take events at all.
    func failInitialization(_ error: StepError) async throws(RuntimeError)
}

/// What is wrong between the function and Lambda.
enum RuntimeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is nobody to talk to any more.
    case unreachable(String)
    /// An answer that Lambda does not take, because of its size for instance.
    case refused(status: Int, message: String)
    /// An event without what an event must have.
    case malformedInvocation(String)

    var description: String {
        switch self {
        case .unreachable(let message): message
        case .refused(let status, let message): "HTTP status \(status): \(message)"
        case .malformedInvocation(let message): message
        }
    }
}
