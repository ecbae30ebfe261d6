// SPDX-License-Identifier: Apache-2.0

/// Turns a pattern's tree into moves of the matcher.
struct RegexCompiler {
    private(set) var instructions: [RegexInstruction] = []
    private(set) var registerCount: Int

    private static let maximumLength = 20_000

    init(groupCount: Int) {
        registerCount = 2 * (groupCount + 1)
    }

    mutating func emit(_ node: RegexNode) throws(RegexError) {
        guard instructions.count < Self.maximumLength else { throw RegexError(problem: "the pattern is too large") }
        switch node {
        case .empty: break
        case .set(let set): instructions.append(.set(set))
        case .sequence(let nodes): for node in nodes { try emit(node) }
        case .choice(let branches): try emit(choice: branches)
        case .group(let number, let node):
            instructions.append(.save(2 * number))
            try emit(node)
            instructions.append(.save(2 * number + 1))
        case .backReference(let number, let ignoresCase):
            instructions.append(.backReference(number, ignoresCase: ignoresCase))
        case .lineStart(let isMultiline): instructions.append(.lineStart(isMultiline: isMultiline))
        case .lineEnd(let isMultiline): instructions.append(.lineEnd(isMultiline: isMultiline))
        case .wordBoundary(let isNegated): instructions.append(.wordBoundary(isNegated: isNegated))
        case .look(let node, let isBehind, let isNegated):
            let start = instructions.count
            instructions.append(.accept)
            try emit(node)
            instructions.append(.accept)
            instructions[start] = .look(next: instructions.count, isBehind: isBehind, isNegated: isNegated)
        case .loop(let node, let min, let max, let isLazy, let groups):
            try emit(loop: node, min, max, isLazy, groups)
        }
    }

    private mutating func emit(choice branches: [RegexNode]) throws(RegexError) {
        var jumps: [Int] = []
        for (index, branch) in branches.enumerated() {
            guard index < branches.count - 1 else {
                try emit(branch)
                break
            }
            let split = instructions.count
            instructions.append(.accept)
            try emit(branch)
            jumps.append(instructions.count)
            instructions.append(.accept)
            instructions[split] = .split(split + 1, instructions.count)
        }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func emit(
        loop node: RegexNode,
        _ min: Int,
        _ max: Int?,
        _ isLazy: Bool,
        _ groups: Range<Int>
    ) throws(RegexError) {
        for _ in 0..<Swift.min(min, Self.maximumLength) { try emit(iteration: node, groups) }
        guard let max else {
            let split = instructions.count
            let register = registerCount
            registerCount += 1
            instructions += [.accept, .save(register)]
            try emit(iteration: node, groups)
            instructions += [.progress(register), .jump(split)]
            instructions[split] = Self.split(split + 1, instructions.count, isLazy)
            return
        }
        var splits: [Int] = []
        for _ in 0..<Swift.min(max - min, Self.maximumLength) {
            splits.append(instructions.count)
            instructions.append(.accept)
            try emit(iteration: node, groups)
        }
        for split in splits { instructions[split] = Self.split(split + 1, instructions.count, isLazy) }
    }

    private mutating func emit(iteration node: RegexNode, _ groups: Range<Int>) throws(RegexError) {
        if !groups.isEmpty { instructions.append(.clear(2 * groups.lowerBound..<2 * groups.upperBound)) }
        try emit(node)
    }

    private static func split(_ body: Int, _ exit: Int, _ isLazy: Bool) -> RegexInstruction {
        isLazy ? .split(exit, body) : .split(body, exit)
    }
}
