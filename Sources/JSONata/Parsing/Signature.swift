// SPDX-License-Identifier: Apache-2.0

/// Types by their letters in signatures.
struct TypeSet: OptionSet, Sendable {
    let rawValue: UInt8

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    init(_ letters: some Sequence<Character>) {
        rawValue = letters.reduce(0) { bits, letter in
            switch letter {
            case "a": bits | 1
            case "b": bits | 2
            case "f": bits | 4
            case "l": bits | 8
            case "m": bits | 16
            case "n": bits | 32
            case "o": bits | 64
            case "s": bits | 128
            default: bits
            }
        }
    }
}

/// The types of a function's parameters, such as `<s-nn?:s>`.
struct Signature: Sendable {
    struct Parameter: Sendable {
        /// The types that are accepted; undefined always is, save for a function.
        var accepted: TypeSet
        /// The type where there is just one.
        var type: Character
        /// The element type of an array.
        var subtype: String?
        /// `?`: may be left out.
        var isOptional = false
        /// `-`: taken from the context where it is left out.
        var usesContext = false
        /// `+`: one or more.
        var isRepeated = false
    }

    let parameters: [Parameter]

    /// Reads a signature with its angle brackets.
    ///
    /// - Throws: `S0401` or `S0402`.
    init(_ text: String, at position: Int = 0) throws(JSONata.SyntaxError) {
        var reader = SignatureReader(text, position)
        parameters = try reader.parameters()
    }

    /// A signature of the library.
    init(library text: StaticString) {
        do {
            try self.init("\(text)")
        } catch {
            preconditionFailure("the library's signatures are well-formed: \(text)")
        }
    }
}

private struct SignatureReader {
    private let letters: [Character]
    private let position: Int
    private var index = 1

    init(_ text: String, _ position: Int) {
        letters = Array(text)
        self.position = position
    }

    mutating func parameters() throws(JSONata.SyntaxError) -> [Signature.Parameter] {
        var parameters: [Signature.Parameter] = []
        while index < letters.count, letters[index] != ":", letters[index] != ">" {
            let letter = letters[index]
            index += 1
            switch letter {
            case "s", "n", "b", "l", "o":
                parameters.append(.init(accepted: TypeSet([letter, "m"]), type: letter))
            case "a": parameters.append(.init(accepted: TypeSet("asnblfom"), type: "a"))
            case "f": parameters.append(.init(accepted: TypeSet("f"), type: "f"))
            case "j": parameters.append(.init(accepted: TypeSet("asnblom"), type: "j"))
            case "x": parameters.append(.init(accepted: TypeSet("asnblfom"), type: "x"))
            case "(": parameters.append(try choice())
            case "<":
                guard let last = parameters.indices.last, "af".contains(parameters[last].type) else {
                    throw JSONata.SyntaxError("S0401", at: position)
                }
                parameters[last].subtype = content(closedBy: ">", openedBy: "<")
            default: apply(letter, to: &parameters)
            }
        }
        return parameters
    }

    private func apply(_ modifier: Character, to parameters: inout [Signature.Parameter]) {
        guard let last = parameters.indices.last else { return }
        switch modifier {
        case "-": parameters[last].usesContext = true
        case "?": parameters[last].isOptional = true
        case "+": parameters[last].isRepeated = true
        default: break
        }
    }

    private mutating func choice() throws(JSONata.SyntaxError) -> Signature.Parameter {
        let types = content(closedBy: ")", openedBy: "(")
        guard !types.contains("<") else { throw JSONata.SyntaxError("S0402", at: position) }
        var accepted = TypeSet(types + "m")
        if types.contains("x") { accepted = TypeSet("asnblfom") }
        if types.contains("j") { accepted.formUnion(TypeSet("asnblo")) }
        return .init(accepted: accepted, type: "(")
    }

    private mutating func content(closedBy close: Character, openedBy open: Character) -> String {
        let start = index
        var depth = 1
        while index < letters.count {
            if letters[index] == close { depth -= 1 }
            if letters[index] == open { depth += 1 }
            index += 1
            if depth == 0 { return String(letters[start..<index - 1]) }
        }
        return String(letters[start..<index])
    }
}
