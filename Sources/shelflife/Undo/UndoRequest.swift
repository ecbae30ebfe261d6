// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import OrderedJSON

/// What a user wants back.
struct UndoRequest {
    struct Item: Hashable {
        /// An image's or a snapshot's.
        var resourceID: String
        /// Behind an image; empty if nobody knows.
        var snapshotIDs: [String] = []
    }

    /// Where a record says that its run was.
    struct Origin: Hashable {
        var file: String
        var account: String?
        var region: String?
    }

    let items: [Item]
    let origin: Origin?
    /// Set when a policy's name was given: everything that the policy has marked.
    let policy: String?

    /// - Throws: ``Failure`` when it is neither an id, nor a policy's name, nor a run's record.
    init(_ text: String) throws(Failure) {
        let isID = text.hasPrefix("ami-") || text.hasPrefix("snap-")
        let isFile = text == "-" || FileManager.default.fileExists(atPath: text)
        if isID, !isFile {
            self.init(items: [Item(resourceID: text)], origin: nil, policy: nil)
        } else if isFile || text.contains("/") || text.hasSuffix(".json") {
            try self.init(record: text)
        } else if LifecyclePolicy.isName(text), !text.hasPrefix("i-"), !text.hasPrefix("vol-") {
            self.init(items: [], origin: nil, policy: text)
        } else {
            throw .invalid("\"\(text)\" is no image, no snapshot, no policy's name, and no file")
        }
    }

    private init(items: [Item], origin: Origin?, policy: String?) {
        self.items = items
        self.origin = origin
        self.policy = policy
    }

    private init(record file: String) throws(Failure) {
        let text = try readInput(file)
        let document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue(parsing: text)
        } catch {
            throw .invalid("\(file) is no run's record: \(error)")
        }
        guard document["workflow"]?.string != nil, let retired = document["retired"]?.array ?? Self.retired(document)
        else {
            throw .invalid("\(file) is no run's record: write one with shelflife run --record FILE")
        }
        let marked = document["marked"]?.array ?? []
        // Whose snapshots the run deleted it had deregistered itself, in a try whose answer was lost.
        let lost = (document["alreadyGone"]?.array ?? []).filter { ($0["snapshotsDeleted"]?.integer ?? 0) > 0 }
        self.init(
            items: (retired + marked + lost + Self.halfRetired(document)).compactMap { entry in
                guard let id = (entry["imageID"] ?? entry["snapshotID"])?.string else { return nil }
                return Item(resourceID: id, snapshotIDs: (entry["snapshotIDs"]?.array ?? []).compactMap(\.string))
            },
            origin: Origin(file: file, account: document["account"]?.string, region: document["region"]?.string),
            policy: nil
        )
    }

    /// Images that a record gives as failed, for their snapshots' sake: they are deregistered all the same.
    private static func halfRetired(_ document: JSONValue) -> [JSONValue] {
        let done = DeregisterImage.Outcome.deregistered.rawValue
        return (document["failed"]?.array ?? []).filter { $0["deregistered"]?.string == done }
    }

    /// What a record retired that tells of its items one by one, as a run over snapshots does.
    private static func retired(_ document: JSONValue) -> [JSONValue]? {
        document["items"]?.array?.filter { $0["outcome"]?.string == ItemResult.Outcome.retired.rawValue }
    }
}
