// SPDX-License-Identifier: Apache-2.0

/// The tags that Shelflife writes and reads itself.
package enum ShelflifeTag {
    /// Keeps what has it, whatever its value and whatever the policy says.
    package static let keep = "shelflife:keep"
    /// The name of the policy that made a backup; no other policy counts or retires it.
    package static let policy = "shelflife:policy"
    /// The run and the item that made a backup, by which a retry finds what the first try made.
    package static let run = "shelflife:run"
    /// A backup about which something is still to be done, unless its policy names another tag for that.
    package static let unfinished = "shelflife:unfinished"
    /// The volume behind a snapshot; a copy's own volume id is a placeholder.
    package static let sourceVolume = "shelflife:source-volume"
    /// The instance behind an image or a snapshot.
    package static let sourceInstance = "shelflife:source-instance"
    /// The run that made a copy, and which try of it: `2026-01-31T04:00:00Z/1`.
    package static let copyTry = "shelflife:copy-try"
    /// The snapshot that a copy was made of.
    package static let sourceSnapshot = "shelflife:source-snapshot"
    /// When the grace of a marked image is over, ISO 8601 in UTC.
    package static let retireAfter = "shelflife:retire-after"
    /// The policy that marked an image.
    package static let retirePolicy = "shelflife:retire-policy"
    /// What a mark did to an image and undoing takes back: `deprecate`, `disable`, or both with `+` between.
    package static let retireSteps = "shelflife:retire-steps"
    /// The launch permissions of an image before it was disabled, which EC2 forgets; `-2` and so on go on with it.
    package static let launchPermissions = "shelflife:launch-permissions"
}

extension [Tag] {
    /// The value of a tag; nil if it is missing.
    package func value(of key: String) -> String? {
        first { $0.key == key }?.value
    }
}
