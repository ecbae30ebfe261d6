// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// One request as the sandbox saw it.
package struct LoggedRequest: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        case success
        /// EC2's error code, `DryRunOperation` included.
        case failure(code: String)
    }

    package var time: Date
    package var region: String
    /// Empty when the request named none.
    package var action: String
    /// Form parameters by name, without credentials.
    package var parameters: [String: String]
    /// Whether the action can change the account.
    package var isMutating: Bool
    /// What the account did, which the client may never have heard: see ``fault``.
    package var outcome: Outcome
    /// The fault injected into this request.
    package var fault: FaultRule.Kind?
    package var requestID: String
}
