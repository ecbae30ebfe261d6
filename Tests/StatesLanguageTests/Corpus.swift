// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The cases of `shared/conformance`, which stands beside the checkout where it is present.
///
/// Foundation reads them: they hold megabytes of history, of which only a few strings matter here.
enum Corpus {
    /// A definition and the verdict of AWS's linter.
    struct LintCase: Decodable {
        let id: String
        let definition: String
        let definition_arn: String
        let valid: Bool
        let skip: String?
    }

    /// A recording of the service.
    struct OpenCase: Decodable {
        struct Step: Decodable {
            struct Parameters: Decodable {
                let definition: String?
                let type: String?
            }

            let op: String?
            let params: Parameters?
            let expect_error: Bool?
        }

        let id: String
        let steps: [Step]?
        let expected: Answer?
    }

    /// A text somewhere in an answer.
    enum Answer: Decodable {
        case text(String)
        case several([Answer])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let array = try? container.decode([Answer].self) {
                self = .several(array)
            } else if let object = try? container.decode([String: Answer].self) {
                self = .several(object.sorted { $0.key < $1.key }.map(\.value))
            } else {
                self = .several([])
            }
        }

        func first(containing part: String) -> String? {
            switch self {
            case .text(let text): text.contains(part) ? text : nil
            case .several(let answers): answers.lazy.compactMap { $0.first(containing: part) }.first
            }
        }
    }

    static let lint = cases(LintCase.self, in: "lint")
    static let open = cases(OpenCase.self, in: "open")

    private static func cases<Case: Decodable>(_ type: Case.Type, in folder: String) -> [Case] {
        guard let root = directory(named: "shared/conformance/\(folder)") else { return [] }
        let files = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
        return files.filter { $0.hasSuffix(".json") }.sorted().compactMap { file in
            FileManager.default.contents(atPath: "\(root)/\(file)").flatMap {
                try? JSONDecoder().decode(type, from: $0)
            }
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
