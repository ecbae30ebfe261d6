// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

extension AccountRegion {
    /// User tags of one resource; those of AWS do not count.
    static let tagLimit = 50

    /// Refuses tags that nobody but AWS may set, that are too long, or that come twice.
    static func check(_ tags: [Tag]) throws(EC2Failure) {
        var seen: Set<String> = []
        for tag in tags {
            guard !tag.key.isEmpty else {
                throw EC2Failure("InvalidParameterValue", "Tag key cannot be empty.")
            }
            guard !isReserved(tag.key) else {
                throw EC2Failure("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use")
            }
            guard tag.key.utf16.count <= 128 else {
                throw EC2Failure("InvalidParameterValue", "Tag key exceeds the maximum length of 128 characters")
            }
            guard tag.value.utf16.count <= 256 else {
                throw EC2Failure("InvalidParameterValue", "Tag value exceeds the maximum length of 256 characters")
            }
            guard seen.insert(tag.key).inserted else {
                throw EC2Failure("InvalidParameterValue", "Duplicate tag key '\(tag.key)' specified.")
            }
        }
        guard tags.count <= tagLimit else { throw tooManyTags }
    }

    static func isReserved(_ key: String) -> Bool { key.lowercased().hasPrefix("aws:") }

    static let tooManyTags = EC2Failure("TagLimitExceeded", "The maximum number of tags for a resource is \(tagLimit).")

    /// The tags of a resource of this account's that can be tagged.
    func tags(of id: String) throws(EC2Failure) -> [Tag] {
        switch ResourceID.resourceType(of: id) {
        case "image": return try ownImage(id).tags
        case "snapshot": return try ownSnapshot(id).tags
        case "volume": return try volume(id).tags
        case "instance": return try instance(id).tags
        case "launch-template": return try launchTemplate(id: id).tags
        default: throw EC2Failure("InvalidID", "The ID '\(id)' is not valid")
        }
    }

    mutating func setTags(_ tags: [Tag], of id: String) {
        switch ResourceID.resourceType(of: id) {
        case "image": images.update(id) { $0.tags = tags }
        case "snapshot": snapshots.update(id) { $0.tags = tags }
        case "volume": volumes.update(id) { $0.tags = tags }
        case "instance": instances.update(id) { $0.tags = tags }
        case "launch-template": launchTemplates.update(id) { $0.tags = tags }
        default: break
        }
    }

    /// Adds tags to resources, or replaces the values of those they have; all of them or none.
    mutating func createTags(_ tags: [Tag], on ids: [String]) throws(EC2Failure) {
        try Self.check(tags)
        var changed: [(id: String, tags: [Tag])] = []
        for id in ids {
            var merged = try self.tags(of: id)
            for tag in tags {
                if let position = merged.firstIndex(where: { $0.key == tag.key }) {
                    merged[position].value = tag.value
                } else {
                    merged.append(tag)
                }
            }
            guard merged.count(where: { !Self.isReserved($0.key) }) <= Self.tagLimit else { throw Self.tooManyTags }
            changed.append((id, merged))
        }
        for (id, tags) in changed { setTags(tags, of: id) }
    }

    /// Removes tags by key, or by key and value where a value is given; all user tags without any.
    mutating func deleteTags(_ tags: [(key: String, value: String?)], from ids: [String]) throws(EC2Failure) {
        guard !tags.contains(where: { Self.isReserved($0.key) }) else {
            throw EC2Failure("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use")
        }
        var changed: [(id: String, tags: [Tag])] = []
        for id in ids {
            var remaining = try self.tags(of: id)
            remaining.removeAll { tag in
                if tags.isEmpty { return !Self.isReserved(tag.key) }
                return tags.contains { $0.key == tag.key && ($0.value == nil || $0.value == tag.value) }
            }
            changed.append((id, remaining))
        }
        for (id, tags) in changed { setTags(tags, of: id) }
    }
}
