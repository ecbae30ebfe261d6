// SPDX-License-Identifier: Apache-2.0

/// A filter value: `*` stands for any text, `?` for any one character, a backslash makes the next one literal.
struct WildcardPattern: Sendable {
    private enum Element: Sendable, Equatable {
        case literal(Character)
        case anyCharacter
        case anyText
    }

    private let elements: [Element]
    /// Set when there are no wildcards, which is the usual case and the fast one.
    let exact: String?

    init(_ text: String) {
        guard text.utf8.contains(where: { "*?\\".utf8.contains($0) }) else {
            elements = []
            exact = text
            return
        }
        var elements: [Element] = []
        var characters = text.makeIterator()
        while let character = characters.next() {
            switch character {
            case "*": elements.append(.anyText)
            case "?": elements.append(.anyCharacter)
            case "\\": elements.append(.literal(characters.next() ?? "\\"))
            default: elements.append(.literal(character))
            }
        }
        self.elements = elements
        let literals = elements.compactMap { if case .literal(let character) = $0 { character } else { nil } }
        exact = literals.count == elements.count ? String(literals) : nil
    }

    func matches(_ text: String) -> Bool {
        if let exact { return text == exact }
        let characters = Array(text)
        var position = 0
        var element = 0
        // Where the last `*` stood and how far it had reached: one step back is all that is ever needed.
        var star: (element: Int, position: Int)?
        while position < characters.count {
            if element < elements.count, elements[element] == .anyText {
                star = (element, position)
                element += 1
            } else if element < elements.count, accepts(elements[element], characters[position]) {
                element += 1
                position += 1
            } else if let last = star {
                star = (last.element, last.position + 1)
                element = last.element + 1
                position = last.position + 1
            } else {
                return false
            }
        }
        return elements[element...].allSatisfy { $0 == .anyText }
    }

    private func accepts(_ element: Element, _ character: Character) -> Bool {
        element == .anyCharacter || element == .literal(character)
    }
}
