// SPDX-License-Identifier: Apache-2.0

/// Tags for a new resource, as EC2 takes them.
///
/// Every key is there once, none is reserved, and there are at most 50. What is added first counts most: it wins over
/// a later tag of the same key, and it stays when there are too many.
package struct TagList: Sendable, Hashable {
    package static let mostTags = 50
    package static let mostKeyCharacters = 128
    package static let mostValueCharacters = 256

    private let mostTags: Int
    package private(set) var tags: [Tag] = []
    /// The keys that were left out, in order: reserved, too long, or one too many.
    package private(set) var dropped: [String] = []

    /// - Parameters:
    ///   - tags: the first ones.
    ///   - reserved: how many tags must find room later.
    package init(_ tags: [Tag] = [], reserving reserved: Int = 0) {
        mostTags = max(0, Self.mostTags - reserved)
        add(tags)
    }

    /// Adds tags behind those that are there; a value that is too long is cut.
    package mutating func add(_ more: [Tag]) {
        for tag in more where !tags.contains(where: { $0.key == tag.key }) {
            guard Self.isTakeable(tag.key), tags.count < mostTags else {
                dropped.append(tag.key)
                continue
            }
            tags.append(Tag(key: tag.key, value: Self.cut(tag.value)))
        }
    }

    /// EC2 counts UTF-16 units, and keeps keys that begin with `aws:` in any spelling to itself.
    private static func isTakeable(_ key: String) -> Bool {
        (1...mostKeyCharacters).contains(key.utf16.count) && !key.lowercased().hasPrefix("aws:")
    }

    private static func cut(_ value: String) -> String {
        var value = value
        while value.utf16.count > mostValueCharacters { value.removeLast() }
        return value
    }
}
