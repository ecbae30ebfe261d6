// SPDX-License-Identifier: Apache-2.0

/// Numbers in English words.
enum NumberWords {
    private static let few = [
        "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
        "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen",
    ]
    private static let fewOrdinals = [
        "Zeroth", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
        "Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth",
        "Nineteenth",
    ]
    private static let decades = [
        "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety",
    ]
    private static let magnitudes = ["Thousand", "Million", "Billion", "Trillion"]

    static func text(of number: Double, isOrdinal: Bool) -> String {
        guard number.isFinite else { return NumberText.text(of: number) }
        return words(number, isContinued: false, isOrdinal)
    }

    private static func words(_ number: Double, isContinued: Bool, _ isOrdinal: Bool) -> String {
        if number <= 19 {
            return (isContinued ? " and " : "") + (isOrdinal ? fewOrdinals : few)[Int(number)]
        }
        if number < 100 {
            let (tens, rest) = Int(number).quotientAndRemainder(dividingBy: 10)
            let decade = decades[tens - 2]
            let word = (isContinued ? " and " : "") + decade
            if rest > 0 { return word + "-" + words(Double(rest), isContinued: false, isOrdinal) }
            return isOrdinal ? String(word.dropLast()) + "ieth" : word
        }
        let factor: Double
        let name: String
        if number < 1000 {
            (factor, name) = (100, "Hundred")
        } else {
            var magnitude = 1
            while magnitude < magnitudes.count, number >= Platform.power(1000, Double(magnitude + 1)) { magnitude += 1 }
            (factor, name) = (Platform.power(1000, Double(magnitude)), magnitudes[magnitude - 1])
        }
        let count = (number / factor).rounded(.down)
        let rest = number - count * factor
        let word = (isContinued ? ", " : "") + words(count, isContinued: false, false) + " " + name
        if rest > 0, rest < number { return word + words(rest, isContinued: true, isOrdinal) }
        return isOrdinal ? word + "th" : word
    }

    private static let values: [String: Double] = {
        var values: [String: Double] = [:]
        for (value, word) in few.enumerated() { values[word.lowercased()] = Double(value) }
        for (value, word) in fewOrdinals.enumerated() { values[word.lowercased()] = Double(value) }
        for (index, word) in decades.enumerated() {
            values[word.lowercased()] = Double(20 + 10 * index)
            values[String(word.lowercased().dropLast()) + "ieth"] = Double(20 + 10 * index)
        }
        values["hundred"] = 100
        values["hundredth"] = 100
        for (index, word) in magnitudes.enumerated() {
            let value = Platform.power(1000, Double(index + 1))
            values[word.lowercased()] = value
            values[word.lowercased() + "th"] = value
        }
        return values
    }()

    /// All words in which a number is written, for a pattern.
    static var vocabulary: [String] {
        values.keys.sorted { $0.count > $1.count } + ["and"]
    }

    static func number(of text: String) -> Double? {
        var segments = [0.0]
        for word in text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "-" }) where word != "and" {
            guard let value = values[String(word)] else { return nil }
            let last = segments.removeLast()
            if value < 100 {
                segments += last >= 1000 ? [last, value] : [last + value]
            } else {
                segments.append(last * value)
            }
        }
        return segments.reduce(0, +)
    }
}
