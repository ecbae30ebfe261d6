// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// Follows a fault plan, request by request.
struct FaultInjector: Sendable {
    private let rules: [(rule: FaultRule, pattern: Wildcard)]
    private var calls: [Int]
    private var generator: SeededGenerator

    init(_ plan: FaultPlan) {
        rules = plan.rules.map { ($0, Wildcard($0.action)) }
        calls = Array(repeating: 0, count: plan.rules.count)
        generator = SeededGenerator(seed: plan.seed, name: "faults")
    }

    /// What goes wrong with the next request for an action.
    ///
    /// Every rule counts every request that it matches.
    mutating func next(for action: String) -> FaultRule.Kind? {
        var kind: FaultRule.Kind?
        for (index, entry) in rules.enumerated() where entry.pattern.matches(action) {
            calls[index] += 1
            let fires =
                switch entry.rule.trigger {
                case .rate(let rate): Double.random(in: 0..<1, using: &generator) < rate
                case .calls(let numbers): numbers.contains(calls[index])
                }
            if fires, kind == nil { kind = entry.rule.kind }
        }
        return kind
    }
}
