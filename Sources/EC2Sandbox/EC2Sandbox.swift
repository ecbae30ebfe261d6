// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import Synchronization

/// An AWS account in memory that speaks the EC2 Query protocol.
///
/// Request in, response out; it opens no socket. Requests are served one at a time, so that what a client sees is
/// always a state the account really had.
package final class EC2Sandbox: Sendable {
    private struct State: Sendable {
        var account: Account
        var clock: SandboxClock
        var faults: FaultInjector
        var throttle = Throttle()
        var requestIDs = SeededGenerator(seed: 0, name: "request")
        var log: [LoggedRequest] = []
    }

    private let state: Mutex<State>
    private let configuration: SandboxConfiguration

    package init(
        account: Account,
        clock: SandboxClock,
        configuration: SandboxConfiguration = SandboxConfiguration(),
        faults: FaultPlan = FaultPlan()
    ) {
        self.configuration = configuration
        var account = account
        account.configuration = configuration
        state = Mutex(State(account: account, clock: clock, faults: FaultInjector(faults)))
    }

    /// The actions of EC2's that it knows.
    package static var actionNames: [String] { Action.ec2.keys.sorted() }

    /// The account's time.
    ///
    /// Moving it forward completes what has become due.
    package var now: Date {
        get { state.withLock { $0.clock.now } }
        set { state.withLock { $0.clock.now = newValue } }
    }

    /// The account as it stands, without what has become due since it was last asked.
    package var account: Account { state.withLock { $0.account } }

    /// Every request so far, oldest first.
    package var log: [LoggedRequest] {
        state.withLock { $0.log }
    }

    package func clearLog() {
        state.withLock { $0.log = [] }
    }

    /// Replaces the faults; counting of calls starts anew.
    package func inject(_ faults: FaultPlan) {
        state.withLock { $0.faults = FaultInjector(faults) }
    }

    /// Looks at a region, or sets a scene behind the protocol's back.
    package func withRegion<Result: Sendable>(
        _ name: String = "us-east-1",
        _ body: (inout AccountRegion) throws -> Result
    ) rethrows -> Result {
        try state.withLock { state in
            let now = state.clock.now
            return try state.account.withRegion(name, at: now, body)
        }
    }

    /// The regions in which anything was ever asked for, in order.
    package var usedRegionNames: [String] {
        state.withLock { $0.account.usedRegionNames }
    }

    /// Grows with every change of an image, a snapshot, a volume or an instance in any region, those included that have
    /// become due by now.
    package var revision: Int {
        usedRegionNames.reduce(0) { $0 + withRegion($1) { $0.revision } }
    }

    /// When something happens next by itself that a listing shows, because a snapshot completes for instance; nil for
    /// never.
    package var nextChange: Date? {
        usedRegionNames.compactMap { withRegion($0) { $0.nextChange } }.min()
    }

    /// Answers one request.
    ///
    /// Never fails: what is wrong with it becomes an error answer as EC2 would give.
    package func respond(to request: SandboxRequest) -> SandboxResponse {
        state.withLock { state in
            var exchange = Exchange(requestID: state.requestIDs.uuid(), time: state.clock.now)
            let response: SandboxResponse
            do throws(EC2Failure) {
                try exchange.read(request)
                exchange.fault = state.faults.next(for: exchange.actionName)
                if configuration.throttles { try state.throttle.admit(exchange) }
                response = try exchange.serve(&state.account)
            } catch {
                exchange.outcome = .failure(code: error.code)
                response = exchange.answer(error)
            }
            if configuration.keepsLog { state.log.append(exchange.logged) }
            return exchange.distort(response)
        }
    }
}
