// SPDX-License-Identifier: Apache-2.0

/// HTML text in which whatever was interpolated is escaped.
///
/// The literal parts are ours and stand as they are; every `\(value)` is text from elsewhere and is escaped, unless it
/// is HTML already. Pages therefore read like pages, and a forgotten escape cannot happen. A template engine would be a
/// dependency with a language of its own for the same.
struct HTML: Sendable, Hashable {
    private(set) var text: String

    /// Text from elsewhere.
    init(escaping value: String) {
        var text = ""
        text.reserveCapacity(value.utf8.count)
        for character in value.unicodeScalars {
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(character)
            }
        }
        self.text = text
    }

    static let nothing: HTML = ""

    static func + (left: HTML, right: HTML) -> HTML {
        var joined = left
        joined.text += right.text
        return joined
    }
}

extension HTML: ExpressibleByStringInterpolation {
    init(stringLiteral value: String) {
        text = value
    }

    init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
    }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        mutating func appendInterpolation(_ html: HTML) {
            text += html.text
        }

        mutating func appendInterpolation(_ html: HTML?) {
            if let html { text += html.text }
        }

        mutating func appendInterpolation(_ value: String) {
            text += HTML(escaping: value).text
        }

        mutating func appendInterpolation(_ value: Substring) {
            text += HTML(escaping: String(value)).text
        }

        mutating func appendInterpolation(_ value: Int) {
            text += String(value)
        }

        mutating func appendInterpolation(_ value: Int64) {
            text += String(value)
        }

        /// Pixels, to a tenth.
        mutating func appendInterpolation(_ value: Double) {
            let tenths = Int((value * 10).rounded())
            text += tenths.isMultiple(of: 10) ? String(tenths / 10) : String(Double(tenths) / 10)
        }
    }
}

extension Sequence {
    /// The HTML of each element, one after the other.
    func html(_ transform: (Element) -> HTML) -> HTML {
        var all = HTML.nothing
        for element in self { all = all + transform(element) }
        return all
    }
}
