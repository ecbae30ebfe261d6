// SPDX-License-Identifier: Apache-2.0

extension Action {
    /// What a lifecycle needs of the Security Token Service: whose account this is.
    static let securityToken: [String: Action] = [getCallerIdentity.name: getCallerIdentity]

    private static let getCallerIdentity = Action("GetCallerIdentity", .reading, []) {
        region,
        _,
        xml throws(EC2Failure) in
        xml.text("Arn", "arn:aws:iam::\(region.accountID):user/sandbox")
        xml.text("UserId", "AIDASANDBOX")
        xml.text("Account", region.accountID)
    }
}
