// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage
import Testing

@Suite struct ConformanceTests {
    @Test(
        .enabled(if: !Corpus.lint.isEmpty, "shared/conformance/lint is not beside the checkout"),
        arguments: ["definition", "definition_arn"]
    )
    func verdictsAreThoseOfTheLinter(_ member: String) throws {
        for (name, json) in Corpus.lint where json["skip"] == nil {
            let checked = StateMachineDefinition.check(parsing: try #require(json[member]?.string))
            let problems = checked.problems.map(\.description)
            #expect(checked.isValid == json["valid"]?.bool, "\(name): \(problems)")
        }
    }

    @Test(.enabled(if: !Corpus.open.isEmpty, "shared/conformance/open is not beside the checkout"))
    func definitionsThatStepFunctionsTookAreTaken() {
        for (name, step) in createSteps() where step["expect_error"]?.bool != true {
            guard let text = step["params"]?["definition"]?.string else { continue }
            let checked = StateMachineDefinition.check(parsing: text, isExpress: isExpress(step))
            let errors = checked.problems.filter { $0.severity == .error }.map(\.description)
            #expect(errors.isEmpty, "\(name): \(text)")
        }
    }

    @Test(.enabled(if: !Corpus.open.isEmpty, "shared/conformance/open is not beside the checkout"))
    func acceptedDefinitionsSurviveARoundTrip() throws {
        for (_, step) in createSteps() where step["expect_error"]?.bool != true {
            guard let text = step["params"]?["definition"]?.string else { continue }
            let json = try JSONValue(parsing: text)
            let definition = try #require(StateMachineDefinition.decode(json).definition)
            #expect(definition.json.serialized() == json.serialized())
        }
    }

    @Test(.enabled(if: !Corpus.open.isEmpty, "shared/conformance/open is not beside the checkout"))
    func refusedDefinitionsAreRefusedInTheSameWords() throws {
        var compared = 0
        for (name, json) in Corpus.open {
            guard let recorded = invalidDefinitionMessage(in: json["expected"]),
                let step = json["steps"]?.array?.last(where: { $0["expect_error"]?.bool == true }),
                let text = step["params"]?["definition"]?.string, step["op"]?.string == "CreateStateMachine"
            else { continue }
            let checked = StateMachineDefinition.check(parsing: text, isExpress: isExpress(step))
            let message = InvalidDefinition(problems: checked.problems).description
            let partition = message.replacing("arn:aws:states", with: "arn:<partition>:states")
            #expect(recorded.hasSuffix(partition), "\(name)")
            compared += 1
        }
        #expect(compared >= 5)
    }

    private func createSteps() -> [(name: String, step: JSONValue)] {
        Corpus.open.flatMap { name, json in
            (json["steps"]?.array ?? [])
                .filter { ["CreateStateMachine", "UpdateStateMachine"].contains($0["op"]?.string) }
                .map { (name, $0) }
        }
    }

    private func isExpress(_ step: JSONValue) -> Bool {
        step["params"]?["type"]?.string == "EXPRESS"
    }

    private func invalidDefinitionMessage(in json: JSONValue?) -> String? {
        switch json {
        case .string(let text)?: text.contains("Invalid State Machine Definition") ? text : nil
        case .array(let elements)?: elements.lazy.compactMap(invalidDefinitionMessage).first
        case .object(let members)?: members.values.lazy.compactMap(invalidDefinitionMessage).first
        default: nil
        }
    }
}
