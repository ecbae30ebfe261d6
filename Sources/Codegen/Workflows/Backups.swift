// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON
import StatesLanguage

/// Makes images of instances.
enum BackupImages {
    static var definition: StateMachineDefinition {
        Backups.run(
            .images,
            comment: "Makes AMIs of the selected instances and tags their snapshots. The input is a policy.",
            processor: .distributed {
                Step(
                    "Begun?",
                    ChoiceState {
                        when(.test("$.item.imageID", .isPresent), goTo: "TakeUp")
                        otherwise(goTo: "CreateImage")
                    }
                )
                Backups.begin(.createImage)
                Backups.look(.tagSnapshots, waitSeconds: 120, wait: "WaitForSnapshots", count: "CountLook") {
                    otherwise(goTo: "ItemEnded")
                }
                Backups.ends
            }
        )
    }
}

/// Makes snapshots of instances' volumes, and copies of them in other regions.
enum BackupVolumes {
    static var definition: StateMachineDefinition {
        Backups.run(
            .volumes,
            comment: "Makes EBS snapshots of instances' volumes, and copies of them. "
                + "The input is a policy.",
            processor: .distributed {
                Step(
                    "Begun?",
                    ChoiceState {
                        when(.test("$.item.snapshotIDs", .isPresent), goTo: "TakeUp")
                        otherwise(goTo: "CreateSnapshots")
                    }
                )
                Backups.begin(.createSnapshots)
                Backups.look(.tagSnapshots, waitSeconds: 120, wait: "WaitForSnapshots", count: "CountLook") {
                    when(.string("$.progress.state", .equals, "copying"), goTo: "CopySnapshots")
                    otherwise(goTo: "ItemEnded")
                }
                Backups.look(.copySnapshots, waitSeconds: 120, wait: "WaitForCopies", count: "CountCopyLook") {
                    when(.string("$.progress.state", .equals, "deleting"), goTo: "DeleteSourceSnapshots")
                    otherwise(goTo: "ItemEnded")
                }
                Step("DeleteSourceSnapshots", Backups.task(.deleteSourceSnapshots))
                    .catch("States.ALL", at: "$.error", goTo: "ItemFailed")
                    .next("ItemEnded")
                Backups.ends
            }
        )
    }
}

/// What both have in common. An item's data is
///
///     {"policy": …, "now": …, "item": …, "count": {"looks": 0}, "progress": {"state": …, "item": …, "result": …}}
///
/// where `progress` is what the last step gave.
enum Backups {
    /// Six hours of two minutes each; what takes longer is taken up by the next run.
    private static let mostLooks = 180

    static func run(_ kind: BackupKind, comment: String, processor: ItemProcessor) -> StateMachineDefinition {
        PagedRun(
            comment: comment,
            // Waiting costs nothing; a day is enough for the first, full copies of big volumes.
            timeoutSeconds: 86_400,
            noun: "Targets",
            listing: .listBackupTargets,
            listingPayload: ["kind": .string(kind.rawValue)],
            dealing: "BackUpTargets",
            dealingComment: "Most items only wait for EC2.",
            concurrency: WorkerStep.createImage.workersAtOnce,
            processor: processor,
            reporting: .reportBackups,
            untouched: "No backup was made."
        ).definition
    }

    /// Begins a backup, or takes up one that an earlier run began.
    @StepBuilder
    static func begin(_ step: WorkerStep) -> [StatesLanguage.Step] {
        Step(step.rawValue, task(step, item: "$.item", looks: nil))
            .catch("States.ALL", at: "$.error", goTo: "ItemFailed")
            .next("CreationFailed?")
        Step(
            "TakeUp",
            PassState(parameters: ["item.$": "$.item"], resultPath: "$.progress")
        )
        .next("StartLooking")
        Step(
            "CreationFailed?",
            ChoiceState {
                when(.string("$.progress.state", .equals, "ended"), goTo: "ItemEnded")
                otherwise(goTo: "StartLooking")
            }
        )
        Step("StartLooking", PassState(result: ["looks": 0], resultPath: "$.count"))
    }

    /// Looks how far EC2 is, and waits and looks again while it is not done.
    @StepBuilder
    static func look(
        _ step: WorkerStep,
        waitSeconds: Int,
        wait: String,
        count: String,
        @ChoiceBuilder otherwise lines: () -> [ChoiceLine]
    ) -> [StatesLanguage.Step] {
        Step(step.rawValue, task(step))
            .catch("States.ALL", at: "$.error", goTo: "ItemFailed")
        Step(
            "\(step.rawValue)Again?",
            ChoiceState(
                when(
                    .string("$.progress.state", .equals, "pending")
                        && .number("$.count.looks", .lessThan, JSONNumber(mostLooks)),
                    goTo: count
                ),
                lines()
            )
        )
        Step(
            count,
            PassState(
                parameters: ["looks.$": "States.MathAdd($.count.looks, 1)"],
                resultPath: "$.count"
            )
        )
        Step(wait, WaitState(seconds: .literal(waitSeconds)))
            .next(step.rawValue)
    }

    /// The ends of every item: its output is a `BackupResult`.
    @StepBuilder
    static var ends: [StatesLanguage.Step] {
        Step("ItemEnded", PassState(outputPath: "$.progress.result"))
            .end()
        Step(
            "ItemFailed",
            PassState(parameters: ["id.$": "$.item.id", "outcome": "failed", "error.$": "$.error.Error"])
        )
    }

    static func task(_ step: WorkerStep, item: String = "$.progress.item", looks: String? = "$.count.looks")
        -> TaskState
    {
        var payload: JSONObject = ["policy.$": "$.policy", "now.$": "$.now", "item.$": .string(item)]
        if let looks { payload["tries.$"] = .string(looks) }
        var task = TaskState.worker(step, payload: payload)
        task.resultSelector = [
            "state.$": "$.Payload.state", "item.$": "$.Payload.item", "result.$": "$.Payload.result",
        ]
        task.resultPath = "$.progress"
        return task
    }
}

extension ChoiceState {
    /// A rule before others.
    fileprivate init(_ first: ChoiceLine, _ rest: [ChoiceLine]) {
        self.init(choices: [])
        for line in [first] + rest {
            switch line {
            case .rule(let rule): choices.append(rule)
            case .otherwise(let target): self.default = target
            }
        }
    }
}
