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
            timeoutSeconds: 21_600,
            startAt: "BeginRun",
            states: [
                "BeginRun": .pass(begin),
                "ListExpiredImages": .task(list),
                "RetireImages": .map(retire),
                "MoreImages?": .choice(more),
                "RetiringBroken": .pass(retiringBroken),
                "AnythingListed?": .choice(anythingListed),
                "ReportRun": .task(report),
                "Failures?": .choice(failures),
                "NotifyFailures": .task(notifyFailures),
                "ImagesFailed": .fail(imagesFailed),
                "NotifyError": .task(notifyError),
                "RunFailed": .fail(runFailed),
                "RunSucceeded": .succeed(SucceedState(outputPath: "$.report")),
            ]
        )
    }

    private static let begin = PassState(
        result: ["page": nil, "results": [], "error": nil, "report": ["text": "No image was touched."]],
        next: "ListExpiredImages"
    )

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
        task.catch = [.any(at: "$.error", next: "AnythingListed?")]
        task.next = "RetireImages"
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
            outputPath: "$.run",
            catch: [.any(at: "$.run.error", next: "RetiringBroken")],
            next: "MoreImages?"
        )
    }

    private static let more = ChoiceState(
        choices: [ChoiceRule(variable: "$.page.cursor", .test(.isNull), false, next: "ListExpiredImages")],
        default: "ReportRun"
    )

    private static let retiringBroken = PassState(inputPath: "$.run", next: "ReportRun")

    /// Pages that were dealt with deserve their report although the run broke off.
    private static let anythingListed = ChoiceState(
        choices: [ChoiceRule(variable: "$.page", .test(.isNull), true, next: "NotifyError")],
        default: "ReportRun"
    )

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
        task.catch = [.any(at: "$.error", next: "NotifyError")]
        task.next = "Failures?"
        return task
    }

    private static let failures = ChoiceState(
        choices: [
            ChoiceRule(variable: "$.error", .test(.isNull), false, next: "NotifyError"),
            ChoiceRule(variable: "$.report.status", .compare(.string, .equals), "OK", next: "RunSucceeded"),
        ],
        default: "NotifyFailures"
    )

    private static var notifyFailures: TaskState {
        .notice(
            subject: "States.Format('{} had failures', $$.StateMachine.Name)",
            message: "$.report.text",
            next: "ImagesFailed"
        )
    }

    private static let imagesFailed = FailState(error: "Shelflife.RunIncomplete", causePath: "$.report.text")

    private static var notifyError: TaskState {
        .notice(
            subject: "States.Format('{} failed', $$.StateMachine.Name)",
            message: "States.Format('{} failed with {}: {} {} Execution: {}', "
                + "$$.StateMachine.Name, $.error.Error, $.error.Cause, $.report.text, $$.Execution.Id)",
            next: "RunFailed"
        )
    }

    private static let runFailed = FailState(errorPath: "$.error.Error", causePath: "$.error.Cause")
}
