// SPDX-License-Identifier: Apache-2.0

/// A file as it should be, in memory.
package struct GeneratedFile: Sendable, Hashable {
    /// The place below the repository's root, `statemachine/expire-images.asl.json` for instance.
    package var path: String
    /// UTF-8 text, ended by a line break.
    package var contents: String

    package init(path: String, contents: String) {
        self.path = path
        self.contents = contents
    }
}
