// SPDX-License-Identifier: Apache-2.0

/// A regular expression of JavaScript's flavour.
///
/// An own one, for two reasons: its matches must end when the evaluation's budget does, however they backtrack, and
/// Foundation's, which this library does without, has no such bound either.
final class Regex: Sendable {
    let source: String
    let program: [RegexInstruction]
    /// Capture groups, the whole match not counted.
    let groupCount: Int
    /// Registers that the program needs: two a group, and one a loop that could stand still.
    let registerCount: Int

    /// Compiles a pattern; `flags` are `i` and `m`.
    init(_ source: String, flags: String) throws(RegexError) {
        self.source = source
        var parser = RegexParser(source, ignoresCase: flags.contains("i"), isMultiline: flags.contains("m"))
        let tree = try parser.parse()
        groupCount = parser.groupCount
        var compiler = RegexCompiler(groupCount: parser.groupCount)
        try compiler.emit(tree)
        program = compiler.instructions + [.accept]
        registerCount = compiler.registerCount
    }
}

/// Why a pattern is not a regular expression.
struct RegexError: Error {
    let problem: String
}

/// What a regular expression consists of.
indirect enum RegexNode: Sendable {
    case empty
    case set(CharacterSet)
    case sequence([RegexNode])
    case choice([RegexNode])
    case group(Int, RegexNode)
    case backReference(Int, ignoresCase: Bool)
    case lineStart(isMultiline: Bool)
    case lineEnd(isMultiline: Bool)
    case wordBoundary(isNegated: Bool)
    case look(RegexNode, isBehind: Bool, isNegated: Bool)
    case loop(RegexNode, min: Int, max: Int?, isLazy: Bool, groups: Range<Int>)
}

/// One move of the matcher.
enum RegexInstruction: Sendable {
    case set(CharacterSet)
    /// Goes on at the first place and, if that fails, at the second.
    case split(Int, Int)
    case jump(Int)
    /// Stores the place in the text.
    case save(Int)
    /// Forgets what groups captured in the iteration before.
    case clear(Range<Int>)
    /// Fails where the text has not been advanced in since the register was saved.
    case progress(Int)
    case backReference(Int, ignoresCase: Bool)
    case lineStart(isMultiline: Bool)
    case lineEnd(isMultiline: Bool)
    case wordBoundary(isNegated: Bool)
    /// Matches what follows up to an `accept`, without going on in the text; then goes on at `next`.
    case look(next: Int, isBehind: Bool, isNegated: Bool)
    case accept
}
