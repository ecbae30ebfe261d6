// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension TaskState {
    /// Checks the ARN of the work, as far as it can be known without an account.
    func validateResource(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        guard layout.unrecognized["Resource"] == nil else { return }
        guard let integration = ServiceIntegration(resource: resource) else {
            // Functions, activities, and `${placeholders}` that a template fills in.
            if !resource.contains(":"), !resource.contains("${") {
                problems.report(.resource, at: "Resource", "Value is not a valid resource ARN")
            }
            return
        }
        if !integration.isKnown {
            problems.report(
                .resource,
                at: "Resource",
                "The resource provided \(resource) is not recognized. The value is not a valid resource ARN, "
                    + "or the resource is not available in this region."
            )
        }
        guard scope.isExpress else { return }
        switch integration.pattern {
        case .requestResponse: break
        case .runJob:
            let message = "Express state machine does not support '.sync' service integration"
            problems.report(.expressIntegration, at: "Resource", message)
        case .callback:
            // The blank at the end is Step Functions' own.
            let message = "Express state machine does not support '.waitForTaskToken' service integration "
            problems.report(.expressIntegration, at: "Resource", message)
        }
    }
}

/// What a resource `arn:aws:states:::service:action.pattern` asks for.
struct ServiceIntegration {
    /// When the task is done.
    enum Pattern {
        /// With the answer to the request.
        case requestResponse
        /// With the job that the request started: `.sync`.
        case runJob
        /// With a call that brings the task token: `.waitForTaskToken`.
        case callback
    }

    let service: String
    let action: String
    let pattern: Pattern

    /// - Returns: nil when the resource is a function or an activity.
    init?(resource: String) {
        let parts = resource.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "states", parts[3].isEmpty, parts[4].isEmpty,
            let separator = parts[5].firstIndex(of: ":")
        else { return nil }
        service = String(parts[5][..<separator])
        let call = String(parts[5][parts[5].index(after: separator)...])
        let suffixes: [(String, Pattern)] = [
            (".sync", .runJob), (".sync:2", .runJob), (".waitForTaskToken", .callback),
        ]
        if let (suffix, pattern) = suffixes.first(where: { call.hasSuffix($0.0) }) {
            action = String(call.dropLast(suffix.count))
            self.pattern = pattern
        } else {
            action = call
            pattern = .requestResponse
        }
    }

    /// Whether Step Functions offers the action.
    var isKnown: Bool {
        if service == "aws-sdk" { return action.contains(":") }
        guard let actions = Self.optimized[service] else { return false }
        return actions.contains(action)
    }

    /// The optimized integrations and their actions, from the Developer Guide.
    private static let optimized: [String: Set<String>] = [
        "apigateway": ["invoke"],
        "athena": ["startQueryExecution", "stopQueryExecution", "getQueryExecution", "getQueryResults"],
        "batch": ["submitJob"],
        "bedrock": ["invokeModel", "createModelCustomizationJob"],
        "codebuild": [
            "startBuild", "stopBuild", "batchDeleteBuilds", "batchGetReports", "startBuildBatch",
            "stopBuildBatch", "retryBuildBatch", "deleteBuildBatch",
        ],
        "databrew": ["startJobRun"],
        "dynamodb": ["getItem", "putItem", "deleteItem", "updateItem"],
        "ecs": ["runTask"],
        "eks": [
            "createCluster", "deleteCluster", "createNodegroup", "deleteNodegroup", "createFargateProfile",
            "deleteFargateProfile", "call", "runJob",
        ],
        "elasticmapreduce": [
            "createCluster", "terminateCluster", "addStep", "cancelStep",
            "setClusterTerminationProtection", "modifyInstanceFleetByName", "modifyInstanceGroupByName",
        ],
        "emr-containers": ["createVirtualCluster", "deleteVirtualCluster", "startJobRun"],
        "emr-serverless": [
            "createApplication", "startApplication", "stopApplication", "deleteApplication",
            "startJobRun", "cancelJobRun",
        ],
        "events": ["putEvents"],
        "glue": ["startJobRun"],
        "http": ["invoke"],
        "lambda": ["invoke"],
        "mediaconvert": ["createJob"],
        "sagemaker": [
            "createEndpoint", "createEndpointConfig", "createHyperParameterTuningJob", "createLabelingJob",
            "createModel", "createProcessingJob", "createTrainingJob", "createTransformJob", "updateEndpoint",
        ],
        "sns": ["publish"],
        "sqs": ["sendMessage"],
        "states": ["startExecution", "startSyncExecution"],
    ]
}
