// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

/// An account in memory with EC2's rules, as far as the steps meet them.
actor FakeEC2: EC2 {
    var images: [Image]
    var snapshots: [Snapshot]
    var instances: [Instance] = []
    var volumes: [Volume] = []
    var keyFailure: String?
    /// What the Recycle Bin holds, and until when.
    private var exitTimes: [String: Date] = [:]
    private(set) var madeCount = 0
    nonisolated let region: String
    nonisolated let pageMemory = PageMemory()
    nonisolated let others: FakeRegions?
    private var references: [ImageReference]
    private var deregistered: Set<String> = []
    private var pageSize: Int
    private var failures: [String: EC2Error] = [:]
    private var failuresByID: [String: EC2Error] = [:]
    private var laterPagesFailure: EC2Error?
    private var strangeReferences = false
    private var recycled: Set<String>
    /// The action of every call, in order.
    private(set) var calls: [String] = []
    private var lostAnswers: Set<String> = []
    private(set) var referenceRequests: [DescribeImageReferencesRequest] = []

    static let mutations: Set<String> = [
        "CopySnapshot", "CreateImage", "CreateSnapshot", "CreateSnapshots", "CreateTags", "DeleteSnapshot",
        "DeleteTags", "DeregisterImage",
    ]

    init(
        images: [Image] = [],
        snapshots: [Snapshot] = [],
        references: [ImageReference] = [],
        recycled: Set<String> = [],
        pageSize: Int = 1000,
        region: String = "us-east-1",
        others: FakeRegions? = nil
    ) {
        self.region = region
        self.others = others
        self.recycled = recycled
        self.images = images
        self.snapshots = snapshots
        self.references = references
        self.pageSize = pageSize
    }

    // MARK: Scenes

    func fail(_ action: String, with error: EC2Error?) { failures[action] = error }
    /// EC2 acts, and its answer to the next call gets lost.
    func loseAnswer(to action: String) { lostAnswers.insert(action) }
    func fail(id: String, with error: EC2Error?) { failuresByID[id] = error }
    /// Listings of images break off after their first page.
    func failLaterPages(with error: EC2Error?) { laterPagesFailure = error }
    func answerReferencesAboutStrangers() { strangeReferences = true }
    func add(_ image: Image) { images.append(image) }
    func add(_ reference: ImageReference) { references.append(reference) }
    func recycle(_ imageID: String) {
        vanish(imageID)
        recycled.insert(imageID)
    }
    func forgetCalls() { calls = [] }

    func hold(_ resourceID: String, until date: Date) { exitTimes[resourceID] = date }

    func add(_ snapshot: Snapshot) { snapshots.append(snapshot) }

    func held(_ resourceIDs: [String]) -> [String: Date] { exitTimes.filter { resourceIDs.contains($0.key) } }

    func vanish(_ imageID: String) {
        images.removeAll { $0.imageID == imageID }
        deregistered.insert(imageID)
    }

    func change(_ imageID: String, _ change: @Sendable (inout Image) -> Void) {
        for index in images.indices where images[index].imageID == imageID { change(&images[index]) }
    }

    // MARK: Actions

    func recycledImageIDs() async throws(EC2Error) -> Set<String> {
        try call("ListImagesInRecycleBin")
        return recycled
    }

    func describeImages(_ request: DescribeImagesRequest) async throws(EC2Error) -> Page<Image> {
        try call("DescribeImages")
        if request.nextToken != nil, let laterPagesFailure { throw laterPagesFailure }
        guard request.imageIDs.isEmpty else {
            for imageID in request.imageIDs where !images.contains(where: { $0.imageID == imageID }) {
                if !deregistered.contains(imageID) { throw .refusal("DescribeImages", "InvalidAMIID.NotFound") }
            }
            return Page(items: images.filter { request.imageIDs.contains($0.imageID) })
        }
        let filtered = images.filter { image in
            guard request.includeDisabled || image.state != .disabled else { return false }
            return request.filters.allSatisfy { filter in
                switch filter.name {
                case "name": filter.values.contains(image.name ?? "")
                case "image-id": filter.values.contains(image.imageID)
                case "block-device-mapping.snapshot-id": filter.values.contains { image.snapshotIDs.contains($0) }
                default: Self.matches(filter, image.tags)
                }
            }
        }
        return page(filtered, request.nextToken)
    }

    func describeImageReferences(
        _ request: DescribeImageReferencesRequest
    ) async throws(EC2Error) -> Page<ImageReference> {
        try call("DescribeImageReferences")
        referenceRequests.append(request)
        guard (1...10).contains(request.imageIDs.count) else {
            throw .refusal("DescribeImageReferences", "InvalidParameterValue")
        }
        for imageID in request.imageIDs {
            if let error = failuresByID[imageID] { throw error }
            if deregistered.contains(imageID) { throw .refusal("DescribeImageReferences", "InvalidAMIID.NotFound") }
        }
        var found = references.filter { request.imageIDs.contains($0.imageID) }
        if strangeReferences { found.append(ImageReference(imageID: "ami-stranger", resourceType: "x", arn: "y")) }
        return page(found, request.nextToken)
    }

    func describeSnapshots(_ request: DescribeSnapshotsRequest) async throws(EC2Error) -> Page<Snapshot> {
        try call("DescribeSnapshots")
        let filtered = snapshots.filter { snapshot in
            request.filters.allSatisfy { filter in
                switch filter.name {
                case "snapshot-id": filter.values.contains(snapshot.snapshotID)
                case "volume-id": filter.values.contains(snapshot.volumeID)
                default: Self.matches(filter, snapshot.tags)
                }
            }
        }
        return page(filtered, request.nextToken)
    }

    func deregisterImage(_ imageID: String) async throws(EC2Error) {
        try call("DeregisterImage")
        if deregistered.contains(imageID) { throw .refusal("DeregisterImage", "InvalidAMIID.Unavailable") }
        guard let image = images.first(where: { $0.imageID == imageID }) else {
            throw .refusal("DeregisterImage", "InvalidAMIID.NotFound")
        }
        if image.deregistrationProtection != .disabled { throw .refusal("DeregisterImage", "OperationNotPermitted") }
        vanish(imageID)
    }

    func deleteSnapshot(_ snapshotID: String) async throws(EC2Error) {
        try call("DeleteSnapshot")
        if let error = failuresByID[snapshotID] { throw error }
        guard snapshots.contains(where: { $0.snapshotID == snapshotID }) else {
            throw .refusal("DeleteSnapshot", "InvalidSnapshot.NotFound")
        }
        if let user = images.first(where: { $0.snapshotIDs.contains(snapshotID) }) {
            throw .refusal("DeleteSnapshot", "InvalidSnapshot.InUse", "\(snapshotID) is in use by \(user.imageID)")
        }
        snapshots.removeAll { $0.snapshotID == snapshotID }
    }

    /// `tag:<key>`; values are taken as they are.
    private static func matches(_ filter: Filter, _ tags: [ImageLifecycle.Tag]) -> Bool {
        tags.contains { "tag:" + $0.key == filter.name && filter.values.contains($0.value) }
    }

    func call(_ action: String, on resourceID: String? = nil) throws(EC2Error) {
        calls.append(action)
        if let error = resourceID.flatMap({ failuresByID[$0] }) ?? failures[action] { throw error }
    }

    /// An id that nothing had before, and the loss of the answer where that was asked for.
    func nextID(_ prefix: String) -> String {
        madeCount += 1
        return "\(prefix)-new\(madeCount)"
    }

    func answer(to action: String) throws(EC2Error) {
        guard lostAnswers.remove(action) != nil else { return }
        throw EC2Error(code: nil, message: "no answer", action: action, mayHaveActed: true)
    }

    func page<Item>(_ items: [Item], _ token: String?) -> Page<Item> {
        let start = token.flatMap { Int($0) } ?? 0
        let end = min(start + pageSize, items.count)
        guard start < end else { return Page(items: []) }
        return Page(items: Array(items[start..<end]), nextToken: end < items.count ? "\(end)" : nil)
    }
}

extension EC2Error {
    static func refusal(_ action: String, _ code: String, _ message: String = "no") -> EC2Error {
        EC2Error(code: code, message: message, httpStatus: 400, action: action)
    }

    static let denied = refusal("DescribeImageReferences", "UnauthorizedOperation")
    static let throttled = EC2Error(code: "RequestLimitExceeded", message: "slow", httpStatus: 503, action: "Any")
    static let unreachable = EC2Error(code: nil, message: "connection refused", action: "Any")
}
