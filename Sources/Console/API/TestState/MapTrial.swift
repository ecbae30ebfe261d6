// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import StatesLanguage

/// A Map state run with an item processor that does nothing, which shows what its items become.
struct MapTrial {
    /// Every item as the item processor would get it.
    let items: JSONValue?
    /// The inputs of the child executions, where there is a batcher.
    let batches: JSONValue?
    /// The run that could not make the items.
    let failed: StateRun?

    /// - Returns: nil for other states, and where a reader brings the items.
    /// - Throws: `InvalidDefinition` when the engine cannot run the state.
    init?(of state: StateUnderTest, in surroundings: StateRun.Surroundings) throws(APIError) {
        guard state.type == .map, state.json["ItemReader"] == nil else { return nil }
        var surroundings = surroundings
        // The limits are for executions, and this is all iterations of the state in one.
        surroundings.limits.historyEvents = nil
        surroundings.limits.payloadBytes = nil
        surroundings.limits.distributedMapConcurrency = .max
        let inline = try Self.run(state, by: ["Mode": "INLINE"], without: ["ItemBatcher"], in: surroundings)
        guard inline.contains(.mapStateSucceeded) else {
            (items, batches, failed) = (nil, nil, inline)
            return
        }
        items = inline.exit?.output
        guard state.json["ItemBatcher"] != nil else {
            (batches, failed) = (nil, nil)
            return
        }
        let distributed: JSONValue = ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"]
        let run = try Self.run(state, by: distributed, without: [], in: surroundings)
        let isOpen = run.contains(.mapRunStarted) && !run.contains(.mapRunFailed)
        batches = isOpen ? .array(run.childInputs) : nil
        failed = isOpen ? nil : run
    }

    private static func run(
        _ state: StateUnderTest,
        by configuration: JSONValue,
        without fields: [String],
        in surroundings: StateRun.Surroundings
    ) throws(APIError) -> StateRun {
        var map = state.json
        // What becomes of results and errors is no matter of the items.
        let later = [
            "Retry", "Catch", "Iterator", "ResultSelector", "ResultPath", "OutputPath", "Output", "Assign",
            "ResultWriter", "Label",
            "ToleratedFailureCount", "ToleratedFailureCountPath", "ToleratedFailurePercentage",
            "ToleratedFailurePercentagePath", "MaxConcurrency", "MaxConcurrencyPath",
        ]
        for field in later + fields { map.removeValue(forName: field) }
        map["ItemProcessor"] = [
            "ProcessorConfig": configuration, "StartAt": "Item", "States": ["Item": ["Type": "Pass", "End": true]],
        ]
        return try StateRun(map, in: surroundings)
    }
}
