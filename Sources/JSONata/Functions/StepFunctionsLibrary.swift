// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What AWS Step Functions adds to the library (Step Functions Developer Guide, "Transforming data with JSONata").
enum StepFunctionsLibrary {
    static let all: [NativeFunction] = [
        onArray("partition", "<an:a>") { array, call in
            guard case .number(let size) = call[1] else { return .undefined }
            let length = Int(size.rounded(.down).clamped(to: 0...1e15))
            guard length > 0 else { throw argument("partition", 2, "must be a positive number") }
            try call.evaluation.spend(array.count)
            let values = array.values
            return .array(
                of: stride(from: 0, to: values.count, by: length).map { start in
                    .array(of: Array(values[start..<min(start + length, values.count)]))
                }
            )
        },
        native("range", "<nnn:a>") { call in
            guard case .number(let first) = call[0], case .number(let last) = call[1], case .number(let step) = call[2]
            else { return .undefined }
            guard step != 0 else { throw argument("range", 3, "must not be zero") }
            let count = ((last - first) / step).rounded(.down) + 1
            guard count >= 1 else { return .sequence([]) }
            guard count <= Double(JSONata.Limits.rangeLength) else {
                throw JSONata.EvaluationError("D2014", value: .number(count))
            }
            try call.evaluation.spend(Int(count))
            // A sequence, as AWS's history of `$range(1, 9, 9)` tells: one number is not an array.
            return .sequence((0..<Int(count)).map { .number(first + Double($0) * step) })
        },
        native("hash", "<xs?:s>") { call in
            if call[0].isUndefined { return .undefined }
            let name = call[1].string ?? "SHA-256"
            guard let digest = HashAlgorithm(rawValue: name) else {
                throw argument("hash", 2, "must be MD5, SHA-1, SHA-256, SHA-384 or SHA-512")
            }
            let text = try call.evaluation.text(call[0])
            // Six hundred operations a block of 64 bytes are worth more than text elsewhere.
            try call.evaluation.spend(text.utf8.count)
            return .string(digest.hexadecimalDigest(of: Array(text.utf8)))
        },
        native("random", "<n?:n>") { call in
            guard case .number(let seed) = call[0] else { return .number(call.evaluation.random()) }
            var generator = SplitMix64(state: seed.bitPattern)
            return .number(Double(generator.next() >> 11) / Double(1 << 53))
        },
        native("uuid", "<:s>") { call in .string(uuid(call.evaluation.environment.random)) },
        onText("parse", "<s-:x>") { text, call in
            do {
                return Value(try JSONValue(parsing: text))
            } catch {
                throw JSONata.EvaluationError(
                    "D3137",
                    details: ["message": "The argument of function $parse is not JSON: \(error)"]
                )
            }
        },
    ]

    private static func argument(_ name: String, _ index: Int, _ problem: String) -> JSONata.EvaluationError {
        JSONata.EvaluationError(
            "D3137",
            token: name,
            details: ["message": "Argument \(index) of function $\(name) \(problem)"]
        )
    }

    /// A random UUID, version 4 (RFC 9562).
    private static func uuid(_ random: () -> UInt64) -> String {
        let high = random() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = random() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = [high, low].map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var rest = digits[...]
        return [8, 4, 4, 4, 12].map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: "-")
    }
}

/// A small generator whose numbers a seed decides.
private struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        isNaN ? range.lowerBound : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
