// SPDX-License-Identifier: Apache-2.0

/// What a text of a policy can name in braces.
package enum Placeholder: Sendable, Hashable {
    case instanceID
    /// The instance's tag `Name`.
    case instanceName
    case instanceTag(String)
    case volumeID
    /// The volume's tag `Name`.
    case volumeName
    case volumeTag(String)
    /// Where the volume is attached, `/dev/xvda` for instance.
    case device
    /// The name of the image that is made, or that a snapshot is behind.
    case imageName
    case policy
    /// When the run started, in UTC: `2026-01-31`.
    case date
    /// When the run started, in UTC: `04_00_00`.
    case time

    private static let simple: [(String, Placeholder)] = [
        ("instanceID", .instanceID), ("instanceName", .instanceName), ("volumeID", .volumeID),
        ("volumeName", .volumeName), ("device", .device), ("imageName", .imageName), ("policy", .policy),
        ("date", .date), ("time", .time),
    ]

    static let spellings =
        (simple.map(\.0) + ["instanceTag:<key>", "volumeTag:<key>"]).map { "{\($0)}" }.joined(separator: ", ")

    /// - Returns: nil if the text, without its braces, names nothing.
    package init?(_ text: String) {
        if let match = Self.simple.first(where: { $0.0 == text }) {
            self = match.1
        } else if text.hasPrefix("instanceTag:"), text.count > 12 {
            self = .instanceTag(String(text.dropFirst(12)))
        } else if text.hasPrefix("volumeTag:"), text.count > 10 {
            self = .volumeTag(String(text.dropFirst(10)))
        } else {
            return nil
        }
    }

    package var needsVolume: Bool {
        switch self {
        case .volumeID, .volumeName, .volumeTag, .device: true
        case .instanceID, .instanceName, .instanceTag, .imageName, .policy, .date, .time: false
        }
    }
}
