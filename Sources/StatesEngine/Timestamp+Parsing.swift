// SPDX-License-Identifier: Apache-2.0

extension Timestamp {
    /// The moment of an RFC 3339 text with an offset: `2016-03-14T01:59:00Z`, `2016-03-14T02:59:00.5+01:00`.
    ///
    /// - Returns: nil when the text is anything else; fractions beyond milliseconds are cut off.
    public init?(iso8601 text: String) {
        var scanner = DigitScanner(text.utf8[...])
        guard let year = scanner.number(digits: 4), scanner.take("-"),
            let month = scanner.number(digits: 2), scanner.take("-"),
            let day = scanner.number(digits: 2), scanner.take("T"),
            let hour = scanner.number(digits: 2), hour < 24, scanner.take(":"),
            let minute = scanner.number(digits: 2), minute < 60,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var second = 0
        var milliseconds = 0
        if scanner.take(":") {
            guard let value = scanner.number(digits: 2), value < 60 else { return nil }
            second = value
            if scanner.take(".") {
                guard let fraction = scanner.fractionInMilliseconds() else { return nil }
                milliseconds = fraction
            }
        }
        guard let offsetSeconds = scanner.offset(), scanner.isAtEnd else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second - offsetSeconds
        self.init(millisecondsSinceEpoch: Int64(seconds) * 1000 + Int64(milliseconds))
    }
}

private struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: Substring.UTF8View) {
        rest = text
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard let first = rest.first, Unicode.Scalar(first) == scalar else { return false }
        rest.removeFirst()
        return true
    }

    mutating func digit() -> Int? {
        guard let first = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
        rest.removeFirst()
        return Int(first - UInt8(ascii: "0"))
    }

    mutating func number(digits count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func fractionInMilliseconds() -> Int? {
        guard var value = digit() else { return nil }
        var count = 1
        while let digit = digit() {
            count += 1
            if count <= 3 { value = value * 10 + digit }
        }
        while count < 3 {
            value *= 10
            count += 1
        }
        return value
    }

    /// Seconds east of UTC; `Z` is 0.
    mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(digits: 2), hours <= 18 else { return nil }
        _ = take(":")
        let minutes = number(digits: 2) ?? 0
        guard minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
