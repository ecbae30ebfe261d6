// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension MapState: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        validateExactlyOne(["ItemProcessor", "Iterator"], &problems)
        for pair in Self.pairs { validateExclusive(pair, &problems) }
        validateItems(scope, &problems)
        validateLimits(scope, &problems)
        validateLabel(&problems)
        for (name, processor) in [("ItemProcessor", itemProcessor), ("Iterator", iterator)] {
            guard let processor else { continue }
            problems.inside(.member(name)) { processor.validate(scope, &$0) }
        }
        if let itemReader { problems.inside(.member("ItemReader")) { itemReader.validate(scope, &$0) } }
        if let itemBatcher { problems.inside(.member("ItemBatcher")) { itemBatcher.validate(scope, &$0) } }
        if let resultWriter { problems.inside(.member("ResultWriter")) { resultWriter.validate(scope, &$0) } }
        validateMode(&problems)
    }

    private static let pairs = [
        ["Parameters", "ItemSelector"],
        ["MaxConcurrency", "MaxConcurrencyPath"],
        ["ToleratedFailureCount", "ToleratedFailureCountPath"],
        ["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"],
    ]

    private func validateItems(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        if itemsPath == .null { problems.report(.path, at: "ItemsPath", "Value is not a valid JSONPath") }
        problems.checkPath(itemsPath, "ItemsPath")
        if scope.language == .jsonPath { problems.checkTemplate(itemSelector, "ItemSelector") }
        switch items {
        case .array, .object, nil: break
        case .string(let text) where JSONataExpression(text) != nil: break
        default: problems.report(.valueTypes, at: "Items", "Expected value of type Array or a JSONata expression")
        }
    }

    private func validateLimits(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        problems.checkRange(maxConcurrency, "MaxConcurrency", 0...Int.max, scope)
        problems.checkRange(toleratedFailureCount, "ToleratedFailureCount", 0...Int.max, scope)
        problems.checkRange(toleratedFailurePercentage?.literal, "ToleratedFailurePercentage", 0.0...100.0)
        if scope.language == .jsonPath, case .expression = toleratedFailurePercentage {
            problems.report(.valueTypes, at: "ToleratedFailurePercentage", "Expected value of type Number")
        }
        problems.checkReferencePath(maxConcurrencyPath, "MaxConcurrencyPath")
        problems.checkReferencePath(toleratedFailureCountPath, "ToleratedFailureCountPath")
        problems.checkReferencePath(toleratedFailurePercentagePath, "ToleratedFailurePercentagePath")
    }

    private func validateLabel(_ problems: inout ProblemCollector) {
        guard let label else { return }
        let special = " \t\n<>{}[]?*\"#%\\^|~`$&,;:/"
        let isPlain = label.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !special.unicodeScalars.contains(scalar)
        }
        guard !isPlain || !(1...40).contains(label.count) else { return }
        let message = "A Label has 1 to 40 characters without blanks, wildcards, brackets and other special characters"
        problems.report(.labelForm, at: "Label", message)
    }

    /// Readers, batchers and writers are for executions of their own.
    private func validateMode(_ problems: inout ProblemCollector) {
        guard let processor, !processor.isDistributed else { return }
        for name in ["ItemReader", "ItemBatcher", "ResultWriter", "Label"] where has(name) {
            let note = "only a Map state with a ProcessorConfig of Mode DISTRIBUTED has it"
            problems.report(.knownFields, "Field '\(name)' is not supported", note: note)
        }
    }
}

extension ItemProcessor: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        var scope = scope
        if let processorConfig {
            problems.inside(.member("ProcessorConfig")) { processorConfig.validate(scope, &$0) }
            if isDistributed, scope.isExpress {
                let message = "Express state machine does not support a Map state of Mode DISTRIBUTED"
                problems.report(.expressIntegration, at: "ProcessorConfig", message)
            }
            if isDistributed { scope.isExpress = processorConfig.executionType == .express }
        }
        validateStates(scope, &problems)
        validateTransitions(&problems)
    }
}

extension ItemProcessor.Config: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        let hasType = has("ExecutionType")
        if mode == .distributed, !hasType {
            problems.report(.requiredFields, "These fields are required: [ExecutionType]")
        } else if mode != .distributed, layout.unrecognized["Mode"] == nil, hasType {
            problems.report(.knownFields, "Field 'ExecutionType' is not supported")
        }
    }
}
