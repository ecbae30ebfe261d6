// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON
import StatesLanguage

/// A run that lists a page, deals with each item of it, goes on while there is more, reports, and tells somebody when
/// something failed: what all workflows have in common.
///
/// The execution's input is the policy. What goes from state to state is the same everywhere, so that every state can
/// rely on it:
///
///     {"page": {"cursor": …, "tally": {…}}, "results": […], "error": null, "report": {"text": …}}
///
/// `page` is null until something was listed; `error` is what broke the run off, if something did.
struct PagedRun {
    /// What the workflow does, in a sentence or two.
    var comment: String
    var timeoutSeconds: Int
    /// What is listed, in a state's name: `Images`.
    var noun: String
    var listing: WorkerStep
    /// What the listing takes beside the policy.
    var listingPayload: JSONObject = [:]
    /// The Map state's name, `RetireImages` for instance.
    var dealing: String
    var dealingComment: String
    var concurrency: Int
    var processor: ItemProcessor
    var reporting: WorkerStep
    /// Under which name the report takes the results.
    var resultsField = "results"
    /// What is told when the run breaks off before anything.
    var untouched: String

    var definition: StateMachineDefinition {
        StateMachineDefinition(comment: comment, timeoutSeconds: timeoutSeconds) {
            Step("BeginRun", PassState(result: beginning))
            Step(listing.rawValue, list)
                .catch("States.ALL", at: "$.error", goTo: "AnythingListed?")
            Step(dealing, deal)
                .catch("States.ALL", at: "$.run.error", goTo: "\(broken)Broken")
            Step(
                "More\(noun)?",
                ChoiceState {
                    when(.test("$.page.cursor", .isNull, is: false), goTo: listing.rawValue)
                    otherwise(goTo: reporting.rawValue)
                }
            )

            Step(reporting.rawValue, report)
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

            Step("NotifyFailures", Self.notifyFailures)
                .catch("States.ALL", at: "$.notice", goTo: "\(noun)Failed")
            Step("\(noun)Failed", FailState(error: "Shelflife.RunIncomplete", causePath: "$.report.text"))

            Step("\(broken)Broken", PassState(inputPath: "$.run"))
                .next(reporting.rawValue)
            Step(
                "AnythingListed?",
                ChoiceState(comment: "Pages that were dealt with deserve their report although the run broke off.") {
                    when(.test("$.page", .isNull), goTo: "CauseKnown?")
                    otherwise(goTo: reporting.rawValue)
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
            Step("NotifyError", Self.notifyError)
                .catch("States.ALL", at: "$.notice", goTo: "RunFailed")
            Step("RunFailed", FailState(errorPath: "$.error.Error", causePath: "$.error.Cause"))
        }
    }

    /// `Retiring` of `RetireImages`, `BackingUp` of `BackUpInstances`.
    private var broken: String {
        switch dealing {
        case let name where name.hasPrefix("Retire"): "Retiring"
        default: "BackingUp"
        }
    }

    private var beginning: JSONValue {
        ["page": nil, "results": [], "error": nil, "report": ["text": .string(untouched)]]
    }

    private var list: TaskState {
        var payload: JSONObject = [
            "policy.$": "$$.Execution.Input",
            "now.$": "$$.Execution.StartTime",
            "page.$": "$.page",
            "results.$": "$.results",
        ]
        for (name, value) in listingPayload { payload[name] = value }
        var task = TaskState.worker(listing, payload: payload)
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

    /// An execution an item.
    ///
    /// What fails there is a result, so that one item never fails the others.
    private var deal: MapState {
        MapState(
            comment: dealingComment,
            itemsPath: "$.items",
            itemSelector: [
                "policy.$": "$$.Execution.Input",
                "now.$": "$$.Execution.StartTime",
                "item.$": "$$.Map.Item.Value",
            ],
            maxConcurrency: .literal(concurrency),
            // The item catches all it can; whatever remains is counted as unaccounted by the report.
            toleratedFailurePercentage: .literal(JSONNumber(100)),
            label: dealing,
            itemProcessor: processor,
            resultPath: "$.run.results",
            // Leaves the items behind: with their results they might not fit into a state.
            outputPath: "$.run"
        )
    }

    private var report: TaskState {
        var task = TaskState.worker(
            reporting,
            payload: [
                "policy.$": "$$.Execution.Input",
                "now.$": "$$.Execution.StartTime",
                "execution.$": "$$.Execution.Id",
                "page.$": "$.page",
                "\(resultsField).$": "$.results",
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
