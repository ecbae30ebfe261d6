// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import Synchronization

/// An AWS account in memory that speaks the EC2 Query protocol.
///
/// Request in, response out; it opens no socket. Requests are served one at a time, so that what a client sees is always a state the account really had.
package final class EC2Sandbox: Sendable {
    private struct State: Sendable {
        var account: Account
        var clock: SandboxClock
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
        state = Mutex(State(account: account, clock: clock))
    }

    /// The account's time.
    ///
    /// Moving it forward completes what has become due.
    package var now: Date {
        get { state.withLock { $0.clock.now } }
        set { state.withLock { $0.clock.now = newValue } }
    }

    /// Every request so far, oldest first.
    package var log: [LoggedRequest] {
        state.withLock { $0.log }
    }

    package func clearLog() {
        state.withLock { $0.log = [] }
    }

    /// Looks at the account, or sets a scene behind the protocol's back.
    package func withAccount<Result: Sendable>(
        _ body: (inout Account) throws -> Result
    ) rethrows -> Result {
        try state.withLock { state in try body(&state.account) }
    }

    /// Answers one request.
    ///
    /// Never fails: what is wrong with it becomes an error answer as EC2 would give.
    package func respond(to request: SandboxRequest) -> SandboxResponse {
        SandboxResponse(status: 503)
    }
}
