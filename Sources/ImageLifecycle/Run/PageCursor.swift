// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// Where a run stands in the resources in order of creation: `2026-01-31T23:59:59Z/ami-0abc`.
///
/// A place rather than EC2's page token, so that deletions behind it change nothing.
package struct PageCursor: Sendable, Hashable {
    package let creationDate: Date
    package let resourceID: String

    package init(creationDate: Date, resourceID: String) {
        // The text form holds whole seconds; so must the value, or an image could come before its own cursor.
        self.creationDate = Date(timeIntervalSince1970: creationDate.timeIntervalSince1970.rounded(.down))
        self.resourceID = resourceID
    }

    /// nil for an image without a creation date, which has no place in the order.
    init?(_ image: Image) {
        guard let creationDate = image.creationDate else { return nil }
        self.init(creationDate: creationDate, resourceID: image.imageID)
    }
}

extension PageCursor {
    /// nil for a snapshot without a start time, which has no place in the order.
    init?(_ snapshot: Snapshot) {
        guard let startTime = snapshot.startTime else { return nil }
        self.init(creationDate: startTime, resourceID: snapshot.snapshotID)
    }
}

extension PageCursor: Comparable {
    package static func < (one: PageCursor, other: PageCursor) -> Bool {
        (one.creationDate, one.resourceID) < (other.creationDate, other.resourceID)
    }
}

extension PageCursor: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, let creationDate = ISO8601.date(String(parts[0])) else {
            throw DocumentError(decoder.codingPath, "\"\(text)\" is no cursor of this step")
        }
        self.init(creationDate: creationDate, resourceID: String(parts[1]))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode("\(ISO8601.text(creationDate))/\(resourceID)")
    }
}
