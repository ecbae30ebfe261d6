// SPDX-License-Identifier: Apache-2.0

/// Numbers.
enum NumericFunctions {
    static let all: [NativeFunction] = [
        native("number", "<(nsb)-:n>", arity: 1) { call in
            switch call[0] {
            case .number: return call[0]
            case .bool(let value): return .number(value ? 1 : 0)
            case .string(let text):
                guard let number = NumberText.number(of: text) else {
                    throw JSONata.EvaluationError("D3030", value: call[0])
                }
                return .number(number)
            default: return .undefined
            }
        },
        onNumber("abs", "<n-:n>") { number, _ in .number(abs(number)) },
        onNumber("floor", "<n-:n>") { number, _ in .number(number.rounded(.down)) },
        onNumber("ceil", "<n-:n>") { number, _ in .number(number.rounded(.up)) },
        onNumber("round", "<n-n?:n>") { number, call in
            .number(round(number, digits: call[1].number.map(clamped) ?? 0))
        },
        onNumber("sqrt", "<n-:n>") { number, call in
            guard number >= 0 else { throw JSONata.EvaluationError("D3060", value: call[0]) }
            return .number(number.squareRoot())
        },
        onNumber("power", "<n-n:n>") { base, call in
            guard case .number(let exponent) = call[1] else { return .undefined }
            let result = Platform.power(base, exponent)
            guard result.isFinite else {
                throw JSONata.EvaluationError(
                    "D3061",
                    details: ["value": call[0].excerpt, "exp": call[1].excerpt]
                )
            }
            return .number(result)
        },
        native("random", "<:n>") { call in .number(call.evaluation.random()) },
        onNumber("formatBase", "<n-n?:s>") { number, call in
            let radix = call[1].number.map { round($0, digits: 0) } ?? 10
            guard (2...36).contains(radix) else { throw JSONata.EvaluationError("D3100", value: .number(radix)) }
            return .string(text(round(number, digits: 0), radix: Int(radix)))
        },
        onNumber("formatNumber", "<n-so?:s>") { number, call in
            guard case .string(let picture) = call[1] else { return .undefined }
            return .string(try NumberPicture(picture, options: call[2].object).format(number))
        },
        onNumber("formatInteger", "<n-s:s>") { number, call in
            guard case .string(let picture) = call[1] else { return .undefined }
            return .string(try IntegerFormat(picture).format(number.rounded(.down)))
        },
        onText("parseInteger", "<s-s:n>") { text, call in
            guard case .string(let picture) = call[1] else { return .undefined }
            return try IntegerFormat(picture).parse(text).map(Value.number) ?? .undefined
        },
    ]

    /// Rounds to that many decimal digits, halves to the even neighbour.
    ///
    /// The digits are moved in the decimal text, where multiplying would bring in errors.
    static func round(_ number: Double, digits: Int) -> Double {
        let shifted = shift(number, by: digits).rounded(.toNearestOrEven)
        let result = shift(shifted, by: -digits)
        return result == 0 ? 0 : result
    }

    /// The number times a power of ten.
    static func shift(_ number: Double, by digits: Int) -> Double {
        guard digits != 0, number.isFinite, number != 0 else { return number }
        var decimal = Decimal(number)
        decimal.exponent += max(-1000, min(1000, digits))
        return decimal.double(isNegative: number < 0)
    }

    private static func text(_ number: Double, radix: Int) -> String {
        if radix == 10 { return NumberText.text(of: number) }
        if let integer = Int64(exactly: number) { return String(integer, radix: radix) }
        guard number.isFinite else { return NumberText.text(of: number) }
        var digits = ""
        var rest = abs(number)
        while rest >= 1 {
            digits = String(Int(rest.truncatingRemainder(dividingBy: Double(radix))), radix: radix) + digits
            rest = (rest / Double(radix)).rounded(.down)
        }
        return (number < 0 ? "-" : "") + digits
    }
}
