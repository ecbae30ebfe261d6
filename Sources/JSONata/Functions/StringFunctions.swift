// SPDX-License-Identifier: Apache-2.0

/// Texts: lengths and places are counted in Unicode scalars.
enum StringFunctions {
    static let all: [NativeFunction] = [
        defined("string", "<x-b?:s>", arity: 1) { call in
            if case .bool(true) = call[1], call[0].array != nil || call[0].object != nil {
                var writer = TextWriter(call.evaluation, isPretty: true)
                try writer.write(call[0])
                return .string(writer.text)
            }
            return .string(try call.evaluation.text(call[0]))
        },
        onText("length", "<s-:n>") { text, _ in .number(Double(text.unicodeScalars.count)) },
        onText("lowercase", "<s-:s>") { text, _ in .string(text.lowercased()) },
        onText("uppercase", "<s-:s>") { text, _ in .string(text.uppercased()) },
        onText("trim", "<s-:s>") { text, _ in
            let words = text.unicodeScalars.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
            return .string(words.map { String($0) }.joined(separator: " "))
        },
        onText("substring", "<s-nn?:s>") { text, call in
            guard case .number(let start) = call[1] else { return .string(text) }
            return .string(substring(text, from: start, count: call[2].number))
        },
        onText("substringBefore", "<s-s:s>") { text, call in
            guard case .string(let part) = call[1], let place = firstPlace(of: part, in: text) else {
                return .string(text)
            }
            return .string(String(text.unicodeScalars.prefix(place.lowerBound)))
        },
        onText("substringAfter", "<s-s:s>") { text, call in
            guard case .string(let part) = call[1], let place = firstPlace(of: part, in: text) else {
                return .string(text)
            }
            return .string(String(text.unicodeScalars.dropFirst(place.upperBound)))
        },
        onText("pad", "<s-ns?:s>") { text, call in
            guard case .number(let width) = call[1] else { return .string(text) }
            let padding = call[2].string.flatMap { $0.isEmpty ? nil : $0 } ?? " "
            let missing = clamped(abs(width)) - text.unicodeScalars.count
            guard missing > 0 else { return .string(text) }
            try call.evaluation.spend(text: missing * 4)
            let pattern = Array(padding.unicodeScalars)
            var filled = String.UnicodeScalarView()
            for index in 0..<missing { filled.append(pattern[index % pattern.count]) }
            return .string(width < 0 ? String(filled) + text : text + String(filled))
        },
        onArray("join", "<a<s>s?:s>") { array, call in
            let texts = array.compactMap(\.string)
            let separator = call[1].string ?? ""
            let size = texts.reduce(0) { $0 + $1.utf8.count + separator.utf8.count }
            try call.evaluation.spend(text: size)
            return .string(texts.joined(separator: separator))
        },
    ]

    private static func substring(_ text: String, from start: Double, count: Double?) -> String {
        let scalars = Array(text.unicodeScalars)
        let length = Double(scalars.count)
        var start = start
        if length + start < 0 { start = 0 }
        if let count, count <= 0 { return "" }
        let end = count.map { start >= 0 ? start + $0 : length + start + $0 } ?? length
        // A place from the end is cut off before it is counted back, a length after it.
        let whole = start.rounded(.towardZero)
        let first = clamped(whole >= 0 ? whole : length + whole)
        let last = min(clamped(end), scalars.count)
        guard first < last else { return "" }
        return String(String.UnicodeScalarView(scalars[first..<last]))
    }

    /// The first place of a text in another one, in scalars.
    private static func firstPlace(of part: String, in text: String) -> Range<Int>? {
        let part = Array(part.unicodeScalars)
        let text = Array(text.unicodeScalars)
        guard let start = text.firstRange(of: part, from: 0) else { return nil }
        return start..<start + part.count
    }
}

extension Array where Element: Equatable {
    /// Where the first occurrence of `part` at or behind `start` begins.
    func firstRange(of part: [Element], from start: Int) -> Int? {
        guard let head = part.first else { return start <= count ? start : nil }
        guard count >= part.count else { return nil }
        var place = start
        while place <= count - part.count {
            if self[place] == head, self[place..<place + part.count].elementsEqual(part) { return place }
            place += 1
        }
        return nil
    }
}
