// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON
import StatesLanguage

/// Retires the images whose shelf life is over: list a page, retire each image of it, go on while there is more,
/// report, and tell somebody when something failed.
///
/// The execution's input is the policy. What goes from state to state is the same everywhere, so that every state can
/// rely on it:
///
///     {"page": {"cursor": …, "tally": {…}}, "results": […], "error": null, "report": {"text": …}}
///
/// `page` is null until something was listed; `error` is what broke the run off, if something did.
enum ExpireImages {
    static var definition: StateMachineDefinition {
        StateMachineDefinition(
            comment: "Retires expired AMIs and the EBS snapshots behind them. The input is a policy.",
            // A backlog of 10,000 images takes about an hour at the pace that EC2 allows.
            timeoutSeconds: 21_600
        ) {
            Step("BeginRun", PassState(result: beginning))
            Step("ListExpiredImages", list)
                .catch("States.ALL", at: "$.error", goTo: "AnythingListed?")
            Step("RetireImages", retire)
                .catch("States.ALL", at: "$.run.error", goTo: "RetiringBroken")
            Step(
                "MoreImages?",
                ChoiceState {
                    when(.test("$.page.cursor", .isNull, is: false), goTo: "ListExpiredImages")
                    otherwise(goTo: "ReportRun")
                }
            )

            Step("ReportRun", report)
                .catch("States.ALL", at: "$.error", goTo: "CauseKnown?")
            Step(
                "Failures?",
                ChoiceState {
                    when(.test("$.error", .isNull, is: false), goTo: "CauseKnown?")
                    when(.string("$.report.status", .equals, "OK"), goTo: "RunSucceeded")
                    otherwise(goTo: "NotifyFailures")
                }
            )
            Step("RunSucceeded", SucceedState(outputPath: "$.report"))

            Step("NotifyFailures", notifyFailures)
                .catch("States.ALL", at: "$.notice", goTo: "ImagesFailed")
            Step("ImagesFailed", FailState(error: "Shelflife.RunIncomplete", causePath: "$.report.text"))

            Step("RetiringBroken", PassState(inputPath: "$.run"))
                .next("ReportRun")
            Step(
                "AnythingListed?",
                ChoiceState(comment: "Pages that were dealt with deserve their report although the run broke off.") {
                    when(.test("$.page", .isNull), goTo: "CauseKnown?")
                    otherwise(goTo: "ReportRun")
                }
            )
            Step(
                "CauseKnown?",
                ChoiceState(comment: "An error may come without a cause, and a path to nothing would lose the notice.")
                {
                    when(.test("$.error.Cause", .isPresent), goTo: "NotifyError")
                    otherwise(goTo: "NameNoCause")
                }
            )
            Step("NameNoCause", PassState(result: "no cause was given", resultPath: "$.error.Cause"))
            Step("NotifyError", notifyError)
                .catch("States.ALL", at: "$.notice", goTo: "RunFailed")
            Step("RunFailed", FailState(errorPath: "$.error.Error", causePath: "$.error.Cause"))
        }
    }

    private static let beginning: JSONValue = [
        "page": nil, "results": [], "error": nil, "report": ["text": "No image was touched."],
    ]

    private static var list: TaskState {
        var task = TaskState.worker(
            .listExpiredImages,
            payload: [
                "policy.$": "$$.Execution.Input",
                "now.$": "$$.Execution.StartTime",
                "page.$": "$.page",
                "results.$": "$.results",
            ]
        )
        task.resultSelector = [
            "items.$": "$.Payload.items",
            "run": [
                "page": ["cursor.$": "$.Payload.cursor", "tally.$": "$.Payload.tally"],
                "results": [],
                "error": nil,
                "report": ["text": "The run could not be reported."],
            ],
        ]
        return task
    }

    /// An execution an image.
    ///
    /// What fails there is a result, so that one image never fails the others.
    private static var retire: MapState {
        MapState(
            comment: "Five at a time stay below the five deregistrations a second that EC2 grants an account.",
            itemsPath: "$.items",
            itemSelector: [
                "policy.$": "$$.Execution.Input",
                "now.$": "$$.Execution.StartTime",
                "item.$": "$$.Map.Item.Value",
            ],
            maxConcurrency: 5,
            // The item catches all it can; whatever remains is counted as unaccounted by the report.
            toleratedFailurePercentage: .literal(JSONNumber(100)),
            label: "RetireImages",
            itemProcessor: RetireImage.processor,
            resultPath: "$.run.results",
            // Leaves the items behind: with their results they might not fit into a state.
            outputPath: "$.run"
        )
    }

    private static var report: TaskState {
        var task = TaskState.worker(
            .reportRun,
            payload: [
                "policy.$": "$$.Execution.Input",
                "now.$": "$$.Execution.StartTime",
                "execution.$": "$$.Execution.Id",
                "page.$": "$.page",
                "results.$": "$.results",
            ]
        )
        task.resultSelector = [
            "policy.$": "$.Payload.policy",
            "mode.$": "$.Payload.mode",
            "status.$": "$.Payload.status",
            "execution.$": "$.Payload.execution",
            "tally.$": "$.Payload.tally",
            "text.$": "$.Payload.text",
        ]
        task.resultPath = "$.report"
        return task
    }

    private static let notifyFailures = TaskState.notice(
        subject: "States.Format('{} had failures', $$.StateMachine.Name)",
        message: "$.report.text"
    )

    private static let notifyError = TaskState.notice(
        subject: "States.Format('{} failed', $$.StateMachine.Name)",
        message: "States.Format('{} failed with {}: {} {} Execution: {}', "
            + "$$.StateMachine.Name, $.error.Error, $.error.Cause, $.report.text, $$.Execution.Id)"
    )
}
