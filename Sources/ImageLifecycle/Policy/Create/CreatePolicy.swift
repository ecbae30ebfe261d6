// SPDX-License-Identifier: Apache-2.0

/// Which backups of the selected instances are made, what they are called, and where copies of them go.
///
/// Every backup carries `shelflife:policy`, `shelflife:run` and the tags that name its source as well; they come first
/// where EC2's limit of 50 tags leaves something out, then `tags`, `deleteOn`, and what is copied.
///
///     {"volumes": "data", "excludeVolumes": [{"key": "Backup", "values": ["No"]}],
///      "name": ["{instanceName}-{date}_{time}", "{instanceID}-{date}_{time}"],
///      "copyTags": ["TEAM", "OWNER"], "tags": {"Type": "Automated", "VolumeID": "{volumeID}"},
///      "deleteOn": {"tag": "DeleteOn", "daysFromTags": ["RetentionDays"], "days": 7},
///      "copies": [{"regions": ["eu-west-1"], "kmsKeyID": "alias/backup", "keepSource": false}]}
package struct CreatePolicy: Sendable, Hashable {
    package enum Volumes: String, Sendable, Codable, CaseIterable {
        case all, root, data
    }

    /// Which of an instance's volumes are backed up.
    package var volumes = Volumes.all
    /// Volumes with one of these tags are left out.
    package var excludeVolumes: [TagSelector] = []
    /// Snapshots of all of an instance's volumes at one moment; otherwise each volume is taken by itself.
    package var multiVolume = true
    /// Whether instances are rebooted for their images; an image without a reboot is as after a power cut.
    package var reboot = false
    /// What images are called, brought into EC2's characters and length.
    package var name = Self.defaultName
    package var description = Self.defaultDescription
    /// Which tags of the instance its backups get.
    package var copyTags = TagCopying.keys([])
    /// Tags of every backup, in the order of their keys.
    ///
    /// One that names a volume is set on snapshots only, and one whose text cannot be filled in is left out.
    package var tags: [TemplateTag] = []
    package var deleteOn: DeletionDate?
    /// The tag that a backup has until everything about it is done, by which the next run finds what is unfinished.
    package var marker = Self.defaultMarker
    /// Copies of snapshots; a policy for images has none.
    package var copies: [CopyPolicy] = []

    package init() {}

    static let defaultName = TextTemplate(known: "{instanceName}-{date}_{time}", "{instanceID}-{date}_{time}")
    static let defaultDescription = TextTemplate(
        known: "{policy}: {instanceName} ({instanceID})",
        "{policy}: {instanceID}"
    )
    package static let defaultMarker = Tag(key: ShelflifeTag.unfinished, value: "yes")
}

extension CreatePolicy: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case volumes, excludeVolumes, multiVolume, reboot, name, description, copyTags, tags, deleteOn, marker, copies
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        self.init()
        if let text = try fields.value(String.self, of: .volumes) {
            guard let volumes = Volumes(rawValue: text) else {
                throw fields.problem(.volumes, "\"\(text)\" is no choice of volumes; use all, root or data")
            }
            self.volumes = volumes
        }
        excludeVolumes = try fields.value(of: .excludeVolumes) ?? []
        multiVolume = try fields.value(of: .multiVolume) ?? true
        reboot = try fields.value(of: .reboot) ?? false
        name = try fields.value(of: .name) ?? Self.defaultName
        description = try fields.value(of: .description) ?? Self.defaultDescription
        copyTags = try fields.value(of: .copyTags) ?? .keys([])
        tags = TemplateTag.list(try fields.value(of: .tags))
        deleteOn = try fields.value(of: .deleteOn)
        marker = try fields.value(MarkerTag.self, of: .marker)?.tag ?? Self.defaultMarker
        copies = try fields.value(of: .copies) ?? []
        try check(fields)
    }

    private func check(_ fields: StrictContainer<CodingKeys>) throws {
        if name.needsVolume {
            throw fields.problem(.name, "names a volume, but an image has several")
        }
        if name.placeholders.contains(.imageName) {
            throw fields.problem(.name, "cannot be made of itself")
        }
        if multiVolume, description.needsVolume {
            throw fields.problem(
                .description,
                "names a volume, but the snapshots made at one moment share it; use \"multiVolume\": false"
            )
        }
        if let tag = tags.first(where: { $0.key == marker.key }) {
            throw fields.problem(.marker, "has the key \(tag.key), which is among tags as well")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        let standard = CreatePolicy()
        var container = encoder.container(keyedBy: CodingKeys.self)
        if volumes != standard.volumes { try container.encode(volumes, forKey: .volumes) }
        if !excludeVolumes.isEmpty { try container.encode(excludeVolumes, forKey: .excludeVolumes) }
        if !multiVolume { try container.encode(false, forKey: .multiVolume) }
        if reboot { try container.encode(true, forKey: .reboot) }
        if name != standard.name { try container.encode(name, forKey: .name) }
        if description != standard.description { try container.encode(description, forKey: .description) }
        if copyTags != standard.copyTags { try container.encode(copyTags, forKey: .copyTags) }
        if !tags.isEmpty {
            let texts = Dictionary(tags.map { ($0.key, $0.value) }) { first, _ in first }
            try container.encode(texts, forKey: .tags)
        }
        try container.encodeIfPresent(deleteOn, forKey: .deleteOn)
        if marker != standard.marker { try container.encode(marker, forKey: .marker) }
        if !copies.isEmpty { try container.encode(copies, forKey: .copies) }
    }
}

/// A tag as a policy writes it, no field unknown.
private struct MarkerTag: Decodable {
    let tag: Tag

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case key, value
    }

    init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        tag = Tag(key: try fields.required(of: .key), value: try fields.required(of: .value))
        if let problem = TemplateTag.problem(withKey: tag.key) { throw fields.problem(.key, problem) }
    }
}
