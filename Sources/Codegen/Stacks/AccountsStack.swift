// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// Starts a workflow once for each account and region that a policy names.
///
/// A state machine around another: each run keeps its own limits, report and alarms, and the workflows know nothing of it.
package enum AccountsStack {
    static let workflow = Workflow("spread-accounts", definition)

    package static var template: Template {
        var template = Template(
            description: "Shelflife: starts a workflow once for each account and region that a policy names.",
            parameterGroups: [
                ParameterGroup("What to start", [stateMachineARN]),
                ParameterGroup("Notices and logs", [WorkflowStack.notificationTopic, Parameters.logRetentionDays]),
                Parameters.security,
            ],
            resources: StateMachine(workflow, does: statements).resources + Alarms.resources(for: workflow)
        )
        template.conditions = [
            "HasKmsKey": .not(.equals(Parameters.kmsKeyARN.ref, "")),
            "HasPermissionsBoundary": .not(.equals(Parameters.permissionsBoundaryARN.ref, "")),
        ]
        template.outputs = [
            Output(
                "StateMachineArn",
                "What schedule.yaml starts with a policy that names accounts.",
                .ref(workflow.logicalID)
            )
        ]
        return template
    }

    static let stateMachineARN = Parameter(
        "StateMachineArn",
        "State machine",
        .text(
            pattern: "^arn:aws[a-z-]*:states:[a-z0-9-]+:[0-9]{12}:stateMachine:[A-Za-z0-9_-]+$",
            expectation: "The ARN of a state machine"
        ),
        default: nil,
        "The workflow to start: the output StateMachineArn of its stack."
    )

    /// Starting the workflow and hearing how it ended.
    static var statements: [IAMStatement] {
        [
            IAMStatement("StartWorkflow", ["states:StartExecution"], on: stateMachineARN.ref),
            IAMStatement(
                "FollowWorkflow",
                ["states:DescribeExecution", "states:StopExecution"],
                on: [
                    "Fn::Join": [
                        ":",
                        [
                            "arn", .ref("AWS::Partition"), "states", .ref("AWS::Region"), .ref("AWS::AccountId"),
                            "execution", ["Fn::Select": [6, ["Fn::Split": [":", stateMachineARN.ref]]]], "*",
                        ],
                    ]
                ]
            ),
            // How Step Functions hears that an execution it waits for has ended.
            IAMStatement(
                "HearOfTheEnd",
                ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
                on: .sub(
                    "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/"
                        + "StepFunctionsGetEventsForStepFunctionsExecutionRule"
                )
            ),
        ]
    }
}

extension AccountsStack {
    /// Each execution gets the policy narrowed to one account and one region.
    static var definition: StateMachineDefinition {
        StateMachineDefinition(
            comment: "Starts a workflow once for each account and region that the policy names. The input is a policy.",
            timeoutSeconds: 43_200
        ) {
            Step(
                "EachAccount",
                MapState(
                    itemsPath: "$.accounts",
                    itemSelector: ["policy.$": "$", "account.$": "$$.Map.Item.Value"],
                    maxConcurrency: 5,
                    itemProcessor: .inline { Step("EachRegion", eachRegion) },
                    resultPath: "$.results"
                )
            )
            Step("FindFailures", PassState(parameters: ["failed.$": "$.results[*][?(@.outcome == 'failed')]"]))
            Step(
                "CountFailures",
                PassState(parameters: ["failed.$": "$.failed", "count.$": "States.ArrayLength($.failed)"])
            )
            Step(
                "AllSucceeded?",
                ChoiceState {
                    when(.number("$.count", .equals, JSONNumber(0)), goTo: "AllSucceeded")
                    otherwise(goTo: "TellWhichFailed")
                }
            )
            Step("AllSucceeded", SucceedState())
            Step("TellWhichFailed", PassState(parameters: ["text.$": "States.JsonToString($.failed)"]))
            Step("SomeFailed", FailState(error: "Shelflife.AccountsFailed", causePath: "$.text"))
        }
    }

    private static var eachRegion: MapState {
        MapState(
            itemsPath: "$.account.regions",
            itemSelector: [
                "policy.$": "$.policy", "account.$": "$.account", "region.$": "$$.Map.Item.Value",
                "only": ["regions.$": "States.Array($$.Map.Item.Value)"],
            ],
            maxConcurrency: 5,
            itemProcessor: .inline {
                Step(
                    "NarrowAccount",
                    PassState(
                        parameters: [
                            "policy.$": "$.policy", "region.$": "$.region",
                            "account.$": "States.JsonMerge($.account, $.only, false)",
                        ]
                    )
                )
                Step(
                    "NarrowPolicy",
                    PassState(
                        parameters: [
                            "policy.$": "$.policy", "region.$": "$.region", "accountID.$": "$.account.id",
                            "only": ["accounts.$": "States.Array($.account)"],
                        ]
                    )
                )
                Step("RunThere", runThere)
                    .catch("States.ALL", at: "$.error", goTo: "RunFailedThere")
                    .end()
                Step(
                    "RunFailedThere",
                    PassState(
                        parameters: [
                            "outcome": "failed", "accountID.$": "$.accountID", "region.$": "$.region",
                            "error.$": "$.error.Error",
                        ]
                    )
                )
            }
        )
    }

    private static var runThere: TaskState {
        var task = TaskState(
            resource: "arn:aws:states:::states:startExecution.sync:2",
            parameters: [
                "StateMachineArn": "${StateMachineArn}",
                "Input.$": "States.JsonMerge($.policy, $.only, false)",
            ],
            timeoutSeconds: 25_200
        )
        task.resultSelector = ["outcome": "succeeded", "execution.$": "$.ExecutionArn"]
        return task
    }
}
