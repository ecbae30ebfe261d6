// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Progress and problems go here, so that standard output holds results alone.
struct StandardError: Sendable {
    /// Whether a person watches.
    var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes a line.
    func write(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Replaces the terminal's current line.
    func rewriteLine(_ line: String) {
        FileHandle.standardError.write(Data(("\r\u{1B}[2K" + line).utf8))
    }
}

let standardError = StandardError()

extension Date {
    /// A time as AWS writes it, with or without fractions of a second.
    init?(iso8601 text: String) {
        let styles = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
        guard let date = styles.lazy.compactMap({ try? $0.parse(text) }).first else { return nil }
        self = date
    }
}
