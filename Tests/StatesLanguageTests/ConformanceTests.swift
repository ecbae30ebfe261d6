// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage
import Testing

@Suite struct ConformanceTests {
    @Test(.enabled(if: !Corpus.lint.isEmpty, "shared/conformance/lint is not beside the checkout"))
    func verdictsAreThoseOfTheLinter() {
        for lint in Corpus.lint where lint.skip == nil {
            for text in [lint.definition, lint.definition_arn] {
                let checked = StateMachineDefinition.check(parsing: text)
                #expect(checked.isValid == lint.valid, "\(lint.id): \(checked.problems.map(\.description))")
            }
        }
    }

    @Test(.enabled(if: !Corpus.open.isEmpty, "shared/conformance/open is not beside the checkout"))
    func definitionsThatStepFunctionsTookAreTakenAndWrittenBack() throws {
        var compared = 0
        for recording in Corpus.open {
            for step in creations(recording) where step.expect_error != true {
                guard let text = step.params?.definition else { continue }
                let checked = StateMachineDefinition.check(parsing: text, isExpress: step.params?.type == "EXPRESS")
                let errors = checked.problems.filter { $0.severity == .error }.map(\.description)
                #expect(errors.isEmpty, "\(recording.id): \(text)")
                let json = try #require(checked.definition?.json)
                #expect(json.serialized() == (try JSONValue(parsing: text)).serialized())
                compared += 1
            }
        }
        #expect(compared > 400)
    }

    @Test(.enabled(if: !Corpus.open.isEmpty, "shared/conformance/open is not beside the checkout"))
    func refusedDefinitionsAreRefusedInTheSameWords() {
        var compared = 0
        for recording in Corpus.open {
            guard let recorded = recording.expected?.first(containing: "Invalid State Machine Definition"),
                let step = creations(recording).last(where: { $0.expect_error == true }),
                let text = step.params?.definition
            else { continue }
            let checked = StateMachineDefinition.check(parsing: text, isExpress: step.params?.type == "EXPRESS")
            let message = InvalidDefinition(problems: checked.problems).description
            #expect(recorded.hasSuffix(message.replacing("arn:aws:states", with: "arn:<partition>:states")))
            compared += 1
        }
        #expect(compared >= 5)
    }

    private func creations(_ recording: Corpus.OpenCase) -> [Corpus.OpenCase.Step] {
        (recording.steps ?? []).filter { $0.op == "CreateStateMachine" || $0.op == "UpdateStateMachine" }
    }
}
