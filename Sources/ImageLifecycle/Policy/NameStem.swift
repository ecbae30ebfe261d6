// SPDX-License-Identifier: Apache-2.0

/// What the names of one thing's backups have in common: a name without the date and time, or else the number, at its end.
///
/// Only that goes. The number of a server before it stays, for two servers' backups must never be counted as one's:
/// `nightly-web1` of `nightly-web1-2026-01-31T04_00Z`, `web` of `web-17`.
enum NameStem {
    /// nil for a name of nothing but numbers.
    static func of(_ name: String) -> String? {
        let characters = Array(name)
        let numbers = numbers(atTheEndOf: characters)
        guard let last = numbers.last else { return name.isEmpty ? nil : name }
        let date = numbers.indices.first { isDate(numbers[$0...].map(\.digits)) }
        let end = date.map { numbers[$0].start } ?? last.start
        let stem = characters[..<end].reversed().drop { isSeparator($0) }.reversed()
        let isNumber = numbers[0].start == 0 || stem.allSatisfy { isSeparator($0) || isDigit($0) }
        return isNumber ? nil : String(stem)
    }

    private struct Number {
        var start: Int
        var digits: String
    }

    /// The numbers with which a name ends, with nothing but separators between and behind them.
    private static func numbers(atTheEndOf name: [Character]) -> [Number] {
        var numbers: [Number] = []
        var position = name.count
        while position > 0 {
            let character = name[position - 1]
            let isAfterDigit = position > 1 && isDigit(name[position - 2])
            if isDigit(character) {
                let end = position
                while position > 0, isDigit(name[position - 1]) { position -= 1 }
                numbers.append(Number(start: position, digits: String(name[position..<end])))
            } else if isSeparator(character) || (isAfterDigit && (character == "T" || character == "Z")) {
                position -= 1
            } else {
                break
            }
        }
        return numbers.reversed()
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    private static func isSeparator(_ character: Character) -> Bool { "-_.: ".contains(character) }

    /// Whether numbers are a date, maybe with a time behind it: 2026-01-31, 20260131, 202601310400, or 2026-01.
    private static func isDate(_ numbers: [String]) -> Bool {
        let first = numbers[0]
        switch first.count {
        case 4:
            return isYear(first) && numbers.count > 1 && isMonth(numbers[1])
                && (numbers.count == 2 || isDay(numbers[2]))
        case 8, 10, 12, 14:
            let (month, day) = (first.dropFirst(4).prefix(2), first.dropFirst(6).prefix(2))
            return isYear(String(first.prefix(4))) && isMonth(String(month)) && isDay(String(day))
        default: return false
        }
    }

    private static func isYear(_ digits: String) -> Bool { Int(digits).map { (1990...2199).contains($0) } ?? false }

    private static func isMonth(_ digits: String) -> Bool {
        digits.count <= 2 && Int(digits).map { (1...12).contains($0) } == true
    }

    private static func isDay(_ digits: String) -> Bool {
        digits.count <= 2 && Int(digits).map { (1...31).contains($0) } == true
    }
}
