// SPDX-License-Identifier: Apache-2.0

import LocalRunner
import StatesEngine
import Synchronization

/// Tells a person where a run stands: a bar on a terminal, a line a state otherwise.
final class RunDisplay: Sendable {
    private static let barWidth = 30

    private let isQuiet: Bool
    private let lastLine = Mutex("")
    /// Where nobody sees a bar move: a word every few seconds.
    private let line: ProgressLine

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        line = ProgressLine(isQuiet: isQuiet)
    }

    /// What a run reports to.
    var progress: RunProgress { RunProgress(entered: entered, progressed: progressed) }

    func entered(_ stateName: String) {
        guard isNews(stateName) else { return }
        standardError.write("▸ \(stateName)")
    }

    func progressed(_ stateName: String, _ items: MapRunSummary.Counts) {
        guard items.total > 0 else { return }
        let done = items.succeeded + items.failed + items.timedOut
        let isDone = done == items.total
        if standardError.isTerminal {
            let filled = Self.barWidth * done / items.total
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barWidth - filled)
            let line = "  \(bar) \(done) of \(items.total)"
            guard isNews(line) else { return }
            standardError.rewriteLine(isDone ? line + "\n" : line)
        } else if isDone, isNews("\(stateName) \(done)") {
            standardError.write("  \(done) of \(items.total) items done")
        } else {
            line.show("  \(done) of \(items.total) items done")
        }
    }

    private func isNews(_ line: String) -> Bool {
        guard !isQuiet else { return false }
        return lastLine.withLock { last in
            defer { last = line }
            return last != line
        }
    }
}
