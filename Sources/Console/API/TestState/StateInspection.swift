// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import StatesLanguage

/// Shows what data becomes on its way through a state: each stage is the state run without its later fields.
struct StateInspection {
    let state: StateUnderTest
    let surroundings: StateRun.Surroundings
    /// The result of a Task, a Map or a Parallel state, where there is one.
    let result: JSONValue?

    private var json: JSONObject { state.json }

    /// The members of `inspectionData` that follow from the definition, input first.
    func stages(of run: StateRun, task: TaskRequest?) -> JSONObject {
        var stages: JSONObject = ["input": .string(surroundings.input.serialized())]
        if state.isJSONata {
            tellArguments(&stages, task)
        } else {
            tellInput(&stages, task)
        }
        if state.type == .map { tellMap(&stages) }
        if state.type == .task { stages.tell("result", result) }
        if !state.isJSONata { tellOutput(&stages, run) }
        return stages
    }

    private func tellArguments(_ stages: inout JSONObject, _ task: TaskRequest?) {
        guard let arguments = json["Arguments"] else { return }
        // Of a Parallel state a task stands in the engine, which gets the state's input.
        stages.tell("afterArguments", state.type == .parallel ? evaluated(arguments) : task?.parameters)
    }

    private func tellInput(_ stages: inout JSONObject, _ task: TaskRequest?) {
        let usesInput = state.type != .parallel && json["Result"] == nil
        guard usesInput else { return }
        stages.tell("afterInputPath", passing(json.keeping("InputPath")))
        switch state.type {
        case .task: stages.tell("afterParameters", task?.parameters)
        case .pass: stages.tell("afterParameters", passing(json.keeping("InputPath", "Parameters")))
        default: break
        }
    }

    private func tellOutput(_ stages: inout JSONObject, _ run: StateRun) {
        let hasResult = [.pass, .task, .map, .parallel].contains(state.type) && run.exit != nil
        guard hasResult else { return }
        if json["Result"] != nil { stages.tell("result", json["Result"]) }
        stages.tell("afterResultSelector", ending(without: ["ResultPath", "OutputPath", "Assign"]))
        stages.tell("afterResultPath", ending(without: ["OutputPath", "Assign"]))
    }

    private func tellMap(_ stages: inout JSONObject) {
        if !state.isJSONata {
            var path = json.keeping("InputPath")
            path["OutputPath"] = json["ItemsPath"]
            stages.tell("afterItemsPath", passing(path))
        }
        if json["ItemSelector"] != nil || json["Parameters"] != nil {
            stages.tell("afterItemSelector", iteration?.exit?.output)
        }
        if json["ItemBatcher"] != nil { stages.tell("afterItemBatcher", batches) }
        stages["maxConcurrency"] = number("MaxConcurrency") ?? 0
        stages["toleratedFailureCount"] = number("ToleratedFailureCount")
        stages["toleratedFailurePercentage"] = number("ToleratedFailurePercentage")
    }

    /// The Map state with an item processor that does nothing: gives every item as the processor would get it, and
    /// fails where the items cannot be found.
    ///
    /// nil of other states, and where a reader brings the items.
    var iteration: StateRun? { iterating(by: ["Mode": "INLINE"]) }

    /// What each child execution would get.
    private var batches: JSONValue? {
        let distributed = iterating(by: ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "ItemBatcher")
        return distributed.map { .array($0.childInputs) }
    }

    private func iterating(by configuration: JSONValue, _ more: String...) -> StateRun? {
        guard state.type == .map, json["ItemReader"] == nil else { return nil }
        let fields = ["QueryLanguage", "InputPath", "ItemsPath", "Items", "ItemSelector", "Parameters"] + more
        var map = JSONObject(json.filter { fields.contains($0.key) })
        map["Type"] = "Map"
        map["End"] = true
        map["ItemProcessor"] = [
            "ProcessorConfig": configuration, "StartAt": "Item", "States": ["Item": ["Type": "Pass", "End": true]],
        ]
        return try? StateRun(map, in: surroundings)
    }

    /// How many items a Map state would work on.
    var itemCount: Int? {
        if let items = json["Items"] {
            if let array = items.array { return array.count }
            return evaluated(items)?.array?.count
        }
        var path = json.keeping("InputPath")
        path["OutputPath"] = json["ItemsPath"]
        return passing(path)?.array?.count
    }

    /// A number that stands in the definition, is found by a path, or is computed.
    private func number(_ field: String) -> JSONValue? {
        if let value = json[field] {
            return value.number == nil ? evaluated(value) : value
        }
        guard let path = json[field + "Path"] else { return nil }
        return passing(["InputPath": path])
    }

    private func evaluated(_ expression: JSONValue) -> JSONValue? {
        passing(["QueryLanguage": "JSONata", "Output": expression])
    }

    /// The output of a Pass state of these fields.
    private func passing(_ fields: JSONObject) -> JSONValue? {
        var pass = fields
        pass["Type"] = "Pass"
        pass["End"] = true
        return (try? StateRun(pass, in: surroundings))?.exit?.output
    }

    /// The output of the state without some of its fields.
    private func ending(without fields: [String]) -> JSONValue? {
        var shortened = StateTest.runnable(state)
        for field in fields { shortened.removeValue(forName: field) }
        guard var run = try? StateRun(shortened, in: surroundings) else { return nil }
        if let result { run.answer(.succeeded(result)) }
        return run.exit?.output
    }
}

extension JSONObject {
    fileprivate func keeping(_ names: String...) -> JSONObject {
        JSONObject(filter { names.contains($0.key) })
    }

    /// Stages are JSON texts in the answer.
    fileprivate mutating func tell(_ name: String, _ value: JSONValue?) {
        if let value { self[name] = .string(value.serialized()) }
    }
}
