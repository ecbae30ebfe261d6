// SPDX-License-Identifier: Apache-2.0

/// Something that launches instances when it likes: a group, a fleet, a request.
package struct Launcher: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case autoScalingGroup = "Auto Scaling group"
        case launchConfiguration = "launch configuration"
        case fleet = "EC2 Fleet"
        case spotFleetRequest = "Spot Fleet request"
        case spotInstanceRequest = "Spot request"
    }

    package var kind: Kind
    /// Its name or id.
    package var id: String
    /// As EC2 calls it; empty where there is no such thing.
    package var state: String
    /// The images it names itself, by id or as `resolve:ssm:…`.
    package var imageIDs: [String]
    /// The launch template versions it names.
    package var specifications: [LaunchTemplateSpecification]

    package init(
        _ kind: Kind,
        id: String = "",
        state: String = "",
        imageIDs: [String] = [],
        specifications: [LaunchTemplateSpecification] = []
    ) {
        self.kind = kind
        self.id = id
        self.state = state
        self.imageIDs = imageIDs
        self.specifications = specifications
    }

    /// Whether it will launch nothing any more; a state this version does not know may.
    var isOver: Bool { Self.finalStates.contains(state) }

    private static let finalStates: Set<String> = [
        "deleted", "deleted_running", "deleted_terminating", "deleted-running", "deleted-terminating", "failed",
        "cancelled", "cancelled_running", "cancelled_terminating", "closed",
    ]
}

/// A launch template version as a launcher names it.
package struct LaunchTemplateSpecification: Sendable, Hashable {
    package var templateID: String?
    package var name: String?
    /// A number, `$Latest` or `$Default`; nil for the default.
    package var version: String?

    package init(templateID: String? = nil, name: String? = nil, version: String? = nil) {
        self.templateID = templateID
        self.name = name
        self.version = version
    }
}

/// What EC2 says about one snapshot: a lock, a move between tiers, a fast restore.
package struct SnapshotCondition: Sendable, Hashable {
    package var snapshotID: String
    package var state: String

    package init(snapshotID: String = "", state: String = "") {
        self.snapshotID = snapshotID
        self.state = state
    }
}
