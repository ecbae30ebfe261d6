// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON
import StatesLanguage

/// What is done to one image; the input is `{"policy": …, "now": …, "item": …}`, the output an `ItemResult`.
enum RetireImage {
    static var processor: ItemProcessor {
        .distributed {
            Step("DeregisterImage", deregister)
                .catch("States.ALL", at: "$.error", goTo: "DeregisteringFailed")
            Step("DeleteImageSnapshots", deleteSnapshots)
                .catch("States.ALL", at: "$.error", goTo: "DeletingSnapshotsFailed")
                .end()
            Step("DeregisteringFailed", PassState(parameters: .object(failure)))
                .end()
            Step("DeletingSnapshotsFailed", PassState(parameters: .object(failureAfterDeregistering)))
        }
    }

    private static var deregister: TaskState {
        var task = TaskState.worker(
            .deregisterImage,
            payload: ["policy.$": "$.policy", "now.$": "$.now", "item.$": "$.item"]
        )
        task.resultSelector = ["output.$": "$.Payload"]
        task.resultPath = "$.deregistered"
        return task
    }

    private static var deleteSnapshots: TaskState {
        var task = TaskState.worker(
            .deleteImageSnapshots,
            payload: ["policy.$": "$.policy", "item.$": "$.item", "deregistered.$": "$.deregistered.output"]
        )
        // Only the summary leaves the item: a thousand of them must fit into a state.
        task.resultSelector = ["result.$": "$.Payload.result"]
        task.outputPath = "$.result"
        return task
    }

    private static let failure: JSONObject = [
        "imageID.$": "$.item.imageID", "outcome": "failed", "error.$": "$.error.Error",
    ]

    private static var failureAfterDeregistering: JSONObject {
        var result = failure
        result["deregistered.$"] = "$.deregistered.output.outcome"
        // Once the image is gone, nothing else tells which these were.
        result["snapshotIDs.$"] = "$.deregistered.output.snapshotIDs"
        return result
    }
}
