// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Where settings come from: environment variables, and files read at a path.
package struct AWSEnvironment: Sendable {
    package var variables: [String: String]
    /// nil when there is no such file, or it cannot be read.
    package var readFile: @Sendable (_ path: String) -> String?

    package init(variables: [String: String], readFile: @escaping @Sendable (String) -> String? = { _ in nil }) {
        self.variables = variables
        self.readFile = readFile
    }

    /// That of this process.
    package static var process: AWSEnvironment {
        AWSEnvironment(variables: ProcessInfo.processInfo.environment) { path in
            guard let data = try? Data(contentsOf: URL(filePath: path)) else { return nil }
            return String(decoding: data, as: UTF8.self)
        }
    }

    /// A variable; one that is empty counts as not set.
    package subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A path in which `~` at the beginning is the home folder.
    func expand(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = self["HOME"] else { return path }
        return home + path.dropFirst(1)
    }
}
