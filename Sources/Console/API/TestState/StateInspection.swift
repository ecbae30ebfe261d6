// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import StatesLanguage

/// Shows what data becomes on its way through a state: each stage is the state run without its later fields.
struct StateInspection {
    let state: StateUnderTest
    let surroundings: StateRun.Surroundings
    /// The result of a Task, a Map or a Parallel state, where there is one.
    var result: JSONValue?
    /// What the items of a Map state become.
    var trial: MapTrial?

    private var json: JSONObject { state.json }

    /// The members of `inspectionData` that follow from the definition, input first.
    func stages(of run: StateRun, task: TaskRequest?) -> JSONObject {
        var stages: JSONObject = ["input": .string(surroundings.input.serialized())]
        if state.isJSONata {
            if json["Arguments"] != nil { stages.tell("afterArguments", task?.parameters) }
        } else {
            tellInput(&stages, task)
        }
        if state.type == .map { tellMap(&stages) }
        if state.type == .task { stages.tell("result", result) }
        if !state.isJSONata { tellOutput(&stages, run) }
        return stages
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
        if json["ItemSelector"] != nil || json["Parameters"] != nil { stages.tell("afterItemSelector", trial?.items) }
        stages.tell("afterItemBatcher", trial?.batches)
        stages["maxConcurrency"] = number("MaxConcurrency") ?? 0
        stages["toleratedFailureCount"] = number("ToleratedFailureCount")
        stages["toleratedFailurePercentage"] = number("ToleratedFailurePercentage")
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
