// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

extension Action {
    static let createTags = Action("CreateTags", .mutating, ["ResourceId", "Tag"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let ids = try parameters.strings("ResourceId")
        guard !ids.isEmpty else { throw .missingParameter("resourceIdSet") }
        let tags = try parameters.tags()
        guard !tags.isEmpty else { throw .missingParameter("tagSet") }
        try region.createTags(tags, on: ids)
        xml.bool("return", true)
    }

    static let deleteTags = Action("DeleteTags", .mutating, ["ResourceId", "Tag"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let ids = try parameters.strings("ResourceId")
        guard !ids.isEmpty else { throw .missingParameter("resourceIdSet") }
        var tags: [(key: String, value: String?)] = []
        for item in try parameters.structures("Tag") { tags.append((try item.required("Key"), item.string("Value"))) }
        try region.deleteTags(tags, from: ids)
        xml.bool("return", true)
    }

    static let describeTags = Action("DescribeTags", .reading, ["Filter", "MaxResults", "NextToken"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let filters = try FilterSet<TaggedResource>(
            parameters,
            properties: [
                "key": { [$0.tag.key] },
                "value": { [$0.tag.value] },
                "resource-id": { [$0.id] },
                "resource-type": { [$0.type] },
            ]
        ) { [$0.tag] }
        let paging = try Paging(parameters, action: "DescribeTags")
        let entries = region.taggedResources.enumerated().map { (sequence: $0.offset + 1, record: $0.element) }
        let (page, nextToken) = paging.page(entries: entries) { filters.matches($0) }
        xml.list("tagSet", page) { xml, resource in
            xml.text("resourceId", resource.id)
            xml.text("resourceType", resource.type)
            xml.text("key", resource.tag.key)
            xml.text("value", resource.tag.value)
        }
        xml.text("nextToken", nextToken)
    }
}

/// A tag and what carries it.
private struct TaggedResource {
    var id: String
    var type: String
    var tag: Tag
}

extension AccountRegion {
    fileprivate var taggedResources: [TaggedResource] {
        let images = images.filter { $0.ownerID == accountID && $0.isRegistered }.map { ($0.id, $0.tags) }
        let snapshots = snapshots.filter { $0.ownerID == accountID && $0.deletedAt == nil }.map { ($0.id, $0.tags) }
        let others =
            instances.map { ($0.id, $0.tags) } + volumes.map { ($0.id, $0.tags) }
            + launchTemplates.map { ($0.id, $0.tags) }
        return (images + snapshots + others).flatMap { id, tags in
            tags.map { TaggedResource(id: id, type: ResourceID.resourceType(of: id) ?? "", tag: $0) }
        }
    }
}
