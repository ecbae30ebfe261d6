// SPDX-License-Identifier: Apache-2.0

/// The one account and region in which a run works that is not for the workers' own.
package struct AccountTarget: Sendable, Hashable {
    package var accountID: String
    package var region: String
    package var roleName: String
    package var externalID: String?

    /// What the policy in a step's input names; nil for the workers' own account and region.
    ///
    /// - Throws: `Shelflife.InvalidPolicy` when it names several, which is for the workflow `spread-accounts` to part.
    package init?(payload: some StepPayload) throws(StepError) {
        // Whatever else is wrong with the input, the step says better.
        guard let accounts = (try? payload.decoded(as: Input.self))?.policy?.accounts else {
            return nil
        }
        guard accounts.count == 1, accounts[0].regions.count == 1 else {
            let count = accounts.reduce(0) { $0 + $1.regions.count }
            throw StepError(
                .invalidPolicy,
                "accounts: names \(count) accounts and regions, and a run works in one; start spread-accounts with it"
            )
        }
        accountID = accounts[0].id
        region = accounts[0].regions[0]
        roleName = accounts[0].roleName
        externalID = accounts[0].externalID
    }

    private struct Input: Decodable {
        struct Policy: Decodable {
            var accounts: [AccountPolicy]?
        }
        var policy: Policy?
    }
}

extension AccountTarget: CustomStringConvertible {
    package var description: String { "account \(accountID) in \(region)" }
}
