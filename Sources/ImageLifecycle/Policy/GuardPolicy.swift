// SPDX-License-Identifier: Apache-2.0

/// What protects a resource whose retention is over.
///
///     {"references": true, "launchTemplateVersions": "all", "launchedWithin": "7d", "regions": ["eu-west-1"]}
///
/// Always on, whatever the policy says: the tag `shelflife:keep`, deregistration protection, ownership by AWS Backup
/// or Data Lifecycle Manager, and an image in an unfinished state.
package struct GuardPolicy: Sendable, Hashable {
    /// A source that is asked about images or snapshots, each on unless the policy says false.
    package enum Source: String, Sendable, Hashable, CaseIterable {
        /// `DescribeImageReferences`: instances, launch templates, SSM parameters, Image Builder recipes.
        case references
        /// Instances in any state but terminated.
        case instances
        /// Launch template versions, `resolve:ssm:` followed.
        case launchTemplates
        /// Auto Scaling groups with the versions and overrides they name, and launch configurations.
        case autoScaling
        /// EC2 Fleets, Spot Fleet requests and Spot requests.
        case fleets
        /// Public images and snapshots, and those shared with other accounts.
        case shared
        /// Locked snapshots, alone or behind an image.
        case locks
        /// Snapshots, alone or behind an image, on their way to or from the archive.
        case archive
        /// Snapshots, alone or behind an image, with fast restore enabled.
        case fastSnapshotRestore

        /// Those that are asked about snapshots of their own.
        package static let ofSnapshots: [Source] = [.locks, .archive, .fastSnapshotRestore, .shared]

        /// What its answers are counted under.
        package var rule: Finding.Rule {
            switch self {
            case .references: .references
            case .instances: .instances
            case .launchTemplates: .launchTemplates
            case .autoScaling: .autoScaling
            case .fleets: .fleets
            case .shared: .shared
            case .locks: .lock
            case .archive: .archive
            case .fastSnapshotRestore: .fastSnapshotRestore
            }
        }
    }

    /// Those that are asked.
    package var sources: Set<Source>
    /// Which versions of each launch template count as use; what an Auto Scaling group or a fleet names always does.
    package var launchTemplateVersions: LaunchTemplateVersions
    /// Keep what was launched within this time; nil to let that not matter.
    package var launchedWithin: PolicyDuration?
    /// Keep an image while images made of it are registered.
    package var ancestry: Bool
    /// Other regions, where copies of an image may be in use.
    package var regions: [String]

    /// Every guard but those that a policy must ask for.
    package init(
        references: Bool = true,
        launchTemplateVersions: LaunchTemplateVersions = .all,
        launchedWithin: PolicyDuration? = defaultLaunchedWithin,
        ancestry: Bool = false,
        regions: [String] = []
    ) {
        sources = Set(Source.allCases)
        if !references { sources.remove(.references) }
        self.launchTemplateVersions = launchTemplateVersions
        self.launchedWithin = launchedWithin
        self.ancestry = ancestry
        self.regions = regions
    }

    package static let defaultLaunchedWithin = PolicyDuration("7d")

    /// No more than what is always on.
    package static var off: GuardPolicy {
        var policy = GuardPolicy(launchedWithin: nil)
        policy.sources = []
        return policy
    }

    /// Whether a source is asked.
    package func asks(_ source: Source) -> Bool { sources.contains(source) }

    /// Whether `DescribeImageReferences` is asked.
    package var references: Bool {
        get { asks(.references) }
        set { if newValue { sources.insert(.references) } else { sources.remove(.references) } }
    }

    package enum LaunchTemplateVersions: Sendable, Hashable {
        case all
        /// The newest, 1 to 10,000, and the version that is the default.
        case newest(Int)
        /// The version that is the default, and the newest.
        case defaultAndLatest

        /// What EC2 takes as `version-depth`; a launch template has at most 10,000 versions.
        ///
        /// The default version may be older than any depth: it is looked up by the guard for launch templates.
        package var depth: Int {
            switch self {
            case .all: 10_000
            case .newest(let count): count
            case .defaultAndLatest: 1
            }
        }
    }
}

extension GuardPolicy: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case references, instances, launchTemplates, autoScaling, fleets, shared, locks, archive, fastSnapshotRestore
        case launchTemplateVersions, launchedWithin, ancestry, regions
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        self.init()
        for source in Source.allCases {
            guard let key = CodingKeys(rawValue: source.rawValue) else { continue }
            if try fields.value(Bool.self, of: key) == false { sources.remove(source) }
        }
        launchTemplateVersions = try fields.value(of: .launchTemplateVersions) ?? .all
        if let window = try fields.value(LaunchWindow.self, of: .launchedWithin) { launchedWithin = window.duration }
        ancestry = try fields.value(of: .ancestry) ?? false
        regions = try fields.value(of: .regions) ?? []
        if let region = regions.first(where: { !Self.isRegionName($0) }) {
            throw fields.problem(.regions, "\"\(region)\" is no region; use names like eu-west-1")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        for source in Source.allCases {
            guard let key = CodingKeys(rawValue: source.rawValue) else { continue }
            try container.encode(asks(source), forKey: key)
        }
        try container.encode(launchTemplateVersions, forKey: .launchTemplateVersions)
        try container.encode(LaunchWindow(duration: launchedWithin), forKey: .launchedWithin)
        try container.encode(ancestry, forKey: .ancestry)
        if !regions.isEmpty { try container.encode(regions, forKey: .regions) }
    }

    /// What `regions` takes; a name becomes part of a host name.
    private static func isRegionName(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count) && text.first != "-"
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
    }
}

/// A duration, or false for none.
private struct LaunchWindow: Codable {
    var duration: PolicyDuration?

    init(duration: PolicyDuration?) { self.duration = duration }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            guard !flag else {
                throw DocumentError(decoder.codingPath, "is true; use a duration like 7d, or false")
            }
            duration = nil
        } else {
            duration = try PolicyDuration(from: decoder)
        }
    }

    func encode(to encoder: any Encoder) throws {
        guard let duration else {
            var container = encoder.singleValueContainer()
            return try container.encode(false)
        }
        try duration.encode(to: encoder)
    }
}

extension GuardPolicy.LaunchTemplateVersions: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try? container.decode(String.self)
        if text == "all" {
            self = .all
        } else if text == "default+latest" {
            self = .defaultAndLatest
        } else if let count = try? container.decode(Int.self), (1...10_000).contains(count) {
            self = .newest(count)
        } else {
            throw DocumentError(
                decoder.codingPath,
                "must be \"all\", \"default+latest\" or a whole number from 1 to 10000"
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .all: try container.encode("all")
        case .newest(let count): try container.encode(count)
        case .defaultAndLatest: try container.encode("default+latest")
        }
    }
}
