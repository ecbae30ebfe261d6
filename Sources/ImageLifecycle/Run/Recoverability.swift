// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// Until when something that a run retired can be brought back; no value where nobody could tell.
///
///     "2026-02-07T23:59:59Z"
///     "gone"
package enum Recoverability: Sendable, Hashable {
    /// The Recycle Bin holds it until then, or its grace lasts as long.
    case until(Date)
    /// The Recycle Bin does not hold it, or not all of it.
    case gone
}

extension Recoverability {
    /// Asks the Recycle Bin about a snapshot that was deleted.
    static func of(snapshotID: String, ec2: some EC2) async -> Recoverability? {
        await asking { () async throws(EC2Error) -> Recoverability in
            Recoverability(of: [snapshotID], in: try await ec2.listSnapshotsInRecycleBin([snapshotID]))
        }
    }

    /// Asks the Recycle Bin about an image that was deregistered and those of its snapshots that are gone as well: it
    /// comes back with all of them or not at all.
    static func of(imageID: String, snapshotIDs: [String], ec2: some EC2) async -> Recoverability? {
        await asking { () async throws(EC2Error) -> Recoverability in
            let image = Recoverability(of: [imageID], in: try await ec2.listImagesInRecycleBin([imageID]))
            guard !snapshotIDs.isEmpty, image != .gone else { return image }
            let snapshots = Recoverability(of: snapshotIDs, in: try await ec2.listSnapshotsInRecycleBin(snapshotIDs))
            guard case (.until(let first), .until(let second)) = (image, snapshots) else { return .gone }
            return .until(min(first, second))
        }
    }

    /// Never an error: a run is not worse for not knowing.
    private static func asking(_ ask: () async throws(EC2Error) -> Recoverability) async -> Recoverability? {
        do throws(EC2Error) {
            return try await ask()
        } catch {
            return error.saysResourceIsGone ? .gone : nil
        }
    }

    /// The first exit of them all, if all are held.
    private init(of resourceIDs: [String], in bin: [String: Date]) {
        let times = resourceIDs.compactMap { bin[$0] }
        self = times.count == resourceIDs.count ? times.min().map { .until($0) } ?? .gone : .gone
    }
}

extension EC2Error {
    /// What is not in the bin may as well be refused as left out.
    fileprivate var saysResourceIsGone: Bool {
        saysImageIsGone || code == "InvalidSnapshot.NotFound" || code == "InvalidSnapshotID.NotFound"
    }
}

extension Recoverability: CustomStringConvertible, Codable {
    private static let goneText = "gone"

    package var description: String {
        switch self {
        case .until(let date): ISO8601.text(date)
        case .gone: Self.goneText
        }
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        self = text == Self.goneText ? .gone : .until(try Timestamp(from: decoder).date)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
