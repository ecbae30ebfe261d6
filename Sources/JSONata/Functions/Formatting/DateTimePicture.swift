// SPDX-License-Identifier: Apache-2.0

/// A picture of `$fromMillis` and `$toMillis`, as XPath Functions 3.1 defines it (section 9.8.4).
struct DateTimePicture {
    enum Part {
        case literal(String)
        case marker(DateTimeMarker)
    }

    let parts: [Part]

    init(_ picture: String) throws {
        var parts: [Part] = []
        var literal = String.UnicodeScalarView()
        var rest = picture.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "[" {
                if rest.first == "[" {
                    literal.append("[")
                    rest.removeFirst()
                    continue
                }
                if !literal.isEmpty { parts.append(.literal(String(literal))) }
                literal.removeAll()
                guard let end = rest.firstIndex(of: "]") else { throw JSONata.EvaluationError("D3135") }
                parts.append(.marker(try DateTimeMarker(String(rest[..<end]))))
                rest = rest[rest.index(after: end)...]
            } else {
                if scalar == "]", rest.first == "]" { rest.removeFirst() }
                literal.append(scalar)
            }
        }
        if !literal.isEmpty { parts.append(.literal(String(literal))) }
        self.parts = parts
    }

    /// The picture of ISO 8601 with milliseconds.
    static let iso8601 = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]"
}

/// A component in a date picture, such as `[D1o]` or `[MNn,3-3]`.
struct DateTimeMarker {
    enum Names {
        case lower
        case upper
        case title
    }

    let component: Character
    /// Set where the component is written as a name.
    let names: Names?
    /// Set where it is written as a number.
    let integers: IntegerFormat?
    /// Whether a zero offset is written as `Z`.
    let isTraditional: Bool
    let maximumWidth: Int?
    /// How many digits of a year are written.
    let yearDigits: Int?

    private static let standardPresentations: [Character: String] = [
        "Y": "1", "M": "1", "D": "1", "d": "1", "F": "n", "W": "1", "w": "1", "X": "1", "x": "1", "H": "1", "h": "1",
        "P": "n", "m": "01", "s": "01", "f": "1", "Z": "01:01", "z": "01:01", "C": "n", "E": "n",
    ]

    init(_ marker: String) throws {
        let letters = marker.filter { !$0.isWhitespace }
        guard let component = letters.first, let standard = Self.standardPresentations[component] else {
            throw JSONata.EvaluationError("D3132", details: ["value": quoted(String(letters.prefix(1)))])
        }
        self.component = component
        var presentation = String(letters.dropFirst())
        var (minimum, maximum): (Int?, Int?) = (nil, nil)
        if let comma = presentation.lastIndex(of: ",") {
            let widths = presentation[presentation.index(after: comma)...].split(separator: "-").map { Int($0) }
            minimum = widths.first ?? nil
            maximum = widths.count > 1 ? widths[1] : nil
            presentation = String(presentation[..<comma])
        }
        var modifier: Character?
        if presentation.count > 1, let last = presentation.last, "atco".contains(last) {
            modifier = last
            presentation.removeLast()
        }
        if presentation.isEmpty { presentation = standard }
        isTraditional = modifier == "t"
        maximumWidth = maximum
        if presentation.hasPrefix("n") {
            names = .lower
        } else if presentation.hasPrefix("N") {
            names = presentation.dropFirst().hasPrefix("n") ? .title : .upper
        } else {
            names = nil
        }
        guard names == nil, !"PCE".contains(component) else {
            (integers, yearDigits) = (nil, nil)
            return
        }
        var format = try IntegerFormat(presentation + (modifier == "o" ? ";o" : ""))
        if let minimum { format.mandatoryDigits = max(format.mandatoryDigits, minimum) }
        if component == "Y" {
            if let maximum {
                format.mandatoryDigits = maximum
                yearDigits = maximum
            } else {
                let width = format.mandatoryDigits + format.optionalDigits
                yearDigits = width >= 2 ? width : nil
            }
        } else {
            yearDigits = nil
        }
        integers = format
    }
}
