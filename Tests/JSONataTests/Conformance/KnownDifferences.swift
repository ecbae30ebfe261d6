// SPDX-License-Identifier: Apache-2.0

/// Cases of the published suite that this implementation answers differently, and why.
enum KnownDifferences {
    static let reasons: [String: String] = [
        "function-encodeUrl/case002#0":
            "the input is half a surrogate pair, which a Swift string cannot hold: U+FFFD takes its place",
        "function-encodeUrlComponent/case002#0":
            "the input is half a surrogate pair, which a Swift string cannot hold: U+FFFD takes its place",
    ]
}
