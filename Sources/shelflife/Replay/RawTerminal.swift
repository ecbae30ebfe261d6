// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A terminal that gives every key at once and shows none, until it is restored.
struct RawTerminal: ~Copyable {
    enum Key: Equatable {
        case left, right, up, down, home, end, pageUp, pageDown, quit, other
    }

    private let saved: termios

    /// - Throws: ``Failure`` when standard input is no terminal.
    init() throws(Failure) {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { throw Failure.invalid("standard input is no terminal") }
        saved = settings
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
        // The alternate screen, without a cursor: what was there comes back.
        Self.write("\u{1B}[?1049h\u{1B}[?25l")
    }

    deinit {
        Self.write("\u{1B}[?25h\u{1B}[?1049l")
        var settings = saved
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }

    /// Rows and columns.
    var size: (rows: Int, columns: Int) {
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0 else { return (24, 80) }
        return (Int(window.ws_row), Int(window.ws_col))
    }

    /// Waits for a key.
    func key() -> Key {
        var bytes = [UInt8](repeating: 0, count: 8)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        guard count > 0 else { return .quit }
        switch String(decoding: bytes.prefix(count), as: UTF8.self) {
        case "\u{1B}[D", "\u{1B}OD", "h": return .left
        case "\u{1B}[C", "\u{1B}OC", "l", " ": return .right
        case "\u{1B}[A", "\u{1B}OA", "k": return .up
        case "\u{1B}[B", "\u{1B}OB", "j": return .down
        case "\u{1B}[H", "\u{1B}[1~", "g": return .home
        case "\u{1B}[F", "\u{1B}[4~", "G": return .end
        case "\u{1B}[5~": return .pageUp
        case "\u{1B}[6~": return .pageDown
        case "q", "\u{1B}", "\u{04}": return .quit
        default: return .other
        }
    }

    /// Shows lines from the top of the screen, cut to its size.
    func show(_ lines: [String]) {
        let (rows, columns) = size
        let visible = lines.prefix(rows).map { $0.count > columns ? $0.prefix(columns - 1) + "…" : $0 }
        Self.write("\u{1B}[H" + visible.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
    }

    private static func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
