// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a person reads results on.
enum Terminal {
    /// Characters in a line of standard output; nil where nobody looks, in a file or a pipe.
    static var width: Int? {
        if let text = ProcessInfo.processInfo.environment["COLUMNS"], let columns = Int(text), columns > 0 {
            return columns
        }
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }
}
