// SPDX-License-Identifier: Apache-2.0

extension RetentionPolicy {
    /// What belongs together when backups are counted.
    package enum Grouping: Sendable, Hashable {
        /// The volume of a snapshot, the instance of an image.
        case source
        /// The name without the date and time, or else the number, at its end.
        case name
        /// The value of a tag.
        case tag(String)
    }
}

extension RetentionPolicy.Grouping: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        switch text {
        case "source": self = .source
        case "name": self = .name
        default:
            guard text.hasPrefix("tag:"), text.count > 4 else {
                throw DocumentError(decoder.codingPath, "\"\(text)\" is no grouping; use source, name or tag:<key>")
            }
            self = .tag(String(text.dropFirst(4)))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .source: try container.encode("source")
        case .name: try container.encode("name")
        case .tag(let key): try container.encode("tag:\(key)")
        }
    }
}

extension RetentionPolicy.Grouping {
    /// The group a backup belongs to; nil if it belongs to none that is known.
    func group(of backup: Backup) -> String? {
        switch self {
        case .source: backup.source
        case .name: backup.name.flatMap(NameStem.of)
        case .tag(let key): backup.tags.value(of: key)
        }
    }
}
