// SPDX-License-Identifier: Apache-2.0

/// Who may launch an image, or make volumes of a snapshot, beside its owner.
package enum LaunchPermission: Sendable, Hashable {
    case everybody
    /// Twelve digits.
    case account(String)
    /// An ARN.
    case organization(String)
    /// An ARN.
    case organizationalUnit(String)
}

extension LaunchPermission: CustomStringConvertible {
    /// `all`, an account's id, or an ARN; the reverse of `init(_:)`.
    package var description: String {
        switch self {
        case .everybody: "all"
        case .account(let text), .organization(let text), .organizationalUnit(let text): text
        }
    }

    /// - Returns: nil for a text that is none of these.
    package init?(_ text: String) {
        if text == "all" {
            self = .everybody
        } else if text.count == 12, text.allSatisfy({ $0.isASCII && $0.isNumber }) {
            self = .account(text)
        } else if text.hasPrefix("arn:"), text.contains(":organization/") {
            self = .organization(text)
        } else if text.hasPrefix("arn:"), text.contains(":ou/") {
            self = .organizationalUnit(text)
        } else {
            return nil
        }
    }
}
