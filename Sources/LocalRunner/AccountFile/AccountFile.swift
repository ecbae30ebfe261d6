// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import ImageLifecycle
import OrderedJSON

/// An account in a file: what decides about backups, and nothing else of it.
///
/// documentation/simulate.md describes the format.
package struct AccountFile: Sendable, Hashable, Codable {
    package static let currentFormat = "shelflife-account/1"

    package struct Volume: Sendable, Hashable, Codable {
        package var volumeID: String
        package var sizeGiB: Int
        package var isEncrypted: Bool?
        package var tags: [String: String]?
    }

    package struct Instance: Sendable, Hashable, Codable {
        package struct Device: Sendable, Hashable, Codable {
            package var device: String
            package var volumeID: String
        }

        package var instanceID: String
        package var imageID: String
        package var state: String
        package var launchedAt: Date?
        package var rootDevice: String?
        package var devices: [Device]
        package var tags: [String: String]?
    }

    package struct Snapshot: Sendable, Hashable, Codable {
        package var snapshotID: String
        package var volumeID: String
        package var state: String
        package var startedAt: Date
        package var sizeGiB: Int
        package var fullSizeBytes: Int?
        package var description: String?
        package var isEncrypted: Bool?
        package var isArchived: Bool?
        package var tags: [String: String]?
    }

    package struct Image: Sendable, Hashable, Codable {
        package struct Device: Sendable, Hashable, Codable {
            package var device: String
            /// Missing on devices without a snapshot.
            package var snapshotID: String?
            package var sizeGiB: Int?
        }

        package var imageID: String
        package var name: String
        package var state: String
        package var createdAt: Date
        package var lastLaunchedAt: Date?
        package var deprecatedAt: Date?
        package var isProtected: Bool?
        package var isPublic: Bool?
        package var description: String?
        package var sourceInstanceID: String?
        package var sourceImageID: String?
        package var devices: [Device]
        package var tags: [String: String]?
    }

    package var format: String
    package var accountID: String
    package var region: String
    package var exportedAt: Date
    package var instances: [Instance]
    package var volumes: [Volume]
    package var images: [Image]
    package var snapshots: [Snapshot]
}

extension AccountFile {
    /// Reads a file's text.
    ///
    /// - Throws: ``AccountFileError`` with the place.
    package init(json text: String) throws(AccountFileError) {
        let data: Data
        do {
            // Tells the line of a file that ends in the middle.
            data = Data(try JSONValue(parsing: text).serializedUTF8())
        } catch {
            throw AccountFileError("\(error)")
        }
        let decoder = JSONDecoder()
        // Foundation's own strategy does not tell the place.
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            if let date = try? Date(text, strategy: .iso8601) { return date }
            let problem = "\"\(text)\" is no time like 2026-01-31T12:00:00Z"
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
        }
        do {
            self = try decoder.decode(AccountFile.self, from: data)
        } catch let error as DecodingError {
            throw AccountFileError(DocumentError(error).description)
        } catch {
            throw AccountFileError("\(error)")
        }
        try check()
    }

    /// The file's text.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // All of it is texts, numbers and dates, which can be written.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// Why a file is no account.
package struct AccountFileError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
