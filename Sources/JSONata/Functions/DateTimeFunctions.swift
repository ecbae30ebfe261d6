// SPDX-License-Identifier: Apache-2.0

/// Moments, as milliseconds since 1970 and as texts.
enum DateTimeFunctions {
    static let all: [NativeFunction] = [
        native("now", "<s?s?:s>") { call in try format(Double(call.evaluation.now()), call[0], call[1]) },
        native("millis", "<:n>") { call in .number(Double(call.evaluation.now())) },
        onNumber("fromMillis", "<n-s?s?:s>") { milliseconds, call in try format(milliseconds, call[1], call[2]) },
        onText("toMillis", "<s-s?:n>") { text, call in
            guard case .string(let picture) = call[1] else {
                guard let milliseconds = try iso8601(text, call.evaluation) else {
                    throw JSONata.EvaluationError("D3110", value: call[0])
                }
                return .number(milliseconds)
            }
            let parser = try DateTimeParser(DateTimePicture(picture), now: call.evaluation.now())
            return try parser.milliseconds(text, call.evaluation).map(Value.number) ?? .undefined
        },
    ]

    private static func format(_ milliseconds: Double, _ picture: Value, _ zone: Value) throws -> Value {
        let picture = try DateTimePicture(picture.string ?? DateTimePicture.iso8601)
        return .string(try DateTimeFormatter(milliseconds: milliseconds, zone: zone.string).text(picture))
    }

    private static let timestamp = try? Regex(
        "^(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)(?:T(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d+))?)?([-+]\\d\\d:?\\d\\d|Z)?)?)?)?$",
        flags: ""
    )

    /// The moment of an ISO 8601 text, of which only the year must be there.
    private static func iso8601(_ text: String, _ evaluation: Evaluation) throws -> Double? {
        let units = Array(text.utf16)
        guard let timestamp else { return nil }
        var matcher = RegexMatcher(timestamp, units, evaluation)
        guard try matcher.firstMatch(from: 0) != nil else { return nil }
        let groups = (1...8).map { matcher.group($0).map { String(decoding: units[$0], as: UTF16.self) } }
        func number(_ group: Int, _ missing: Int) -> Int { groups[group - 1].flatMap { Int($0) } ?? missing }
        let (month, day, hour, minute) = (number(2, 1), number(3, 1), number(4, 0), number(5, 0))
        guard (1...12).contains(month), (1...31).contains(day), minute < 60, number(6, 0) < 60,
            hour < 24 || (hour == 24 && minute == 0 && number(6, 0) == 0)
        else { return nil }
        let days = CalendarTime.dayNumber(year: number(1, 1970), month: month, day: day)
        let fraction = groups[6].flatMap { Int(($0 + "000").prefix(3)) } ?? 0
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + number(6, 0) - 60 * offsetMinutes(groups[7])
        return Double(seconds) * 1000 + Double(fraction)
    }

    private static func offsetMinutes(_ text: String?) -> Int {
        guard let text, text != "Z", let digits = Int(text.filter { $0 != ":" }) else { return 0 }
        return digits / 100 * 60 + digits % 100
    }
}
