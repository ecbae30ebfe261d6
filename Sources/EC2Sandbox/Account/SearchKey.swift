// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// What a table finds its records by: a filter of a Describe action and a value.
package struct SearchKey: Sendable, Hashable {
    let filter: String
    let value: String

    /// A snapshot that is locked, between tiers, or ready for fast restore: few are.
    static let condition = SearchKey(filter: "condition", value: "any")

    static func isFilter(_ name: String) -> Bool { ["image-id", "volume-id"].contains(name) || name.hasPrefix("tag:") }
}

extension ImageRecord {
    var searchKeys: [SearchKey] { tags.searchKeys }
}

extension SnapshotRecord {
    var searchKeys: [SearchKey] {
        let isPlain = lock == nil && archivedFrom == nil && !isArchived && fastRestoreZones.isEmpty
        let keys = tags.searchKeys + [SearchKey(filter: "volume-id", value: volumeID)]
        return isPlain ? keys : keys + [.condition]
    }
}

extension VolumeRecord {
    var searchKeys: [SearchKey] { tags.searchKeys }
}

extension InstanceRecord {
    var searchKeys: [SearchKey] { tags.searchKeys + [SearchKey(filter: "image-id", value: imageID)] }
}

extension [Tag] {
    fileprivate var searchKeys: [SearchKey] { map { SearchKey(filter: "tag:\($0.key)", value: $0.value) } }
}
