// SPDX-License-Identifier: Apache-2.0

/// A Lambda function as definitions name it: by name, by partial or full ARN, with or without a qualifier.
struct FunctionName: Sendable, Hashable {
    let name: String

    init(_ text: String) {
        let parts = text.split(separator: ":").map(String.init)
        if let marker = parts.firstIndex(of: "function"), marker + 1 < parts.count {
            name = parts[marker + 1]
        } else {
            name = parts.first ?? text
        }
    }
}
