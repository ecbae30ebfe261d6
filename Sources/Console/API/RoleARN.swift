// SPDX-License-Identifier: Apache-2.0

/// The role a state machine runs with.
///
/// Nothing is assumed here; only its form is checked.
enum RoleARN {
    /// - Throws: `InvalidArn`.
    static func check(_ text: String) throws(APIError) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[5].hasPrefix("role/") else {
            throw APIError("InvalidArn", "Invalid Role Arn: '\(text)'")
        }
    }
}
