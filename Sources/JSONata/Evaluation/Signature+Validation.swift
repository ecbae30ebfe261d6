// SPDX-License-Identifier: Apache-2.0

extension Signature {
    /// The arguments as the parameters want them: context filled in, single values made arrays.
    ///
    /// - Throws: `T0410`, `T0411` or `T0412` with the number of the argument.
    func validated(_ arguments: [Value], _ context: Value, _ name: String) throws -> [Value] {
        let symbols = arguments.map(\.type)
        guard let counts = matched(symbols[...], parameters[...]) else {
            let index = firstMismatch(symbols)
            throw error("T0410", index, index < arguments.count ? arguments[index] : .undefined, name)
        }
        var result: [Value] = []
        var next = 0
        for (parameter, count) in zip(parameters, counts) {
            if count == 0 {
                if parameter.usesContext {
                    guard parameter.accepted.contains(context.type) else {
                        throw error("T0411", next, context, name)
                    }
                    result.append(context)
                } else {
                    // As the reference: an argument that this parameter does not take is passed here all the same.
                    result.append(next < arguments.count ? arguments[next] : .undefined)
                    next += 1
                }
            }
            for _ in 0..<count {
                let argument = next < arguments.count ? arguments[next] : .undefined
                result.append(parameter.type == "a" ? try array(argument, parameter, next, name) : argument)
                next += 1
            }
        }
        return result
    }

    /// How many arguments each parameter takes, the first as many as they can.
    private func matched(_ symbols: ArraySlice<TypeSet>, _ parameters: ArraySlice<Parameter>) -> [Int]? {
        guard let parameter = parameters.first else { return symbols.isEmpty ? [] : nil }
        let run = symbols.prefix { parameter.accepted.contains($0) }.count
        let most = parameter.isRepeated ? run : min(run, 1)
        let least = parameter.isOptional || parameter.usesContext ? 0 : 1
        guard most >= least else { return nil }
        for count in stride(from: most, through: least, by: -1) {
            if let rest = matched(symbols.dropFirst(count), parameters.dropFirst()) { return [count] + rest }
        }
        return nil
    }

    private func firstMismatch(_ symbols: [TypeSet]) -> Int {
        var place = 0
        for parameter in parameters {
            let fits = place < symbols.count && parameter.accepted.contains(symbols[place])
            if fits {
                place += 1
                while parameter.isRepeated, place < symbols.count, parameter.accepted.contains(symbols[place]) {
                    place += 1
                }
            } else if !parameter.isOptional, !parameter.usesContext {
                return place
            }
        }
        return place
    }

    private func array(_ argument: Value, _ parameter: Parameter, _ index: Int, _ name: String) throws -> Value {
        if argument.isUndefined { return argument }
        if let subtype = parameter.subtype, let element = subtype.first {
            let fits =
                switch argument {
                case .array(let array): array.allSatisfy { $0.symbol == element }
                default: String(argument.symbol) == subtype
                }
            guard fits else { throw error("T0412", index, argument, name, type: Self.plural(element)) }
        }
        return argument.array == nil ? .array(of: [argument]) : argument
    }

    private static func plural(_ symbol: Character) -> String {
        switch symbol {
        case "a": "arrays"
        case "b": "booleans"
        case "f": "functions"
        case "n": "numbers"
        case "o": "objects"
        default: "strings"
        }
    }

    private func error(
        _ code: String,
        _ index: Int,
        _ value: Value,
        _ name: String,
        type: String = ""
    ) -> JSONata.EvaluationError {
        JSONata.EvaluationError(
            code,
            token: name.isEmpty ? nil : name,
            details: ["index": String(index + 1), "value": value.excerpt, "type": quoted(type), "token": quoted(name)]
        )
    }
}
