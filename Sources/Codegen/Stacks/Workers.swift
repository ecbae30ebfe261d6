// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON

/// The Lambda functions of a workflow: one a step, each with its own role and its own log group.
struct Workers {
    let steps: [WorkerStep]

    init(_ workflow: Workflow) {
        steps = workflow.steps
    }

    var resources: [Resource] {
        steps.flatMap { [Self.function($0), role($0), logs($0)] } + sharedPolicies
    }

    /// The logical ID under which templates and definitions know the function of a step.
    static func functionID(_ step: WorkerStep) -> String {
        step.rawValue + "Function"
    }

    static func arn(_ step: WorkerStep) -> JSONValue {
        .getAtt(functionID(step), "Arn")
    }

    private static func function(_ step: WorkerStep) -> Resource {
        var function = Resource(
            functionID(step),
            "AWS::Lambda::Function",
            [
                "Description": .string("Shelflife: \(step.summary)."),
                // A runtime of our own: there is one executable, and it runs the step that the handler names.
                "Runtime": "provided.al2023",
                "Handler": .string(step.rawValue),
                "Code": ["S3Bucket": Parameters.codeBucket.ref, "S3Key": Parameters.codeKey.ref],
                "Architectures": [Parameters.architecture.ref],
                "MemorySize": .integer(step.memoryMiB),
                "Timeout": .integer(step.timeoutSeconds),
                "Role": .getAtt(roleID(step), "Arn"),
                "LoggingConfig": ["LogFormat": "JSON", "LogGroup": .ref(logsID(step))],
                "TracingConfig": ["Mode": "Active"],
            ]
        )
        function.accepted = [
            AcceptedFinding("CKV_AWS_115", "The state machine bounds the concurrency; a reserve would starve others."),
            AcceptedFinding("CKV_AWS_116", "Only invoked synchronously: the state machine sees every failure."),
            AcceptedFinding("CKV_AWS_117", "Calls public AWS APIs only; nothing it needs is inside a VPC."),
        ]
        return function
    }

    private func role(_ step: WorkerStep) -> Resource {
        .role(
            Self.roleID(step),
            "What the worker \(step.rawValue) may do.",
            assumedBy: "lambda.amazonaws.com",
            // Lambda tells the account when it assumes a role, but not the function.
            for: nil,
            IAMPolicy(
                [
                    IAMStatement(
                        "Log",
                        ["logs:CreateLogStream", "logs:PutLogEvents"],
                        on: .getAtt(Self.logsID(step), "Arn")
                    ),
                    .trace,
                ] + WorkerPermissions.statements(for: step.ec2Actions, region: step.region)
            )
        )
    }

    /// What the stack's parameters add to the roles of several workers.
    private var sharedPolicies: [Resource] {
        TagCondition.allCases.compactMap { condition in
            let bound = steps.filter { $0.ec2Actions.contains(condition.action) }
            return bound.isEmpty ? nil : condition.policy(roles: bound.map(Self.roleID))
        } + [MemberAccounts.assumePolicy(roles: steps.filter { !$0.ec2Actions.isEmpty }.map(Self.roleID))]
    }

    private func logs(_ step: WorkerStep) -> Resource {
        .logGroup(Self.logsID(step), named: "/aws/lambda/${AWS::StackName}/\(step.rawValue)")
    }

    private static func roleID(_ step: WorkerStep) -> String { step.rawValue + "Role" }
    private static func logsID(_ step: WorkerStep) -> String { step.rawValue + "Logs" }
}

extension WorkerStep {
    /// Where it changes something: copies are made, tagged and cleaned up in the regions that policies name.
    fileprivate var region: String { ec2Actions.contains("ec2:CopySnapshot") ? "*" : "${AWS::Region}" }
}

extension IAMStatement {
    static var trace: IAMStatement {
        IAMStatement(
            "Trace",
            ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
            on: "*",
            reason: "X-Ray has no resources to name for what it takes in."
        )
    }
}

extension Resource {
    /// A log group with the stack's retention and, if given, the stack's key.
    static func logGroup(_ logicalID: String, named name: String) -> Resource {
        var group = Resource(
            logicalID,
            "AWS::Logs::LogGroup",
            [
                "LogGroupName": .sub(name),
                "RetentionInDays": Parameters.logRetentionDays.ref,
                "KmsKeyId": .given("HasKmsKey", Parameters.kmsKeyARN.ref),
            ]
        )
        // A group that stayed behind would keep the stack from being created again under its name.
        group.deletionPolicy = .delete
        return group
    }
}
