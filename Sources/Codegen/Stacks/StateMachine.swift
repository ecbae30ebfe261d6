// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON
import StatesLanguage

/// The state machine, its role and its log.
enum StateMachine {
    static var resources: [Resource] { [machine, role, logs] }

    /// Fixed, because the role's policy and trust must name the machine before it exists.
    private static let name = "${AWS::StackName}-expire-images"
    private static let prefix = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:"

    /// The checked-in definition, of the partition that the stack is in: `aws-cn` and `aws-us-gov` have their own ARNs.
    private static var definition: String {
        FittedJSON.text(of: ExpireImages.definition.json).replacing("arn:aws:", with: "arn:${AWS::Partition}:")
    }

    static var machine: Resource {
        Resource(
            "ExpireImages",
            "AWS::StepFunctions::StateMachine",
            [
                "StateMachineName": .sub(name),
                "StateMachineType": "STANDARD",
                "DefinitionString": .sub(definition),
                "RoleArn": .getAtt("ExpireImagesRole", "Arn"),
                "LoggingConfiguration": [
                    "Level": "ALL",
                    "IncludeExecutionData": true,
                    "Destinations": [["CloudWatchLogsLogGroup": ["LogGroupArn": logs.arn]]],
                ],
                "TracingConfiguration": ["Enabled": true],
            ]
        )
    }

    private static var role: Resource {
        .role(
            "ExpireImagesRole",
            "What the state machine expire-images may do.",
            assumedBy: "states.amazonaws.com",
            for: .sub(prefix + "stateMachine:" + name),
            IAMPolicy([
                IAMStatement(
                    "InvokeWorkers",
                    ["lambda:InvokeFunction"],
                    on: .array(WorkerStep.allCases.map { Workers.function($0).arn })
                ),
                // Each item of the distributed map is an execution of its own.
                IAMStatement("StartChildren", ["states:StartExecution"], on: .sub(prefix + "stateMachine:" + name)),
                IAMStatement(
                    "FollowChildren",
                    ["states:DescribeExecution", "states:RedriveExecution", "states:StopExecution"],
                    on: [.sub(prefix + "execution:" + name + ":*"), .sub(prefix + "execution:" + name + "/*")]
                ),
                IAMStatement("Notify", ["sns:Publish"], on: Notices.topic.ref),
                IAMStatement("EncryptNotices", ["kms:Decrypt", "kms:GenerateDataKey"], on: Notices.keyARN),
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
            ])
        )
    }

    private static var logs: Resource {
        // The prefix keeps the group out of the log resource policy, which has a size limit.
        .logGroup("ExpireImagesLogs", named: "/aws/vendedlogs/states/" + name)
    }
}
