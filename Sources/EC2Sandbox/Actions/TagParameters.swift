// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

extension Parameters {
    /// The list `Tag.N`.
    func tags(_ name: String = "Tag") throws(EC2Failure) -> [Tag] {
        var tags: [Tag] = []
        for item in try structures(name) {
            try item.allowOnly(["Key", "Value"])
            tags.append(Tag(key: try item.required("Key"), value: item.string("Value") ?? ""))
        }
        return tags
    }

    /// The tags of `TagSpecification.N` by resource type, checked.
    func tagSpecifications(_ types: Set<String>) throws(EC2Failure) -> [String: [Tag]] {
        var tags: [String: [Tag]] = [:]
        for item in try structures("TagSpecification") {
            try item.allowOnly(["ResourceType", "Tag"])
            let type = try item.required("ResourceType")
            guard types.contains(type) else {
                throw EC2Failure(
                    "InvalidParameterValue",
                    "'\(type)' is not a valid taggable resource type for this operation."
                )
            }
            guard tags[type] == nil else {
                throw EC2Failure("InvalidParameterValue", "Duplicate resource type '\(type)' in tag specifications.")
            }
            let list = try item.tags()
            guard !list.isEmpty else { throw EC2Failure("InvalidParameterValue", "Tag specification must have tags.") }
            try AccountRegion.check(list)
            tags[type] = list
        }
        return tags
    }
}

extension XMLWriter {
    /// The tags of a resource; EC2 leaves the element out when there are none.
    mutating func tagSet(_ tags: [Tag]) {
        guard !tags.isEmpty else { return }
        list("tagSet", tags) { xml, tag in
            xml.text("key", tag.key)
            xml.text("value", tag.value)
        }
    }
}
