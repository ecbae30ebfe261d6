// SPDX-License-Identifier: Apache-2.0

/// Which tags of an instance its backups get; those of AWS itself, `aws:`, never.
package enum TagCopying: Sendable, Hashable {
    case all
    case keys([String])

    package func copied(from tags: [Tag]) -> [Tag] {
        switch self {
        case .all:
            // Shelflife's own tags are about the resource that has them: a backup has others.
            tags.filter { !$0.key.hasPrefix("shelflife:") }
        case .keys(let keys):
            keys.compactMap { key in tags.first { $0.key == key } }
        }
    }
}

extension TagCopying: Codable {
    package init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            guard text == "all" else {
                throw DocumentError(
                    decoder.codingPath,
                    "\"\(text)\" is no choice of tags; use \"all\" or a list of keys"
                )
            }
            self = .all
            return
        }
        guard let keys = try? [String](from: decoder) else {
            throw DocumentError(decoder.codingPath, "must be \"all\" or a list of keys")
        }
        for (index, key) in keys.enumerated() {
            guard let problem = TemplateTag.problem(withKey: key) else { continue }
            throw DocumentError(path: decoder.codingPath.map(\.pathComponent) + ["\(index)"], problem: problem)
        }
        self = .keys(keys)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .all: try container.encode("all")
        case .keys(let keys): try container.encode(keys)
        }
    }
}
