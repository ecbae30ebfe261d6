// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let copySnapshot = Action(
        acrossRegions: "CopySnapshot",
        [
            "SourceSnapshotId", "SourceRegion", "Description", "DestinationRegion", "Encrypted", "KmsKeyId",
            "PresignedUrl", "TagSpecification", "CompletionDurationMinutes",
        ]
    ) { account, call, xml throws(EC2Failure) in
        let parameters = call.parameters
        let sourceID = try parameters.required("SourceSnapshotId")
        let sourceRegion = try call.sourceRegion()
        let tags = try parameters.tagSpecifications(["snapshot"])["snapshot"] ?? []
        let encrypts = try parameters.bool("Encrypted")
        guard encrypts != false else { throw .invalidValue("false", for: "encrypted") }
        guard encrypts == true || !parameters.contains("KmsKeyId") else {
            throw EC2Failure("InvalidParameterDependency", "KmsKeyId is only valid when Encrypted is true.")
        }
        let source = try account.withRegion(sourceRegion, at: call.time) { region throws(EC2Failure) in
            let snapshot = try region.snapshot(sourceID)
            guard snapshot.state == .completed else {
                throw EC2Failure("IncorrectState", "The snapshot '\(sourceID)' is not completed.")
            }
            return snapshot
        }
        let copy = try account.withRegion(call.region, at: call.time) { region throws(EC2Failure) in
            let inFlight = region.unfinishedSnapshotIDs.count {
                region.snapshots[$0]?.state == .pending && region.snapshots[$0]?.copiedFromRegion != nil
            }
            guard inFlight < AccountRegion.copyLimit else {
                throw EC2Failure(
                    "ResourceLimitExceeded",
                    "Too many snapshot copies in progress. The limit is \(AccountRegion.copyLimit) for this destination region."
                )
            }
            var copy = region.makeCopy(of: source, from: sourceRegion, tags)
            copy.description = parameters.string("Description") ?? copy.description
            copy.isEncrypted = source.isEncrypted || encrypts == true
            let key = parameters.string("KmsKeyId") ?? "alias/aws/ebs"
            copy.keyARN = copy.isEncrypted ? key : nil
            // Keys are looked at only later, and so is the signature that reading an encrypted source takes.
            var failure: String?
            if copy.isEncrypted, !region.isUsableKey(key) {
                failure = "Given key ID is not accessible"
            } else if source.isEncrypted, sourceRegion != call.region, !parameters.contains("PresignedUrl") {
                failure = "The PresignedUrl of an encrypted source is missing."
            }
            return region.startSnapshot(copy, failure: failure)
        }
        xml.text("snapshotId", copy.id)
        xml.tagSet(copy.tags)
    }
}

extension AccountRegion {
    /// Copies in flight to one region.
    static let copyLimit = 20

    /// A snapshot in this region with the contents of another; user tags do not come along.
    mutating func makeCopy(of source: SnapshotRecord, from region: String, _ tags: [Tag]) -> SnapshotRecord {
        var copy = SnapshotRecord(
            id: generator.id("snap"),
            ownerID: accountID,
            volumeID: "vol-ffffffff",
            startTime: now,
            sizeGiB: source.sizeGiB,
            fullSizeBytes: source.fullSizeBytes,
            description: "[Copied \(source.id) from \(region)] \(source.description)",
            tags: tags
        )
        copy.isEncrypted = source.isEncrypted
        copy.copiedFromRegion = region
        return copy
    }

    /// Whether a key is one this account could have in this region: anything that is not another region's or account's
    /// ARN and does not say `invalid` or `forbidden`, by which tests ask for a refusal.
    func isUsableKey(_ key: String) -> Bool {
        guard !key.contains("invalid"), !key.contains("forbidden") else { return false }
        return !key.hasPrefix("arn:") || key.hasPrefix("arn:aws:kms:\(name):\(accountID):")
    }
}
