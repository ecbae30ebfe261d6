// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON

/// The Lambda functions: one a step, each with its own role and its own log group.
enum Workers {
    static var resources: [Resource] {
        WorkerStep.allCases.flatMap { [function($0), role($0), logs($0)] }
    }

    /// The logical ID under which templates and definitions know the function of a step.
    static func functionID(_ step: WorkerStep) -> String {
        step.rawValue + "Function"
    }

    static func function(_ step: WorkerStep) -> Resource {
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
            AcceptedFinding(
                "CKV_AWS_115",
                "The state machine bounds the concurrency; reserving some would take it from the account's other functions."
            ),
            AcceptedFinding(
                "CKV_AWS_116",
                "Invoked synchronously only: the state machine sees every failure, and a dead-letter queue would stay empty."
            ),
            AcceptedFinding(
                "CKV_AWS_117",
                "Calls public AWS APIs only and nothing inside a VPC; a VPC would add a NAT gateway and nothing else."
            ),
        ]
        return function
    }

    private static func role(_ step: WorkerStep) -> Resource {
        var log = IAMStatement("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], on: .getAtt(logsID(step), "Arn"))
        log.reason = nil
        var role = Resource.role(
            roleID(step),
            "What the worker \(step.rawValue) may do.",
            assumedBy: "lambda.amazonaws.com",
            // Lambda tells the account when it assumes a role, but not the function.
            for: nil,
            IAMPolicy([log, .trace] + WorkerPermissions.statements(for: step))
        )
        if let conditional = WorkerPermissions.conditionalPolicy(for: step) {
            role.properties["Policies"] = .array((role.properties["Policies"]?.array ?? []) + [conditional])
        }
        return role
    }

    private static func logs(_ step: WorkerStep) -> Resource {
        .logGroup(logsID(step), named: "/aws/lambda/${AWS::StackName}/\(step.rawValue)")
    }

    private static func roleID(_ step: WorkerStep) -> String { step.rawValue + "Role" }
    private static func logsID(_ step: WorkerStep) -> String { step.rawValue + "Logs" }
}

extension WorkerStep {
    /// What it does, as half a sentence.
    var summary: String {
        switch self {
        case .listExpiredImages: "lists the images whose shelf life is over, a page at a time"
        case .deregisterImage: "deregisters one image after checking its guards again"
        case .deleteImageSnapshots: "deletes the snapshots of one deregistered image that no other image uses"
        case .reportRun: "counts what a run did"
        }
    }

    /// Lambda gives processor time in proportion to memory; the listing is what parses megabytes of XML.
    var memoryMiB: Int {
        switch self {
        case .listExpiredImages: 512
        case .deregisterImage, .deleteImageSnapshots, .reportRun: 256
        }
    }

    /// Enough for the slowest answer with EC2's throttling retried, and far below the hour between two runs.
    var timeoutSeconds: Int {
        switch self {
        case .listExpiredImages: 300
        case .deregisterImage: 60
        case .deleteImageSnapshots: 120
        case .reportRun: 30
        }
    }
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
