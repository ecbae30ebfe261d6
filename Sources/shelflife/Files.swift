// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// The text of a file that a user named; `-` is standard input.
///
/// - Throws: ``Failure`` when it cannot be read or is no text.
func readInput(_ path: String) throws(Failure) -> String {
    let data: Data
    do {
        // Foundation has no word for it.
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw POSIXError(.EISDIR)
        }
        data =
            path == "-"
            ? FileHandle.standardInput.readDataToEndOfFile()
            : try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
        throw Failure.invalid("cannot read \(path): \(systemReason(error))")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
        throw Failure.invalid("cannot read \(path): it is not UTF-8 text")
    }
    // Some editors begin a file with the mark of its byte order.
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
}

/// Finds out whether a file can be written, before the work that gives its content; what is in it stays.
///
/// - Throws: ``Failure`` when it cannot.
func checkWritable(_ path: String) throws(Failure) {
    var descriptor = Glibc.open(path, O_WRONLY)
    let isNew = descriptor < 0 && errno == ENOENT
    if isNew { descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL, 0o666) }
    guard descriptor >= 0 else {
        throw Failure.invalid("cannot write \(path): \(String(cString: strerror(errno)))")
    }
    close(descriptor)
    if isNew { unlink(path) }
}

/// Writes a file that a user named.
///
/// - Throws: ``Failure`` when it cannot be written.
func writeOutput(_ text: String, to path: String) throws(Failure) {
    do {
        try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
        throw Failure.invalid("cannot write \(path): \(systemReason(error))")
    }
}

/// What the operating system says was wrong, without Foundation's wrapping.
private func systemReason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let code = underlying?.code ?? (error as? POSIXError).map({ Int($0.code.rawValue) }) {
        return String(cString: strerror(Int32(code)))
    }
    return (error as? CocoaError)?.code == .fileReadNoSuchFile ? "no such file" : error.localizedDescription
}
