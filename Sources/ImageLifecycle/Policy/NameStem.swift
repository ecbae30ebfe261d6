// SPDX-License-Identifier: Apache-2.0

/// What the names of one thing's backups have in common: a name without the date and time at its end, or else without the
/// number behind a separator there, whatever that counts.
///
/// `nightly-web1` of `nightly-web1-2026-01-31T04_00Z`: the numbers of two servers stay, for their backups must not be
/// counted as one's. `web` of `web-17`.
enum NameStem {
    /// nil for a name of nothing but numbers and separators.
    static func of(_ name: String) -> String? {
        let characters = Array(name)
        guard !isNumeric(characters) else { return nil }
        let numbers = numbers(atTheEndOf: characters)
        let date = numbers.indices.first { isDate(numbers[$0...].map(\.digits)) }.map { numbers[$0] }
        let counter = numbers.last.flatMap { $0.start > 0 && isSeparator(characters[$0.start - 1]) ? $0 : nil }
        guard let end = (date ?? counter)?.start else { return name }
        let stem = String(characters[..<end].reversed().drop { isSeparator($0) }.reversed())
        return isNumeric(stem) ? nil : stem
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

    private static func isNumeric(_ text: some Sequence<Character>) -> Bool {
        text.allSatisfy { isSeparator($0) || isDigit($0) }
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    private static func isSeparator(_ character: Character) -> Bool { "-_.: ".contains(character) }

    /// Whether numbers are a date, maybe with a time behind it: 2026-01-31, 20260131, 202601310400; or a month, 2026-01.
    private static func isDate(_ numbers: [String]) -> Bool {
        let first = numbers[0]
        switch first.count {
        case 4:
            return isYear(first) && numbers.count > 1 && isMonth(numbers[1])
                && (numbers.count == 2 ? numbers[1].count == 2 : isDay(numbers[2]))
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
