// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The text of a file that a user named; `-` is standard input.
///
/// - Throws: ``Failure`` when it cannot be read or is no text.
func readInput(_ path: String) throws(Failure) -> String {
    let data: Data
    do {
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
    return text
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
