// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension ItemBatcher: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        validateLanguage(scope, &problems)
        let counts = ["MaxItemsPerBatch", "MaxItemsPerBatchPath"]
        let sizes = ["MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"]
        validateExclusive(counts, &problems)
        validateExclusive(sizes, &problems)
        if !(counts + sizes).contains(where: has) {
            let message = "One of the following fields is required: [MaxItemsPerBatch, MaxInputBytesPerBatch]"
            problems.report(.requiredFields, message)
        }
        problems.checkRange(maxItemsPerBatch, "MaxItemsPerBatch", 0...Int.max, scope)
        problems.checkRange(maxInputBytesPerBatch, "MaxInputBytesPerBatch", 0...262_144, scope)
        problems.checkReferencePath(maxItemsPerBatchPath, "MaxItemsPerBatchPath")
        problems.checkReferencePath(maxInputBytesPerBatchPath, "MaxInputBytesPerBatchPath")
        if scope.language == .jsonPath { problems.checkTemplate(batchInput, "BatchInput") }
    }
}

extension ItemReader: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        validateLanguage(scope, &problems)
        problems.checkTemplate(parameters, "Parameters")
        if let readerConfig { problems.inside(.member("ReaderConfig")) { readerConfig.validate(scope, &$0) } }
    }
}

extension ReaderConfig: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        validateLanguage(scope, &problems)
        validateExclusive(["MaxItems", "MaxItemsPath"], &problems)
        problems.checkRange(maxItems, "MaxItems", 0...100_000_000, scope)
        problems.checkReferencePath(maxItemsPath, "MaxItemsPath")
        if inputType == .csv, !has("CSVHeaderLocation") {
            problems.report(.requiredFields, "These fields are required: [CSVHeaderLocation]")
        }
        if csvHeaderLocation == .given, !has("CSVHeaders") {
            problems.report(.requiredFields, "These fields are required: [CSVHeaders]")
        }
    }
}

extension ResultWriter: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        validateLanguage(scope, &problems)
        problems.checkTemplate(parameters, "Parameters")
        if !has("Resource"), !has("WriterConfig") {
            problems.report(.requiredFields, "One of the following fields is required: [Resource, WriterConfig]")
        }
    }
}
