// SPDX-License-Identifier: Apache-2.0

/// A text with placeholders, or several of which the first that can be filled in is taken.
///
///     "{instanceName}-{date}"
///     ["{volumeName}", "{instanceName} - {volumeID} ({device})", "{volumeID} ({device})"]
package struct TextTemplate: Sendable, Hashable {
    private let alternatives: [Alternative]

    /// - Throws: ``Problem`` when a text is none of a template's.
    package init(_ texts: [String]) throws(Problem) {
        var alternatives: [Alternative] = []
        for text in texts { alternatives.append(try Alternative(text)) }
        self.alternatives = alternatives
    }

    /// Texts of this source, whose placeholders a test checks.
    init(known texts: String...) {
        alternatives = texts.compactMap { try? Alternative($0) }
    }

    /// nil if a value is missing for each of the texts.
    package func text(_ values: TemplateValues) -> String? {
        alternatives.lazy.compactMap { $0.text(values) }.first
    }

    package var placeholders: Set<Placeholder> {
        Set(alternatives.flatMap(\.placeholders))
    }

    /// Whether it can be filled in for a volume only, in any of its texts.
    package var needsVolume: Bool { placeholders.contains(where: \.needsVolume) }

    /// Why a text is no template.
    package struct Problem: Error, Sendable, Hashable {
        package var sentence: String
    }
}

extension TextTemplate: Codable {
    package init(from decoder: any Decoder) throws {
        let texts: [String]
        if let container = try? decoder.singleValueContainer(), let text = try? container.decode(String.self) {
            texts = [text]
        } else if let list = try? [String](from: decoder), !list.isEmpty {
            texts = list
        } else {
            throw DocumentError(decoder.codingPath, "must be a text or a list of texts")
        }
        do throws(Problem) {
            try self.init(texts)
        } catch {
            throw DocumentError(decoder.codingPath, error.sentence)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let texts = alternatives.map(\.source)
        if texts.count == 1 { try container.encode(texts[0]) } else { try container.encode(texts) }
    }
}

extension TextTemplate {
    /// One text, taken apart.
    private struct Alternative: Sendable, Hashable {
        enum Piece: Sendable, Hashable {
            case text(String)
            case place(Placeholder)
        }

        let source: String
        private let pieces: [Piece]

        init(_ source: String) throws(Problem) {
            guard !source.isEmpty else { throw Problem(sentence: "has an empty text") }
            self.source = source
            var pieces: [Piece] = []
            var rest = source[...]
            while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
                if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
                let inside = rest[rest.index(after: open)...]
                guard rest[open] == "{", let close = inside.firstIndex(of: "}") else {
                    throw Problem(sentence: "\"\(source)\" has a brace without its other half")
                }
                guard let placeholder = Placeholder(String(inside[..<close])) else {
                    throw Problem(
                        sentence: "\"{\(inside[..<close])}\" is no placeholder; use \(Placeholder.spellings)"
                    )
                }
                pieces.append(.place(placeholder))
                rest = inside[inside.index(after: close)...]
            }
            if !rest.isEmpty { pieces.append(.text(String(rest))) }
            self.pieces = pieces
        }

        var placeholders: [Placeholder] {
            pieces.compactMap { piece in
                guard case .place(let placeholder) = piece else { return nil }
                return placeholder
            }
        }

        func text(_ values: TemplateValues) -> String? {
            var text = ""
            for piece in pieces {
                switch piece {
                case .text(let part): text += part
                case .place(let placeholder):
                    guard let value = values.value(of: placeholder), !value.isEmpty else { return nil }
                    text += value
                }
            }
            return text
        }
    }
}
