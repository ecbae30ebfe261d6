// SPDX-License-Identifier: Apache-2.0

/// What protects a resource whose retention is over.
///
/// Always on, whatever the policy says: the tag `shelflife:keep`, deregistration protection, ownership by AWS Backup
/// or Data Lifecycle Manager, and an image in an unfinished state.
package struct GuardPolicy: Sendable, Hashable {
    /// Keep what `DescribeImageReferences` finds in use.
    package var references: Bool
    /// How many versions of each launch template, the newest first, count as use.
    package var launchTemplateVersions: LaunchTemplateVersions

    package init(references: Bool = true, launchTemplateVersions: LaunchTemplateVersions = .all) {
        self.references = references
        self.launchTemplateVersions = launchTemplateVersions
    }

    package enum LaunchTemplateVersions: Sendable, Hashable {
        case all
        /// 1 to 10,000.
        case newest(Int)

        /// What EC2 takes as `version-depth`; a launch template has at most 10,000 versions.
        package var depth: Int {
            switch self {
            case .all: 10_000
            case .newest(let count): count
            }
        }
    }
}

extension GuardPolicy: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case references, launchTemplateVersions
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        references = try fields.value(of: .references) ?? true
        launchTemplateVersions = try fields.value(of: .launchTemplateVersions) ?? .all
    }
}

extension GuardPolicy.LaunchTemplateVersions: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self), text == "all" {
            self = .all
        } else if let count = try? container.decode(Int.self), (1...10_000).contains(count) {
            self = .newest(count)
        } else {
            throw DocumentError(decoder.codingPath, "must be \"all\" or a whole number from 1 to 10000")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .all: try container.encode("all")
        case .newest(let count): try container.encode(count)
        }
    }
}
