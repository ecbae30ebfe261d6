// SPDX-License-Identifier: Apache-2.0

import AWSClient
import Foundation
import ImageLifecycle

/// Brings retired resources back, each by itself: what happens to one never hides the rest.
struct Undoing {
    private let account: TargetAccount
    /// Whether what is back is tagged to stay.
    private let keeps: Bool
    /// Own images that are registered, disabled ones included.
    private let registered: [String: Image]
    private let recycledImages: Set<String>
    /// With their descriptions.
    private let recycledSnapshots: [String: String]

    /// Looks at the account as it is.
    ///
    /// - Throws: ``Failure`` when images or Recycle Bin cannot be listed.
    init(account: TargetAccount, keeps: Bool) async throws(Failure) {
        self.account = account
        self.keeps = keeps
        do throws(EC2Error) {
            let images = try await account.ec2.allImages().map { ($0.imageID, $0) }
            registered = Dictionary(images, uniquingKeysWith: { first, _ in first })
            recycledImages = try await account.ec2.recycledImageIDs()
            recycledSnapshots = try await account.ec2.recycledSnapshots()
        } catch {
            throw Failure("cannot undo on \(account.description): \(error)")
        }
    }

    /// - Throws: ``Failure`` when a record is of another account or region.
    func check(_ origin: UndoRequest.Origin?) throws(Failure) {
        guard let origin else { return }
        if let region = origin.region, region != account.region {
            throw .invalid("\(origin.file) is the record of a run in \(region), not in \(account.region)")
        }
        let owner = registered.values.lazy.map(\.ownerID).first { !$0.isEmpty }
        if let recorded = origin.account, let owner, recorded != owner {
            throw .invalid("\(origin.file) is the record of a run in the account \(recorded), not in \(owner)")
        }
    }

    /// What a request is about.
    func items(of request: UndoRequest) -> [UndoRequest.Item] {
        guard let policy = request.policy else { return request.items }
        return registered.values.filter { RetireMark($0.tags)?.policy == policy }.map(\.imageID).sorted()
            .map { UndoRequest.Item(resourceID: $0) }
    }

    func undo(_ item: UndoRequest.Item) async -> UndoResult {
        var result = UndoResult(resourceID: item.resourceID)
        do throws(EC2Error) {
            if item.resourceID.hasPrefix("snap-") {
                try await restoreSnapshots([item.resourceID], &result)
                result.problem = result.done.isEmpty ? Self.notInBin : nil
            } else if let image = registered[item.resourceID] {
                try await takeBackMark(of: image, &result)
            } else if recycledImages.contains(item.resourceID) {
                try await restore(item, &result)
            } else {
                result.problem = Self.notInBin
            }
            if keeps, result.isBack {
                try await account.ec2.createTags([Tag(key: ShelflifeTag.keep, value: "")], on: [item.resourceID])
                result.done.append("tagged \(ShelflifeTag.keep)")
            }
        } catch {
            result.problem = "\(error)"
        }
        return result
    }

    private static let notInBin =
        "it is not in the Recycle Bin: no rule held it when it was retired, or its time there is over"

    /// Snapshots first: EC2 registers no image without them.
    private func restore(_ item: UndoRequest.Item, _ result: inout UndoResult) async throws(EC2Error) {
        var snapshotIDs = item.snapshotIDs
        if snapshotIDs.isEmpty {
            // EC2 notes the image in the descriptions of the snapshots that it makes for it.
            snapshotIDs = recycledSnapshots.filter { Snapshot.imageID(in: $0.value) == item.resourceID }.map(\.key)
                .sorted()
        }
        try await restoreSnapshots(snapshotIDs, &result)
        try await account.ec2.restoreImage(item.resourceID)
        result.done.append("restored from the Recycle Bin")
        // It comes back as it went: marked and disabled, if it had a grace before.
        var request = DescribeImagesRequest()
        request.imageIDs = [item.resourceID]
        request.maxResults = nil
        if let image = try await account.ec2.describeImages(request).items.first {
            try await takeBackMark(of: image, &result)
        }
    }

    private func restoreSnapshots(_ snapshotIDs: [String], _ result: inout UndoResult) async throws(EC2Error) {
        for snapshotID in snapshotIDs where recycledSnapshots[snapshotID] != nil {
            do throws(EC2Error) {
                try await account.ec2.restoreSnapshot(snapshotID)
            } catch {
                // Another image of this undo had it behind it too.
                guard error.code == "InvalidSnapshot.NotFound" else { throw error }
                continue
            }
            result.done.append("restored \(snapshotID) from the Recycle Bin")
        }
    }

    private func takeBackMark(of image: Image, _ result: inout UndoResult) async throws(EC2Error) {
        guard let mark = RetireMark(image.tags) else { return }
        let ladder = RetireLadder(ec2: account.ec2, policyName: mark.policy)
        try await ladder.takeBack(image, mark) { result.done.append($0) }
    }
}
