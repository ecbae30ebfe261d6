// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Tells on standard error that long work goes on: one line that is rewritten on a terminal, else a line now and then.
final class ProgressLine: Sendable {
    private static let secondsBetweenLines = 5

    private struct State {
        var last: ContinuousClock.Instant
        var isShown = false
    }

    private let isQuiet: Bool
    private let state = Mutex(State(last: .now))

    init(isQuiet: Bool = false) {
        self.isQuiet = isQuiet
    }

    /// Shows where the work stands, unless that was told a moment ago.
    func show(_ text: @autoclosure () -> String) {
        guard !isQuiet else { return }
        let isTerminal = standardError.isTerminal
        let pause = isTerminal ? Duration.milliseconds(100) : .seconds(Self.secondsBetweenLines)
        let isDue = state.withLock { state in
            guard state.last.duration(to: .now) >= pause else { return false }
            state.last = .now
            state.isShown = true
            return true
        }
        guard isDue else { return }
        if isTerminal { standardError.rewriteLine(text()) } else { standardError.write(text()) }
    }

    /// Clears the terminal's line, before results are printed.
    func end() {
        guard standardError.isTerminal, state.withLock({ $0.isShown }) else { return }
        standardError.rewriteLine("")
    }
}
