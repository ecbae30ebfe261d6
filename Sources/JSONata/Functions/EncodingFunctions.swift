// SPDX-License-Identifier: Apache-2.0

/// Base 64 and percent encoding.
enum EncodingFunctions {
    static let all: [NativeFunction] = [
        onText("base64encode", "<s-:s>") { text, _ in .string(base64(bytes(of: text))) },
        onText("base64decode", "<s-:s>") { text, _ in
            var decoded = String.UnicodeScalarView()
            for byte in decode(base64: text) { decoded.append(Unicode.Scalar(byte)) }
            return .string(String(decoded))
        },
        onText("encodeUrl", "<s-:s>") { text, _ in .string(percentEncoded(text, keeping: reserved + "#")) },
        onText("encodeUrlComponent", "<s-:s>") { text, _ in .string(percentEncoded(text, keeping: "")) },
        onText("decodeUrl", "<s-:s>") { text, _ in
            .string(try percentDecoded(text, keeping: reserved + "#", "decodeUrl"))
        },
        onText("decodeUrlComponent", "<s-:s>") { text, _ in
            .string(try percentDecoded(text, keeping: "", "decodeUrlComponent"))
        },
    ]

    /// Characters that have a meaning in a URL.
    private static let reserved = ";/?:@&=+$,"
    private static let unreserved = "-_.!~*'()"

    /// A byte a character, as the language defines; UTF-8 where a character does not fit.
    private static func bytes(of text: String) -> [UInt8] {
        let bytes = text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
        return bytes.count == text.unicodeScalars.count ? bytes : Array(text.utf8)
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * (3 - UInt32(group.count)))
            var letters: [UInt8] = []
            for _ in 0..<4 {
                letters.insert(alphabet[Int(bits & 63)], at: 0)
                bits >>= 6
            }
            text += letters.prefix(group.count + 1) + Array("==".utf8.prefix(3 - group.count))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Characters outside the alphabet are passed over.
    private static func decode(base64 text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var (bits, count): (UInt32, Int) = (0, 0)
        for letter in text.utf8 {
            let plain = letter == UInt8(ascii: "-") ? UInt8(ascii: "+") : letter == UInt8(ascii: "_") ? 0x2F : letter
            guard let value = alphabet.firstIndex(of: plain) else { continue }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func percentEncoded(_ text: String, keeping kept: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            if isPlain || unreserved.unicodeScalars.contains(scalar) || kept.unicodeScalars.contains(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                for byte in String(scalar).utf8 {
                    result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                }
            }
        }
        return result
    }

    private static func percentDecoded(_ text: String, keeping kept: String, _ name: String) throws -> String {
        let malformed = JSONata.EvaluationError(
            "D3140",
            token: name,
            details: ["functionName": name, "value": quoted(text)]
        )
        let source = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < source.count {
            guard source[index] == UInt8(ascii: "%") else {
                result.append(source[index])
                index += 1
                continue
            }
            guard index + 2 < source.count, let high = hexadecimal(source[index + 1]),
                let low = hexadecimal(source[index + 2])
            else { throw malformed }
            let byte = high << 4 | low
            if kept.utf8.contains(byte) {
                result += source[index...index + 2]
            } else {
                result.append(byte)
            }
            index += 3
        }
        guard let decoded = String(validating: result, as: UTF8.self) else { throw malformed }
        return decoded
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
