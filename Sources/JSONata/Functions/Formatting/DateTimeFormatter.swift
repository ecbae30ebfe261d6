// SPDX-License-Identifier: Apache-2.0

/// Writes moments after a picture.
struct DateTimeFormatter {
    private let time: CalendarTime
    /// Minutes east of UTC.
    private let offset: Int

    /// A moment in milliseconds since 1970, in a zone that is an offset such as `+0100`; nil for UTC.
    init(milliseconds: Double, zone: String?) {
        offset = zone.map(Self.minutes) ?? 0
        // JavaScript's dates reach 100 million days to either side of 1970.
        let bounded = max(-8.64e15, min(8.64e15, milliseconds.isNaN ? 0 : milliseconds))
        time = CalendarTime(milliseconds: Int64(bounded) + Int64(offset) * 60_000)
    }

    private static func minutes(_ zone: String) -> Int {
        let digits = Int(zone.filter { $0 != ":" }) ?? 0
        let (hours, minutes) = digits.quotientAndRemainder(dividingBy: 100)
        return max(-10_000, min(10_000, hours)) * 60 + minutes
    }

    func text(_ picture: DateTimePicture) throws -> String {
        try picture.parts.map { part in
            switch part {
            case .literal(let text): text
            case .marker(let marker): try text(marker)
            }
        }.joined()
    }

    private func text(_ marker: DateTimeMarker) throws -> String {
        switch marker.component {
        case "P":
            let half = time.hour < 12 ? "am" : "pm"
            return marker.names == .upper ? half.uppercased() : half
        case "C", "E": return "ISO"
        case "Z", "z": return try zone(marker)
        default: break
        }
        let number = number(marker.component)
        guard let integers = marker.integers else { return try name(number, marker) }
        guard let digits = marker.yearDigits, digits < 10 else { return integers.format(Double(number)) }
        return integers.format(Double(number % (0..<digits).reduce(1) { power, _ in power * 10 }))
    }

    private func number(_ component: Character) -> Int {
        switch component {
        case "Y": time.year
        case "M": time.month
        case "D": time.day
        case "d": time.dayOfYear
        case "F": time.dayOfWeek
        case "W": (time.thursday.dayOfYear - 1) / 7 + 1
        case "w": (time.thursday.day - 1) / 7 + 1
        case "X": time.thursday.year
        case "x": time.thursday.month
        case "H": time.hour
        case "h": (time.hour + 11) % 12 + 1
        case "m": time.minute
        case "s": time.second
        default: time.millisecond
        }
    }

    private func name(_ number: Int, _ marker: DateTimeMarker) throws -> String {
        let names: [String]
        switch marker.component {
        case "M", "x": names = CalendarTime.monthNames
        case "F": names = CalendarTime.dayNames
        default:
            throw JSONata.EvaluationError("D3133", details: ["value": quoted(String(marker.component))])
        }
        let name = names[number - 1]
        let cased =
            switch marker.names {
            case .upper: name.uppercased()
            case .lower: name.lowercased()
            default: name
            }
        return marker.maximumWidth.map { String(cased.prefix($0)) } ?? cased
    }

    private func zone(_ marker: DateTimeMarker) throws -> String {
        if offset == 0, marker.isTraditional { return "Z" }
        guard let integers = marker.integers else {
            throw JSONata.EvaluationError("D3133", details: ["value": quoted(String(marker.component))])
        }
        let (hours, minutes) = offset.quotientAndRemainder(dividingBy: 60)
        var text: String
        if integers.separatorDistance != nil || (3...4).contains(integers.mandatoryDigits) {
            text = integers.format(Double(hours * 100 + minutes))
        } else {
            guard integers.mandatoryDigits <= 2 else { throw JSONata.EvaluationError("D3134") }
            text = integers.format(Double(hours))
            if minutes != 0 {
                if hours == 0, minutes < 0 { text = "-" + text }
                text += (minutes.magnitude < 10 ? ":0" : ":") + String(minutes.magnitude)
            }
        }
        return (marker.component == "z" ? "GMT" : "") + (offset >= 0 ? "+" : "") + text
    }
}
