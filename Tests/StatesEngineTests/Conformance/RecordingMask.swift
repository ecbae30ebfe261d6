// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What the recordings show in the place of names, moments and tokens of the account in which they were made.
enum RecordingMask {
    /// Masks without brackets around them.
    private static let words = ["activity_arn", "date", "lambda_function_name", "RandomNumberGenerated"]

    /// Whether a recorded text with masks can stand for a value.
    static func stands(_ recorded: String, for value: JSONValue) -> Bool {
        var text = recorded.replacing(#/<<[^<>]*>[^<>]*>|<[^<>]*>/#, with: "\u{0}")
        for word in words where text == word || text.hasSuffix(":" + word) {
            text = text.dropLast(word.count) + "\u{0}"
        }
        guard text.contains("\u{0}") else { return false }
        let replayed = value.string ?? value.serialized()
        let pieces = text.split(separator: "\u{0}", omittingEmptySubsequences: false)
        guard let first = pieces.first, let last = pieces.last, replayed.hasPrefix(first), replayed.hasSuffix(last)
        else { return false }
        var rest = replayed[...]
        for piece in pieces where !piece.isEmpty {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }

    /// The value with a masked text replaced, also inside of JSON in texts.
    static func lift(_ masked: String, _ value: JSONValue, in json: JSONValue) -> JSONValue {
        switch json {
        case .string(masked): value
        case .string(let text):
            .string(text.replacing(JSONValue.string(masked).serialized(), with: value.serialized()))
        case .array(let elements): .array(elements.map { lift(masked, value, in: $0) })
        case .object(let members):
            .object(JSONObject(members.map { (key: $0.key, value: lift(masked, value, in: $0.value)) }))
        default: json
        }
    }
}
