// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// How much of what was retired, or marked, can be brought back, and until when.
///
///     {"recoverable": 24, "gone": 2, "unknown": 0, "from": "2026-02-07T23:59:59Z", "until": "2026-02-08T04:00:00Z"}
package struct RecoveryTally: Sendable, Hashable, Codable {
    package private(set) var recoverable = 0
    /// Not, or not wholly, in the Recycle Bin.
    package private(set) var gone = 0
    /// What the Recycle Bin did not answer about.
    package private(set) var unknown = 0
    /// When the first and the last of the recoverable are lost.
    private var from: Timestamp?
    private var until: Timestamp?

    package init(_ found: [Recoverability?]) {
        for one in found { add(one) }
    }

    package mutating func add(_ found: Recoverability?) {
        switch found {
        case nil: unknown += 1
        case .gone: gone += 1
        case .until(let date):
            recoverable += 1
            from = Timestamp(min(from?.date ?? date, date))
            until = Timestamp(max(until?.date ?? date, date))
        }
    }

    /// The time, or the times from the first to the last; nil if nothing is recoverable.
    package var span: String? {
        guard let from, let until else { return nil }
        let (first, last) = (ISO8601.text(from.date), ISO8601.text(until.date))
        return first == last ? first : "\(first) to \(last)"
    }

    /// Of how many retired images or snapshots which can be brought back.
    package func sentence(_ noun: String) -> String {
        var parts: [String] = []
        if let span { parts.append("\(recoverable) can be brought back until \(span)") }
        if gone > 0 { parts.append("\(gone) cannot be brought back (not in the Recycle Bin)") }
        if unknown > 0 { parts.append("\(unknown) may be in the Recycle Bin or not (not known)") }
        return "Of \(recoverable + gone + unknown) retired \(noun), \(parts.joined(separator: ", "))."
    }
}
