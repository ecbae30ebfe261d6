// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON
import StatesLanguage

/// The state machine of a workflow, its role and its log.
struct StateMachine {
    let workflow: Workflow
    /// What its states do; logs and traces go without saying.
    private let statements: [IAMStatement]

    init(_ workflow: Workflow, does statements: [IAMStatement]) {
        self.workflow = workflow
        self.statements = statements
    }

    /// A workflow of workers, whose notices are encrypted with that key.
    init(_ workflow: Workflow, noticeKeyARN: JSONValue) {
        let name = Self.name(of: workflow)
        self.init(
            workflow,
            does: [
                IAMStatement(
                    "InvokeWorkers",
                    ["lambda:InvokeFunction"],
                    on: .array(workflow.steps.map { Workers.arn($0) })
                ),
                // Each item of a distributed map is an execution of its own.
                IAMStatement(
                    "StartChildren",
                    ["states:StartExecution"],
                    on: .sub(Self.prefix + "stateMachine:" + name)
                ),
                IAMStatement(
                    "FollowChildren",
                    ["states:DescribeExecution", "states:RedriveExecution", "states:StopExecution"],
                    on: [
                        .sub(Self.prefix + "execution:" + name + ":*"), .sub(Self.prefix + "execution:" + name + "/*"),
                    ]
                ),
                IAMStatement("Notify", ["sns:Publish"], on: Notices.topicARN),
                IAMStatement("EncryptNotices", ["kms:Decrypt", "kms:GenerateDataKey"], on: noticeKeyARN),
            ]
        )
    }

    var resources: [Resource] { [machine, role, logs] }

    /// Fixed, because the role's policy and trust must name the machine before it exists.
    private static func name(of workflow: Workflow) -> String { "${AWS::StackName}-\(workflow.name)" }
    private var name: String { Self.name(of: workflow) }
    private static let prefix = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:"
    private var roleID: String { workflow.logicalID + "Role" }

    /// The checked-in definition, of the partition that the stack is in: `aws-cn` and `aws-us-gov` have their own ARNs.
    private var definition: String {
        // Wider than the checked-in file, whose readers need no room for the indentation of YAML.
        FittedJSON.text(of: workflow.definition.json, width: 500)
            .replacing("arn:aws:", with: "arn:${AWS::Partition}:")
    }

    private var machine: Resource {
        Resource(
            workflow.logicalID,
            "AWS::StepFunctions::StateMachine",
            [
                "StateMachineName": .sub(name),
                "StateMachineType": "STANDARD",
                "DefinitionString": .sub(definition),
                "RoleArn": .getAtt(roleID, "Arn"),
                "LoggingConfiguration": [
                    "Level": "ALL",
                    "IncludeExecutionData": true,
                    "Destinations": [["CloudWatchLogsLogGroup": ["LogGroupArn": logs.arn]]],
                ],
                "TracingConfiguration": ["Enabled": true],
            ]
        )
    }

    private var role: Resource {
        .role(
            roleID,
            "What the state machine \(workflow.name) may do.",
            assumedBy: "states.amazonaws.com",
            for: .sub(Self.prefix + "stateMachine:" + name),
            IAMPolicy(
                statements + [
                    IAMStatement(
                        "DeliverLogs",
                        [
                            "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups",
                            "logs:DescribeResourcePolicies", "logs:GetLogDelivery", "logs:ListLogDeliveries",
                            "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
                        ],
                        on: "*",
                        reason: "CloudWatch Logs knows no resource-level permissions for log deliveries."
                    ),
                    IAMStatement(
                        "Trace",
                        [
                            "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords",
                            "xray:PutTraceSegments",
                        ],
                        on: "*",
                        reason: "X-Ray has no resources to name for what it takes in."
                    ),
                ]
            )
        )
    }

    private var logs: Resource {
        // The prefix keeps the group out of the log resource policy, which has a size limit.
        .logGroup(workflow.logicalID + "Logs", named: "/aws/vendedlogs/states/" + name)
    }
}
