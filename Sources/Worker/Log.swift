// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc

/// Log records, one JSON object a line, with the names that Lambda's own records have.
struct Log: Sendable {
    enum Level: String, Sendable {
        case info = "INFO"
        case error = "ERROR"
    }

    /// Takes a line without its end.
    var output: @Sendable (String) -> Void
    var now: @Sendable () -> Date = { Date() }
    /// On every record.
    var common: [String: String] = [:]

    /// Writes to standard output, each line in one piece.
    static let standard = Log { line in
        let bytes = Array((line + "\n").utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            written += count
        }
    }

    /// A log whose records carry the request and what it is about.
    func about(_ invocation: Invocation) -> Log {
        var log = self
        log.common = invocation.subject
        log.common["requestId"] = invocation.requestID
        return log
    }

    /// Writes a record; fields that are named like the record's own members lose.
    func write(_ level: Level, _ message: String, _ fields: [String: String] = [:]) {
        let own = [
            "timestamp": now().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
            "level": level.rawValue,
            "message": message,
        ]
        let record = fields.merging(common) { _, common in common }.merging(own) { _, own in own }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(record) else { return }
        output(String(decoding: json, as: UTF8.self))
    }
}
