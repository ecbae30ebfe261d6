// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Whether the image that a snapshot was made for is gone, and long enough.
///
/// Only descriptions in which EC2 itself names the image say what a snapshot was made for. The image is gone when it
/// is among neither the account's own images, disabled ones included, nor those in the Recycle Bin.
struct OrphanRule {
    let limit: PolicyDuration
    let nowSeconds: Int
    private let registered: Set<String>
    /// nil if nobody could say.
    private let recycled: Set<String>?

    /// The rule of a policy; nil if it has none.
    ///
    /// - Parameters:
    ///   - policy: what the user wants.
    ///   - images: all own images that any of the snapshots may have been made for.
    ///   - recycled: the ids of the images in the Recycle Bin; nil if nobody could say.
    ///   - now: when the run started.
    init?(_ policy: LifecyclePolicy, images: [Image], recycled: Set<String>?, now: Date) {
        guard let limit = policy.retain.orphans else { return nil }
        self.limit = limit
        self.recycled = recycled
        nowSeconds = now.wholeSeconds
        registered = Set(images.filter { $0.state != .deregistered }.map(\.imageID))
    }

    func finding(on snapshot: Snapshot) -> Finding {
        guard let imageID = snapshot.madeForImageID else {
            return Finding(.orphan, .keep, "was not made for an image")
        }
        guard !registered.contains(imageID) else {
            return Finding(.orphan, .keep, "was made for \(imageID), which is there")
        }
        guard let recycled else {
            return Finding(.orphan, .notEvaluated, "nobody says whether \(imageID) is in the Recycle Bin")
        }
        guard !recycled.contains(imageID) else {
            return Finding(.orphan, .keep, "was made for \(imageID), which may come back from the Recycle Bin")
        }
        // Nobody knows when the image went; the snapshot's own age keeps an image in the making safe.
        let age = AgeRule(retain: RetentionPolicy(age: limit), nowSeconds: nowSeconds).finding(on: Backup(snapshot))
        let sentence = "was made for \(imageID), which is gone; \(age?.sentence ?? "")"
        return Finding(.orphan, age?.verdict ?? .notEvaluated, sentence)
    }
}

extension LifecyclePolicy {
    /// - Throws: `Shelflife.InvalidPolicy` if it has the rule, which says nothing about images.
    package func checkForImages() throws(StepError) {
        guard retain.orphans == nil else {
            throw StepError(.invalidPolicy, "retain.orphans: is a rule for snapshots; use it with expire-snapshots")
        }
    }
}

extension Snapshot {
    /// The image that it was made for, as EC2's own description names it; nil where that says nothing.
    ///
    /// Whoever copies a snapshot may copy its description: a copy never comes from `CreateImage` itself, though, and
    /// a copy that Shelflife made is nobody's part of an image.
    var madeForImageID: String? {
        guard tags.value(of: ShelflifeTag.sourceSnapshot) == nil else { return nil }
        let isCopy = volumeID == Snapshot.placeholderVolumeID
        guard !isCopy || description.hasPrefix(Self.copyWords) else { return nil }
        return Self.imageID(in: description)
    }

    /// The image that a description names in EC2's own words as the one that its snapshot was made for.
    package static func imageID(in description: String) -> String? {
        let words = description.split(separator: " ", omittingEmptySubsequences: false)
        let imageID: Substring
        // Years ago EC2 named the volume, too.
        let isSentence = words.count == 5 || words.count == 7 && words[5] == "from" && words[6].hasPrefix("vol-")
        if isSentence, words.starts(with: ["Created", "by"]), words[2].hasPrefix("CreateImage(i-"),
            words[2].hasSuffix(")"), words[3] == "for"
        {
            imageID = words[4]
        } else if description.hasPrefix(copyWords), words.count >= 6, words[4...].starts(with: ["from", "SourceAmi"]) {
            imageID = words[3]
        } else {
            return nil
        }
        let digits = imageID.dropFirst(4)
        guard imageID.hasPrefix("ami-"), !digits.isEmpty, digits.allSatisfy(\.isHexDigit) else { return nil }
        return String(imageID)
    }

    private static let copyWords = "Copied for DestinationAmi "
}
