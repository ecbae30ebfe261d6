// SPDX-License-Identifier: Apache-2.0

/// Runs a regular expression over a text by backtracking, with a stack of its own and at the evaluation's expense.
struct RegexMatcher {
    private enum Choice {
        case resume(instruction: Int, place: Int)
        case restore(register: Int, value: Int)
    }

    private let regex: Regex
    private let text: [UInt16]
    private let evaluation: Evaluation
    private(set) var registers: [Int]
    private var choices: [Choice] = []

    init(_ regex: Regex, _ text: [UInt16], _ evaluation: Evaluation) {
        self.regex = regex
        self.text = text
        self.evaluation = evaluation
        registers = []
    }

    /// The range of the first match that begins at or behind `start`.
    mutating func firstMatch(from start: Int) throws -> Range<Int>? {
        var place = start
        while place <= text.count {
            registers = Array(repeating: -1, count: regex.registerCount)
            if let end = try run(from: 0, at: place) { return place..<end }
            place += max(scalar(at: place)?.width ?? 1, 1)
        }
        return nil
    }

    /// What the group captured.
    func group(_ number: Int) -> Range<Int>? {
        let (start, end) = (registers[2 * number], registers[2 * number + 1])
        return start >= 0 && end >= start ? start..<end : nil
    }

    private func scalar(at place: Int) -> (value: UInt32, width: Int)? {
        guard place < text.count else { return nil }
        let unit = text[place]
        if UTF16.isLeadSurrogate(unit), place + 1 < text.count, UTF16.isTrailSurrogate(text[place + 1]) {
            return (0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(text[place + 1]) - 0xDC00), 2)
        }
        return (UInt32(unit), 1)
    }

    /// Runs up to an `accept`.
    ///
    /// - Returns: the place there; nil when every way fails.
    private mutating func run(from start: Int, at startPlace: Int, endingAt end: Int? = nil) throws -> Int? {
        let bottom = choices.count
        var (instruction, place) = (start, startPlace)
        while true {
            try evaluation.spend(1)
            if case .accept = regex.program[instruction], end == nil || place == end {
                choices.removeSubrange(bottom...)
                return place
            }
            if let next = try step(instruction, &place) {
                instruction = next
                continue
            }
            guard let resumed = backtrack(to: bottom) else { return nil }
            (instruction, place) = resumed
        }
    }

    private mutating func backtrack(to bottom: Int) -> (Int, Int)? {
        while choices.count > bottom {
            switch choices.removeLast() {
            case .resume(let instruction, let place): return (instruction, place)
            case .restore(let register, let value): registers[register] = value
            }
        }
        return nil
    }

    private mutating func set(_ register: Int, _ value: Int) {
        choices.append(.restore(register: register, value: registers[register]))
        registers[register] = value
    }

    /// Performs one instruction.
    ///
    /// - Returns: the next instruction; nil when it fails.
    private mutating func step(_ index: Int, _ place: inout Int) throws -> Int? {
        switch regex.program[index] {
        case .set(let set):
            guard let scalar = scalar(at: place), set.contains(scalar.value) else { return nil }
            place += scalar.width
        case .split(let first, let second):
            choices.append(.resume(instruction: second, place: place))
            return first
        case .jump(let next): return next
        case .save(let register): set(register, place)
        case .clear(let range):
            for register in range where registers[register] != -1 { set(register, -1) }
        case .progress(let register):
            guard registers[register] != place else { return nil }
        case .backReference(let number, let ignoresCase):
            guard let length = try lengthOfReference(number, at: place, ignoresCase) else { return nil }
            place += length
        case .lineStart(let isMultiline):
            guard place == 0 || (isMultiline && isLineEnd(at: place - 1)) else { return nil }
        case .lineEnd(let isMultiline):
            guard place == text.count || (isMultiline && isLineEnd(at: place)) else { return nil }
        case .wordBoundary(let isNegated):
            guard (isWord(at: place - 1) != isWord(at: place)) != isNegated else { return nil }
        case .look(let next, let isBehind, let isNegated):
            let found = try look(index + 1, at: place, isBehind, keepsGroups: !isNegated)
            return found != isNegated ? next : nil
        case .accept: return nil
        }
        return index + 1
    }

    private mutating func look(_ start: Int, at place: Int, _ isBehind: Bool, keepsGroups: Bool) throws -> Bool {
        let before = registers
        var found = false
        if isBehind {
            for first in stride(from: place, through: 0, by: -1) {
                found = try run(from: start, at: first, endingAt: place) != nil
                if found { break }
            }
        } else {
            found = try run(from: start, at: place) != nil
        }
        let captured = registers
        registers = before
        guard found, keepsGroups else { return found }
        for register in captured.indices where captured[register] != before[register] {
            set(register, captured[register])
        }
        return true
    }

    private func lengthOfReference(_ number: Int, at place: Int, _ ignoresCase: Bool) throws -> Int? {
        guard let range = group(number) else { return 0 }
        try evaluation.spend(range.count)
        guard place + range.count <= text.count else { return nil }
        let isSame = zip(text[range], text[place..<place + range.count]).allSatisfy { left, right in
            left == right
                || (ignoresCase && CharacterSet.folded(UInt32(left)) == CharacterSet.folded(UInt32(right)))
        }
        return isSame ? range.count : nil
    }

    private func isLineEnd(at place: Int) -> Bool {
        CharacterSet.lineEnds.contains(UInt32(text[place]))
    }

    private func isWord(at place: Int) -> Bool {
        text.indices.contains(place) && CharacterSet.wordCharacters.contains(UInt32(text[place]))
    }
}
