// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

extension StateMachineDefinition {
    /// Every rule that the definition breaks, the rules of its document's shape aside.
    public func problems(isExpress: Bool = false) -> [Problem] {
        var problems = ProblemCollector()
        let language = queryLanguage ?? .jsonPath
        let scope = ValidationScope(machineLanguage: language, language: language, isExpress: isExpress)
        problems.checkRange(timeoutSeconds, "TimeoutSeconds", 1...maximumSeconds)
        validateStates(scope, &problems)
        validateTransitions(&problems)
        var names = UniqueNames()
        names.visit(self, &problems)
        return problems.problems
    }

    /// Reads a definition and checks everything about it.
    public static func check(_ json: JSONValue, isExpress: Bool = false) -> CheckedDefinition {
        let decoded = decode(json)
        let problems = decoded.problems + (decoded.definition?.problems(isExpress: isExpress) ?? [])
        return CheckedDefinition(definition: decoded.definition, problems: problems)
    }

    /// Reads a definition from its text and checks everything about it, its size included.
    public static func check(parsing text: String, isExpress: Bool = false) -> CheckedDefinition {
        let size = text.utf8.count
        guard size <= maximumSizeBytes else {
            let message = "A definition has at most \(maximumSizeBytes) bytes, this one \(size)"
            return CheckedDefinition(definition: nil, problems: [Problem(.definitionSize, at: nil, message)])
        }
        // An empty text is no JSON, but Step Functions says so in other words.
        guard !text.allSatisfy(\.isWhitespace) else { return check(.null) }
        do {
            return check(try JSONValue(parsing: text), isExpress: isExpress)
        } catch {
            let problem = Problem(
                .json,
                at: nil,
                "\(error.problem) at line \(error.location.line), column \(error.location.column)"
            )
            return CheckedDefinition(definition: nil, problems: [problem])
        }
    }

    /// Reads a definition that breaks no rule; warnings are let pass.
    ///
    /// - Throws: ``InvalidDefinition`` with every problem.
    public init(validating text: String) throws(InvalidDefinition) {
        self = try Self.check(parsing: text).valid()
    }
}

extension CheckedDefinition {
    /// Whether nothing is wrong; warnings do not count.
    public var isValid: Bool {
        definition != nil && !problems.contains { $0.severity == .error }
    }

    /// The definition, when nothing is wrong with it; warnings are let pass.
    ///
    /// - Throws: ``InvalidDefinition`` with every problem.
    public func valid() throws(InvalidDefinition) -> StateMachineDefinition {
        guard let definition, isValid else { throw InvalidDefinition(problems: problems) }
        return definition
    }
}

extension State {
    /// Reads a single state and checks it, as `TestState` does: its transitions need not lead anywhere.
    ///
    /// - Returns: the state as far as it can be read, and every problem, placed below `/States` and the name.
    public static func check(_ json: JSONValue, named name: String) -> (state: State?, problems: [Problem]) {
        var problems = ProblemCollector()
        let state = problems.inside(.member("States")) { problems in
            problems.inside(.member(name)) { problems in
                let state = State(decoding: json, in: &problems)
                let language = state?.queryLanguage ?? .jsonPath
                let scope = ValidationScope(machineLanguage: language, language: language, isExpress: false)
                state?.validate(scope, &problems)
                return state
            }
        }
        return (state, problems.problems)
    }
}
