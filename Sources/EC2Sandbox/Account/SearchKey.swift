// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// What a table finds its records by: a filter of a Describe action and a value.
package struct SearchKey: Sendable, Hashable {
    enum Filter: Sendable, Hashable {
        case image, sourceImage, volume, condition
        case tag(String)

        /// nil for a filter that no table knows.
        init?(_ name: String) {
            switch name {
            case "image-id": self = .image
            case "source-image-id": self = .sourceImage
            case "volume-id": self = .volume
            case _ where name.hasPrefix("tag:"): self = .tag(String(name.dropFirst(4)))
            default: return nil
            }
        }
    }

    let filter: Filter
    let value: String

    /// A snapshot that is locked, between tiers, or ready for fast restore: few are.
    static let condition = SearchKey(filter: .condition, value: "any")
}

extension ImageRecord {
    var searchKeys: [SearchKey] {
        tags.searchKeys + (sourceImageID.map { [SearchKey(filter: .sourceImage, value: $0)] } ?? [])
    }
}

extension SnapshotRecord {
    var searchKeys: [SearchKey] {
        let isPlain = lock == nil && archivedFrom == nil && !isArchived && fastRestoreZones.isEmpty
        let keys = tags.searchKeys + [SearchKey(filter: .volume, value: volumeID)]
        return isPlain ? keys : keys + [.condition]
    }
}

extension VolumeRecord {
    var searchKeys: [SearchKey] { tags.searchKeys }
}

extension InstanceRecord {
    var searchKeys: [SearchKey] { tags.searchKeys + [SearchKey(filter: .image, value: imageID)] }
}

extension [Tag] {
    fileprivate var searchKeys: [SearchKey] { map { SearchKey(filter: .tag($0.key), value: $0.value) } }
}
