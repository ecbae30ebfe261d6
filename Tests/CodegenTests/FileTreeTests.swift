// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Codegen

/// The outermost layer: what is on disk.
@Suite struct FileTreeTests {
    @Test func tellsMissingStaleAndRightFilesApart() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "shelflife-\(UUID())")
        defer { try? FileManager.default.removeItem(at: root) }
        let tree = FileTree(root: root)
        let file = GeneratedFile(path: "folder/file.json", contents: "{}\n")
        #expect(try tree.status(of: file) == .missing)
        try tree.write(file)
        #expect(try tree.status(of: file) == .upToDate)
        let newer = GeneratedFile(path: file.path, contents: "[]\n")
        #expect(try tree.status(of: newer) == .stale(onDisk: "{}\n"))
        try tree.write(newer)
        #expect(try tree.status(of: newer) == .upToDate)
    }
}
