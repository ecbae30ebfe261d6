// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON
import StatesLanguage

/// What is done to one image; the input is `{"policy": …, "now": …, "item": …}`, the output an `ItemResult`.
enum RetireImage {
    static var processor: ItemProcessor {
        ItemProcessor(
            processorConfig: ItemProcessor.Config(mode: .distributed, executionType: .standard),
            startAt: "DeregisterImage",
            states: [
                "DeregisterImage": .task(deregister),
                "DeleteImageSnapshots": .task(deleteSnapshots),
                "DeregisteringFailed": .pass(deregisteringFailed),
                "DeletingSnapshotsFailed": .pass(deletingSnapshotsFailed),
            ]
        )
    }

    private static var deregister: TaskState {
        var task = TaskState.worker(
            .deregisterImage,
            payload: ["policy.$": "$.policy", "now.$": "$.now", "item.$": "$.item"]
        )
        task.resultSelector = ["output.$": "$.Payload"]
        task.resultPath = "$.deregistered"
        task.catch = [.any(at: "$.error", next: "DeregisteringFailed")]
        task.next = "DeleteImageSnapshots"
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
        task.catch = [.any(at: "$.error", next: "DeletingSnapshotsFailed")]
        task.end = true
        return task
    }

    private static let deregisteringFailed = PassState(
        parameters: ["imageID.$": "$.item.imageID", "outcome": "failed", "error.$": "$.error.Error"],
        end: true
    )

    private static let deletingSnapshotsFailed = PassState(
        parameters: [
            "imageID.$": "$.item.imageID",
            "outcome": "failed",
            "error.$": "$.error.Error",
            "deregistered.$": "$.deregistered.output.outcome",
        ],
        end: true
    )
}
