// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The generated files' folder on disk.
struct FileTree {
    let root: URL

    /// How a file on disk compares with what it should be.
    enum Status: Equatable {
        case upToDate
        case missing
        case stale(onDisk: String)
    }

    /// Compares bytes.
    ///
    /// - Throws: when the file is there but cannot be read.
    func status(of file: GeneratedFile) throws -> Status {
        let place = root.appending(path: file.path)
        guard FileManager.default.fileExists(atPath: place.path) else { return .missing }
        let onDisk = try Data(contentsOf: place)
        return onDisk == Data(file.contents.utf8) ? .upToDate : .stale(onDisk: String(decoding: onDisk, as: UTF8.self))
    }

    /// Writes the file, and its folder if need be.
    ///
    /// - Throws: when the file system refuses.
    func write(_ file: GeneratedFile) throws {
        let place = root.appending(path: file.path)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(file.contents.utf8).write(to: place, options: .atomic)
    }
}
