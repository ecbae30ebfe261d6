// SPDX-License-Identifier: Apache-2.0

/// A tag whose value is a template.
package struct TemplateTag: Sendable, Hashable {
    package var key: String
    package var value: TextTemplate

    package init(key: String, value: TextTemplate) {
        self.key = key
        self.value = value
    }

    /// The tag, filled in; nil if a value is missing.
    package func tag(_ values: TemplateValues) -> Tag? {
        value.text(values).map { Tag(key: key, value: $0) }
    }

    /// The tags of a policy's object, in the order of their keys: an object's own order is lost in reading.
    static func list(_ object: TagObject?) -> [TemplateTag] {
        (object?.values ?? [:]).sorted { $0.key < $1.key }.map { TemplateTag(key: $0.key, value: $0.value) }
    }

    /// Why a policy cannot set a tag of this key; nil if it can.
    static func problem(withKey key: String) -> String? {
        if !(1...TagList.mostKeyCharacters).contains(key.utf16.count) { return "must have 1 to 128 characters" }
        for reserved in ["aws:", "shelflife:"] where key.lowercased().hasPrefix(reserved) {
            return "begins with \(reserved), which is reserved"
        }
        return nil
    }
}

/// Tags as a policy's object: `{"Type": "Automated", "VolumeID": "{volumeID}"}`.
struct TagObject: Decodable {
    let values: [String: TextTemplate]

    init(from decoder: any Decoder) throws {
        do {
            values = try [String: TextTemplate](from: decoder)
        } catch is DecodingError {
            throw DocumentError(decoder.codingPath, "must be an object of keys and texts")
        }
        for key in values.keys.sorted() {
            guard let problem = TemplateTag.problem(withKey: key) else { continue }
            throw DocumentError(path: decoder.codingPath.map(\.pathComponent) + [key], problem: problem)
        }
    }
}
