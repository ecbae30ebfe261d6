// SPDX-License-Identifier: Apache-2.0

/// A lexical unit of an expression.
struct Token {
    enum Kind: Equatable {
        case name
        case variable
        case string
        case number(Double)
        case constant
        case regex(Regex)
        case symbol
        case end

        static func == (left: Kind, right: Kind) -> Bool {
            switch (left, right) {
            case (.name, .name), (.variable, .variable), (.string, .string), (.constant, .constant), (.regex, .regex),
                (.symbol, .symbol), (.end, .end):
                true
            case (.number(let left), .number(let right)): left == right
            default: false
            }
        }
    }

    let kind: Kind
    /// The text without quotes, or the symbol.
    let text: String
    /// Where the token ends, in UTF-16 code units.
    let position: Int

    func isSymbol(_ symbol: String) -> Bool {
        kind == .symbol && text == symbol
    }

    /// How strongly the symbol binds what stands to its left.
    var leftBindingPower: Int {
        kind == .symbol ? Self.bindingPowers[text] ?? 0 : 0
    }

    static let bindingPowers: [String: Int] = [
        ".": 75, "[": 80, "{": 70, "(": 80, "@": 80, "#": 80, "?": 20, "+": 50, "-": 50, "*": 60, "/": 60, "%": 60,
        "=": 40, "<": 40, ">": 40, "^": 40, ":=": 10, "!=": 40, "<=": 40, ">=": 40, "~>": 40, "?:": 40,
        "??": 40, "and": 30, "or": 25, "in": 40, "&": 50,
    ]
}
