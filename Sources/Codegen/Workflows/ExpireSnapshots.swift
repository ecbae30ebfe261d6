// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON
import StatesLanguage

/// Deletes the snapshots whose shelf life is over.
enum ExpireSnapshots {
    static var definition: StateMachineDefinition {
        PagedRun(
            comment: "Deletes expired EBS snapshots, never one that backs an image. The input is a policy.",
            timeoutSeconds: 21_600,
            noun: "Snapshots",
            listing: .listExpiredSnapshots,
            dealing: "RetireSnapshots",
            dealingComment: "Five at a time stay below the five deletions a second that EC2 grants an account.",
            concurrency: WorkerStep.deleteSnapshot.workersAtOnce,
            processor: processor,
            reporting: .reportRun,
            resultsField: "snapshotResults",
            untouched: "No snapshot was touched."
        ).definition
    }

    /// The input is `{"policy": …, "now": …, "item": …}`, the output a `SnapshotItemResult`.
    private static var processor: ItemProcessor {
        .distributed {
            Step("DeleteSnapshot", delete)
                .catch("States.ALL", at: "$.error", goTo: "DeletingFailed")
                .end()
            Step(
                "DeletingFailed",
                PassState(
                    parameters: [
                        "snapshotID.$": "$.item.snapshotID", "outcome": "failed", "error.$": "$.error.Error",
                    ]
                )
            )
        }
    }

    private static var delete: TaskState {
        var task = TaskState.worker(
            .deleteSnapshot,
            payload: ["policy.$": "$.policy", "now.$": "$.now", "item.$": "$.item"]
        )
        task.resultSelector = ["result.$": "$.Payload"]
        task.outputPath = "$.result"
        return task
    }
}
