// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The file in which one process keeps its executions, and no other at the same time: two would both go on with them.
enum ServedDatabase {
    /// What every SQLite file begins with (https://www.sqlite.org/fileformat.html#magic_header_string).
    private static let header = "SQLite format 3\0"

    /// Makes the file if there is none, and holds it until the process ends, however it ends.
    ///
    /// - Throws: ``Failure`` when it cannot be written, another process holds it, or it is no database.
    static func hold(_ path: String) throws(Failure) {
        // Not handed on to programs that the process starts: they may outlive it. Never closed: SQLite would lose its
        // own locks (https://www.sqlite.org/howtocorrupt.html, section 2.2).
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw Failure.invalid("cannot write \(path): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw Failure.invalid("another shelflife serve keeps its executions in \(path)")
        }
        guard isEmptyOrDatabase(descriptor) else { throw Failure.invalid("\(path) is no database of shelflife serve") }
    }

    private static func isEmptyOrDatabase(_ descriptor: CInt) -> Bool {
        var bytes = [UInt8](repeating: 0, count: header.utf8.count)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return count == 0 || bytes == Array(header.utf8)
    }
}
