// SPDX-License-Identifier: Apache-2.0

/// Copies of a snapshot in other regions.
///
///     {"regions": ["eu-west-1"], "kmsKeyID": "alias/backup"}
///     {"regionFromTag": "DestinationRegion", "keepSource": false,
///      "sourceIDTag": "SourceSnapshotId", "copyIDTag": "OffsiteSnapshotId"}
package struct CopyPolicy: Sendable, Hashable {
    package var regions: [String]
    /// The key of a tag with the region, of the volume or else of its instance; a volume without one is not copied.
    package var regionFromTag: String?
    /// The key of the destination's that encrypts the copy, which would be encrypted as its source is without it.
    package var kmsKeyID: String?
    /// Otherwise the source is deleted when its copies are completed and have their tags.
    package var keepSource: Bool
    /// The key of a tag of the copy with the id of its source, beside `shelflife:source-snapshot`.
    package var sourceIDTag: String?
    /// The key of a tag of the source with the id of its copy.
    package var copyIDTag: String?

    package init(
        regions: [String] = [],
        regionFromTag: String? = nil,
        kmsKeyID: String? = nil,
        keepSource: Bool = true
    ) {
        self.regions = regions
        self.regionFromTag = regionFromTag
        self.kmsKeyID = kmsKeyID
        self.keepSource = keepSource
    }

    /// Where a volume's snapshots are copied to.
    package func regions(volumeTags: [Tag], instanceTags: [Tag]) -> [String] {
        guard let regionFromTag else { return regions }
        let region = volumeTags.value(of: regionFromTag) ?? instanceTags.value(of: regionFromTag) ?? ""
        return region.isEmpty ? [] : [region]
    }
}

extension CopyPolicy: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case regions, regionFromTag, kmsKeyID, keepSource, sourceIDTag, copyIDTag
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        regions = try fields.value(of: .regions) ?? []
        regionFromTag = try fields.value(of: .regionFromTag)
        kmsKeyID = try fields.value(of: .kmsKeyID)
        keepSource = try fields.value(of: .keepSource) ?? true
        sourceIDTag = try fields.value(of: .sourceIDTag)
        copyIDTag = try fields.value(of: .copyIDTag)
        if regions.isEmpty == (regionFromTag == nil) {
            throw DocumentError(decoder.codingPath, "needs either regions or regionFromTag")
        }
        if let region = regions.first(where: { !Self.looksLikeRegion($0) }) {
            throw fields.problem(.regions, "\"\(region)\" is no region's name")
        }
        if Set(regions).count < regions.count { throw fields.problem(.regions, "has a region twice") }
        if kmsKeyID?.isEmpty == true { throw fields.problem(.kmsKeyID, "is empty; leave it out") }
        for (field, key) in [
            (CodingKeys.regionFromTag, regionFromTag), (.sourceIDTag, sourceIDTag), (.copyIDTag, copyIDTag),
        ] {
            guard let key, let problem = TemplateTag.problem(withKey: key) else { continue }
            throw fields.problem(field, problem)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if !regions.isEmpty { try container.encode(regions, forKey: .regions) }
        try container.encodeIfPresent(regionFromTag, forKey: .regionFromTag)
        try container.encodeIfPresent(kmsKeyID, forKey: .kmsKeyID)
        if !keepSource { try container.encode(false, forKey: .keepSource) }
        try container.encodeIfPresent(sourceIDTag, forKey: .sourceIDTag)
        try container.encodeIfPresent(copyIDTag, forKey: .copyIDTag)
    }

    /// It becomes part of a host name: nothing but lower-case letters, digits and hyphens may.
    package static func looksLikeRegion(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
