// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// Starts a workflow unless an earlier run of the same policy is still going on.
///
/// A state machine around another, as for several accounts: schedules start this one, and the workflows know nothing
/// of it. Of two runs the one that began first goes on; who comes later ends at once and says why. What is no longer
/// running, for whatever reason, blocks nobody, and each run has an end: its time is bounded.
package enum RunOnceStack {
    static let workflow = Workflow("run-once", definition)

    package static var template: Template {
        var template = Template(
            description: "Shelflife: starts a workflow unless an earlier run of the same policy is still going on.",
            parameterGroups: [
                ParameterGroup("What to start", [AccountsStack.stateMachineARN]),
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
            Output("StateMachineArn", "What schedule.yaml starts.", .ref(workflow.logicalID))
        ]
        return template
    }

    private static var statements: [IAMStatement] {
        let prefix = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:"
        let name = "${AWS::StackName}-\(workflow.name)"
        return AccountsStack.statements + [
            IAMStatement("FindRuns", ["states:ListExecutions"], on: .sub(prefix + "stateMachine:" + name)),
            IAMStatement("LookAtRuns", ["states:DescribeExecution"], on: .sub(prefix + "execution:" + name + ":*")),
        ]
    }
}

extension RunOnceStack {
    static var definition: StateMachineDefinition {
        StateMachineDefinition(
            comment: "Starts a workflow unless an earlier run of the same policy is still going on. "
                + "The input is a policy.",
            timeoutSeconds: 93_600
        ) {
            Step(
                "LetRunsAppear",
                WaitState(
                    comment: "A list of executions may lag behind; of two that begin together both must see both.",
                    seconds: .literal(10)
                )
            )
            Step("LookAtOwnRun", lookAtOwnRun)
            Step("FindRuns", findRuns)
            Step(
                "LookAtRuns",
                MapState(
                    itemsPath: "$.runs.executions",
                    itemSelector: [
                        "execution.$": "$$.Map.Item.Value", "ownExecution.$": "$$.Execution.Id",
                        "ownStart.$": "$.start", "ownPolicy.$": "$$.Execution.Input.policy",
                    ],
                    maxConcurrency: .literal(5),
                    itemProcessor: .inline {
                        Step("LookAtRun", lookAtRun)
                        Step(
                            "SamePolicyEarlier?",
                            ChoiceState {
                                when(isEarlierOfSamePolicy, goTo: "EarlierRun")
                                otherwise(goTo: "OtherRun")
                            }
                        )
                        Step("EarlierRun", PassState(parameters: ["earlier": true, "execution.$": "$.execution"]))
                            .end()
                        Step("OtherRun", PassState(result: ["earlier": false]))
                    },
                    resultSelector: ["executions.$": "$[?(@.earlier == true)].execution"],
                    resultPath: "$.earlier"
                )
            )
            Step(
                "StillRunning?",
                ChoiceState {
                    when(.test("$.earlier.executions[0]", .isPresent), goTo: "StepAside")
                    when(.test("$.runs.more[0]", .isPresent), goTo: "TooManyRuns")
                    otherwise(goTo: "RunWorkflow")
                }
            )
            Step("RunWorkflow", runWorkflow)
                .end()
            Step(
                "StepAside",
                PassState(
                    parameters: [
                        "outcome": "stepped aside", "policy.$": "$$.Execution.Input.policy",
                        "text.$": "States.Format('{} of the same policy is still running', $.earlier.executions[0])",
                    ]
                )
            )
            .end()
            Step(
                "TooManyRuns",
                FailState(
                    error: "Shelflife.TooManyRuns",
                    cause: "More executions are running than were looked at; one of them may be of this policy."
                )
            )
        }
    }

    private static var findRuns: TaskState {
        ask(
            "listExecutions",
            ["StateMachineArn.$": "$$.StateMachine.Id", "StatusFilter": "RUNNING", "MaxResults": 200],
            selecting: ["executions.$": "$.Executions[*].ExecutionArn", "more.$": "$..NextToken"],
            into: "$.runs"
        )
    }

    /// When it began in the words that others are compared in: the context's time may be of another precision.
    private static var lookAtOwnRun: TaskState {
        ask("describeExecution", ["ExecutionArn.$": "$$.Execution.Id"], selecting: ["start.$": "$.StartDate"])
    }

    private static var lookAtRun: TaskState {
        ask(
            "describeExecution",
            ["ExecutionArn.$": "$.execution"],
            selecting: ["start.$": "$.StartDate", "policy.$": "States.StringToJson($.Input)"],
            into: "$.run"
        )
    }

    /// Asks Step Functions, and again if it cannot answer now.
    private static func ask(
        _ action: String,
        _ parameters: JSONValue,
        selecting selector: JSONValue,
        into resultPath: PathField? = nil
    ) -> TaskState {
        TaskState(
            resource: "arn:aws:states:::aws-sdk:sfn:\(action)",
            parameters: parameters,
            timeoutSeconds: 60,
            resultSelector: selector,
            resultPath: resultPath,
            retry: [Retrier(backingOffAfter: ["States.ALL"], attempts: 4)]
        )
    }

    /// Of two that began at the same moment the lower name is the earlier one.
    private static var isEarlierOfSamePolicy: ChoiceRule {
        .test("$.run.policy.policy", .isPresent)
            && compare("$.run.policy.policy", .compare(.string, .equals, withPath: true), "$.ownPolicy")
            && (compare("$.run.start", .compare(.timestamp, .lessThan, withPath: true), "$.ownStart")
                || (compare("$.run.start", .compare(.timestamp, .equals, withPath: true), "$.ownStart")
                    && compare("$.execution", .compare(.string, .lessThan, withPath: true), "$.ownExecution")))
    }

    private static func compare(_ path: String, _ comparison: ComparisonOperator, _ other: JSONValue) -> ChoiceRule {
        ChoiceRule(variable: path, condition: .comparison(comparison, other))
    }

    private static var runWorkflow: TaskState {
        var task = TaskState(
            resource: "arn:aws:states:::states:startExecution.sync:2",
            parameters: ["StateMachineArn": "${StateMachineArn}", "Input.$": "$$.Execution.Input"],
            timeoutSeconds: 90_000
        )
        task.resultSelector = ["outcome": "ran", "execution.$": "$.ExecutionArn"]
        return task
    }
}
