// SPDX-License-Identifier: Apache-2.0

/// Reads moments after a picture: the picture becomes a regular expression with a group for each component.
struct DateTimeParser {
    private let markers: [DateTimeMarker]
    private let regex: Regex
    /// What the text does not say is taken from this moment: its date for a time of day, and so on.
    private let now: CalendarTime

    init(_ picture: DateTimePicture, now: Int64) throws {
        var pattern = "^"
        var markers: [DateTimeMarker] = []
        for (index, part) in picture.parts.enumerated() {
            switch part {
            case .literal(let text): pattern += Self.escaped(text)
            case .marker(let marker):
                markers.append(marker)
                pattern +=
                    "(" + (try Self.pattern(marker, isFollowedByDigits: Self.isNumeric(picture, index + 1))) + ")"
            }
        }
        self.markers = markers
        self.now = CalendarTime(milliseconds: now)
        do {
            regex = try Regex(pattern + "$", flags: "i")
        } catch {
            throw JSONata.EvaluationError("D3136")
        }
    }

    private static func escaped(_ text: String) -> String {
        text.map { "\\^$.*+?()[]{}|/".contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    private static func isNumeric(_ picture: DateTimePicture, _ index: Int) -> Bool {
        guard picture.parts.indices.contains(index), case .marker(let marker) = picture.parts[index] else {
            return false
        }
        return marker.integers?.style == .decimal && !"Zz".contains(marker.component)
    }

    private static func pattern(_ marker: DateTimeMarker, isFollowedByDigits: Bool) throws -> String {
        switch marker.component {
        case "P", "C", "E": return "[a-z]+"
        case "Z", "z":
            let prefix = marker.component == "z" ? "GMT" : ""
            return prefix + "[-+][0-9]+(?::?[0-9]+)?" + (marker.isTraditional ? "|Z" : "")
        default: break
        }
        guard let integers = marker.integers else {
            guard "MxF".contains(marker.component) else {
                throw JSONata.EvaluationError("D3133", details: ["value": quoted(String(marker.component))])
            }
            return "[a-z]+"
        }
        switch integers.style {
        case .letters: return "[a-z]+"
        case .roman: return "[mdclxvi]+"
        case .words: return "(?:" + NumberWords.vocabulary.joined(separator: "|") + "|[-, ])+"
        case .decimal:
            let zero = Unicode.Scalar(integers.zero) ?? "0"
            let nine = Unicode.Scalar(integers.zero + 9) ?? "9"
            let marks = Set(integers.separators.map(\.character)).map { escaped(String($0)) }.joined()
            let count = isFollowedByDigits ? "{\(max(integers.mandatoryDigits, 1))}" : "+"
            return "[\(zero)-\(nine)\(marks)]\(count)" + (integers.isOrdinal ? "(?:th|st|nd|rd)" : "")
        }
    }

    /// The moment in milliseconds since 1970; nil where the text does not follow the picture.
    func milliseconds(_ text: String, _ evaluation: Evaluation) throws -> Double? {
        let units = Array(text.utf16)
        var matcher = RegexMatcher(regex, units, evaluation)
        guard try matcher.firstMatch(from: 0) != nil, !markers.isEmpty else { return nil }
        var components: [Character: Int] = [:]
        for (index, marker) in markers.enumerated() {
            guard let range = matcher.group(index + 1) else { return nil }
            guard let value = value(String(decoding: units[range], as: UTF16.self), marker) else { return nil }
            components[marker.component] = value
        }
        return try DateTimeComponents(components, now: now).milliseconds()
    }

    private func value(_ text: String, _ marker: DateTimeMarker) -> Int? {
        switch marker.component {
        case "P": return text.lowercased() == "pm" ? 1 : 0
        case "C", "E": return 0
        case "Z", "z": return offset(text)
        case "f":
            // Digits of a fraction: what goes beyond milliseconds is cut off.
            let digits = (text + "000").prefix(3)
            return Int(String(digits))
        default: break
        }
        guard let integers = marker.integers else {
            let names = marker.component == "F" ? CalendarTime.dayNames : CalendarTime.monthNames
            let index = names.firstIndex { name in
                let shown = marker.maximumWidth.map { String(name.prefix($0)) } ?? name
                return shown.lowercased() == text.lowercased()
            }
            return index.map { $0 + 1 }
        }
        return integers.parse(text).flatMap { Int(exactly: $0.rounded(.down)) }
    }

    /// Minutes east of UTC.
    private func offset(_ text: String) -> Int? {
        let plain = text.uppercased().hasPrefix("GMT") ? String(text.dropFirst(3)) : text
        guard let sign = plain.first, sign == "+" || sign == "-" else { return 0 }
        let parts = plain.dropFirst().split(separator: ":")
        guard let first = parts.first else { return nil }
        let isJoined = parts.count == 1 && first.count > 2
        let hours = isJoined ? Int(first.dropLast(2)) : Int(first)
        let minutes = isJoined ? Int(first.suffix(2)) : parts.count > 1 ? Int(parts[1]) : 0
        guard let hours, let minutes, hours < 1000, minutes < 1000 else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 60 + minutes)
    }
}
