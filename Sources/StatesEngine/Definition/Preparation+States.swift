// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension Preparation {
    mutating func task(_ task: TaskState) -> PreparedState.Kind? {
        guard let integration = TaskIntegration(resource: task.resource) else {
            report("the Resource '\(task.resource)' is no function, no activity and no service integration.")
            return nil
        }
        return .task(
            PreparedTask(
                resource: task.resource,
                integration: integration,
                timeout: number(task.timeoutSeconds, task.timeoutSecondsPath, "TimeoutSeconds"),
                heartbeat: number(task.heartbeatSeconds, task.heartbeatSecondsPath, "HeartbeatSeconds"),
                credentials: template(task.credentials, "Credentials")
            )
        )
    }

    mutating func wait(_ wait: WaitState) -> PreparedWait? {
        if let seconds = wait.seconds {
            switch seconds {
            case .literal(let literal): return .seconds(literal)
            case .expression(let expression):
                return jsonata(.string(expression.text), "Seconds").map { .secondsExpression($0) }
            }
        }
        if let text = wait.secondsPath { return path(text, "SecondsPath").map { .secondsPath($0) } }
        if let text = wait.timestampPath { return path(text, "TimestampPath").map { .timestampPath($0) } }
        if language == .jsonata, let text = wait.timestamp, JSONataExpression(text) != nil {
            return jsonata(.string(text), "Timestamp").map { .timestampExpression($0) }
        }
        guard let timestamp = wait.timestamp.flatMap(Timestamp.init(iso8601:)) else {
            report("a Wait state needs Seconds or a Timestamp of RFC 3339.")
            return nil
        }
        return .timestamp(timestamp)
    }

    mutating func choice(_ choice: ChoiceState) -> PreparedState.Kind? {
        var rules: [PreparedChoice] = []
        for (index, rule) in choice.choices.enumerated() {
            let field = "Choices[\(index)]"
            guard let next = rule.next, let condition = condition(rule, field) else {
                report("a choice rule needs a condition and Next.")
                return nil
            }
            rules.append(
                PreparedChoice(
                    condition: condition,
                    target: place(of: next),
                    assign: variables(rule.assign, "\(field)/Assign"),
                    output: language == .jsonata ? template(rule.output, "\(field)/Output") : nil
                )
            )
        }
        let fallback = choice.default.map { place(of: $0) }
        return .choice(rules, default: fallback)
    }

    private mutating func condition(_ rule: ChoiceRule, _ field: String) -> PreparedChoice.Condition? {
        switch rule.condition {
        case nil: return nil
        case .and(let rules)?: return conditions(rules, field).map { .and($0) }
        case .or(let rules)?: return conditions(rules, field).map { .or($0) }
        case .not(let rule)?: return condition(rule, field).map { .not($0) }
        case .jsonata(let value)?:
            return jsonata(value, "\(field)/Condition").map { .jsonata($0, field: "\(field)/Condition") }
        case .comparison(let comparison, let operand)?:
            guard let variable = rule.variable.flatMap({ path($0, "Variable") }),
                let prepared = self.operand(operand, of: comparison)
            else { return nil }
            return .comparison(comparison, variable: variable, operand: prepared)
        }
    }

    private mutating func conditions(_ rules: [ChoiceRule], _ field: String) -> [PreparedChoice.Condition]? {
        let prepared = rules.map { condition($0, field) }
        let complete = prepared.compactMap(\.self)
        return complete.count == prepared.count ? complete : nil
    }

    private mutating func operand(_ operand: JSONValue, of comparison: ComparisonOperator) -> PreparedChoice.Operand? {
        guard case .compare(_, _, withPath: true) = comparison.meaning else { return .value(operand) }
        return path(operand.string ?? "", comparison.name).map { .path($0) }
    }

    mutating func preparedMap(_ map: MapState, processor: ItemProcessor, graph: PreparedGraph) -> PreparedMap {
        PreparedMap(
            itemsPath: filter(map.itemsPath, "ItemsPath"),
            items: template(map.items, "Items"),
            reader: map.itemReader.map { reader($0) },
            // The older spelling of the selector is Parameters.
            itemSelector: template(map.itemSelector ?? map.parameters, "ItemSelector"),
            batcher: map.itemBatcher.map { batcher($0) },
            maxConcurrency: number(map.maxConcurrency, map.maxConcurrencyPath, "MaxConcurrency"),
            toleratedFailureCount: number(
                map.toleratedFailureCount,
                map.toleratedFailureCountPath,
                "ToleratedFailureCount"
            ),
            toleratedFailurePercentage: number(
                map.toleratedFailurePercentage,
                map.toleratedFailurePercentagePath,
                "ToleratedFailurePercentage"
            ),
            label: map.label,
            processor: graph,
            isDistributed: processor.isDistributed,
            childType: processor.processorConfig?.executionType == .express ? .express : .standard,
            writer: map.resultWriter.map { writer($0) }
        )
    }

    private mutating func reader(_ reader: ItemReader) -> PreparedReader {
        let config = reader.readerConfig
        return PreparedReader(
            resource: reader.resource,
            parameters: template(reader.parameters ?? reader.arguments, "ItemReader/Arguments"),
            maxItems: number(config?.maxItems, config?.maxItemsPath, "MaxItems"),
            configuration: config?.json ?? [:]
        )
    }

    private mutating func batcher(_ batcher: ItemBatcher) -> PreparedBatcher {
        PreparedBatcher(
            batchInput: template(batcher.batchInput, "ItemBatcher/BatchInput"),
            maxItems: number(batcher.maxItemsPerBatch, batcher.maxItemsPerBatchPath, "MaxItemsPerBatch"),
            maxBytes: number(
                batcher.maxInputBytesPerBatch,
                batcher.maxInputBytesPerBatchPath,
                "MaxInputBytesPerBatch"
            )
        )
    }

    private mutating func writer(_ writer: ResultWriter) -> PreparedWriter {
        PreparedWriter(
            resource: writer.resource,
            parameters: template(writer.parameters ?? writer.arguments, "ResultWriter/Arguments"),
            configuration: writer.writerConfig?.json
        )
    }
}

extension ReaderConfig {
    /// What the reading itself needs.
    fileprivate var json: JSONValue {
        var json = JSONObject()
        json["InputType"] = inputType.map { .string($0.rawValue) }
        json["Transformation"] = transformation.map { .string($0.rawValue) }
        json["ManifestType"] = manifestType.map { .string($0.rawValue) }
        json["CSVHeaderLocation"] = csvHeaderLocation.map { .string($0.rawValue) }
        json["CSVHeaders"] = csvHeaders.map { .array($0.map { .string($0) }) }
        json["CSVDelimiter"] = csvDelimiter.map { .string($0.rawValue) }
        json["ItemsPointer"] = itemsPointer.map { .string($0) }
        return .object(json)
    }
}

extension WriterConfig {
    fileprivate var json: JSONValue {
        var json = JSONObject()
        json["Transformation"] = transformation.map { .string($0.rawValue) }
        json["OutputType"] = outputType.map { .string($0.rawValue) }
        return .object(json)
    }
}
