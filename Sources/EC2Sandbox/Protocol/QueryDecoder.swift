// SPDX-License-Identifier: Apache-2.0

/// Decodes `application/x-www-form-urlencoded` text, the request format of the Query protocol.
enum QueryDecoder {
    /// Longer bodies are refused before they are looked at.
    static let bodyLimitBytes = 2 << 20
    /// EC2 takes 1,000 ids in a call; tags and mappings need a few names each.
    static let pairLimit = 20_000

    /// The pairs in their order.
    static func pairs(_ bytes: some Collection<UInt8>) throws(EC2Failure) -> [(name: String, value: String)] {
        guard bytes.count <= bodyLimitBytes else {
            throw EC2Failure(
                "RequestEntityTooLarge",
                "The request is larger than \(bodyLimitBytes) bytes.",
                status: 413
            )
        }
        var pairs: [(name: String, value: String)] = []
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            guard pairs.count < pairLimit else {
                throw malformed("it has more than \(pairLimit) parameters")
            }
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try text(halves[0])
            let value = halves.count == 2 ? try text(halves[1]) : ""
            guard !name.isEmpty else { throw malformed("a parameter has no name") }
            pairs.append((name, value))
        }
        return pairs
    }

    static func malformed(_ reason: String) -> EC2Failure {
        EC2Failure("MalformedQueryString", "The query string is malformed: \(reason).")
    }

    private static func text(_ bytes: some Sequence<UInt8>) throws(EC2Failure) -> String {
        var decoded: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"):
                decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(nibble), let low = iterator.next().flatMap(nibble) else {
                    throw malformed("'%' is not followed by two hexadecimal digits")
                }
                decoded.append(high << 4 | low)
            default:
                decoded.append(byte)
            }
        }
        guard let text = String(validating: decoded, as: UTF8.self) else { throw malformed("it is not UTF-8") }
        // What XML cannot carry back must not get in.
        guard text.unicodeScalars.allSatisfy(isXMLCharacter) else {
            throw malformed("it contains characters that XML does not allow")
        }
        return text
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func isXMLCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }
}
