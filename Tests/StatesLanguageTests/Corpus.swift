// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import OrderedJSON

/// The cases of `shared/conformance`, which stands beside the checkout where it is present.
enum Corpus {
    static let lint = cases(in: "lint")
    static let open = cases(in: "open")

    private static func cases(in folder: String) -> [(name: String, json: JSONValue)] {
        guard let root = directory(named: "shared/conformance/\(folder)") else { return [] }
        let files = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
        return files.filter { $0.hasSuffix(".json") }.sorted().compactMap { file in
            guard let data = FileManager.default.contents(atPath: "\(root)/\(file)"),
                let json = try? JSONValue(parsing: data)
            else { return nil }
            return (file, json)
        }
    }

    private static func directory(named name: String) -> String? {
        var folders = #filePath.split(separator: "/").dropLast()
        while !folders.isEmpty {
            let candidate = "/" + folders.joined(separator: "/") + "/" + name
            if FileManager.default.fileExists(atPath: candidate) { return candidate }
            folders = folders.dropLast()
        }
        return nil
    }
}
