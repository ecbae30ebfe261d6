// SPDX-License-Identifier: Apache-2.0

/// A pattern as EC2's filters read it: `*` for any characters, `?` for one, a backslash before one to mean itself.
package struct Wildcard: Sendable {
    private enum Element: Equatable {
        case anyText
        case anyCharacter
        case literal(Character)
    }

    private let elements: [Element]
    /// The only text that matches, when there are no wildcards: the usual case and the fast one.
    package let exact: String?

    package init(_ pattern: String) {
        guard pattern.utf8.contains(where: { "*?\\".utf8.contains($0) }) else {
            elements = []
            exact = pattern
            return
        }
        var elements: [Element] = []
        var rest = Substring(pattern)
        while let character = rest.popFirst() {
            switch character {
            case "*": elements.append(.anyText)
            case "?": elements.append(.anyCharacter)
            case "\\": elements.append(.literal(rest.popFirst() ?? "\\"))
            default: elements.append(.literal(character))
            }
        }
        self.elements = elements
        let literals = elements.compactMap { if case .literal(let character) = $0 { character } else { nil } }
        exact = literals.count == elements.count ? String(literals) : nil
    }

    /// Whether the whole text matches; case matters.
    package func matches(_ text: String) -> Bool {
        if let exact { return text == exact }
        let text = Array(text)
        var (position, element) = (0, 0)
        var retry: (position: Int, element: Int)?
        while position < text.count {
            if element < elements.count, elements[element] == .anyText {
                retry = (position, element)
                element += 1
            } else if element < elements.count, accepts(elements[element], text[position]) {
                position += 1
                element += 1
            } else if let last = retry {
                // Let the latest star take one character more; earlier ones never need to.
                retry = (last.position + 1, last.element)
                position = last.position + 1
                element = last.element + 1
            } else {
                return false
            }
        }
        return elements[element...].allSatisfy { $0 == .anyText }
    }

    private func accepts(_ element: Element, _ character: Character) -> Bool {
        switch element {
        case .anyText: false
        case .anyCharacter: true
        case .literal(let literal): literal == character
        }
    }
}
