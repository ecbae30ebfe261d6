// SPDX-License-Identifier: Apache-2.0

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

    /// Whether Step Functions offers the action, and to wait for it this way.
    var isKnown: Bool {
        if service == "aws-sdk" { return action.contains(":") && pattern != .runJob }
        guard let actions = Self.optimized[service], actions.contains(action) else { return false }
        switch pattern {
        case .requestResponse: return true
        case .runJob: return Self.jobs[service]?.contains(action) ?? false
        case .callback: return Self.callbacks.contains(service)
        }
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
        "states": ["startExecution"],
    ]

    /// The actions that start a job whose end can be waited for.
    private static let jobs: [String: Set<String>] = [
        "athena": ["startQueryExecution"],
        "batch": ["submitJob"],
        "bedrock": ["createModelCustomizationJob"],
        "codebuild": ["startBuild", "startBuildBatch", "retryBuildBatch"],
        "databrew": ["startJobRun"],
        "ecs": ["runTask"],
        "eks": [
            "createCluster", "deleteCluster", "createNodegroup", "deleteNodegroup", "createFargateProfile",
            "deleteFargateProfile", "runJob",
        ],
        "elasticmapreduce": ["createCluster", "terminateCluster", "addStep"],
        "emr-containers": ["deleteVirtualCluster", "startJobRun"],
        "emr-serverless": [
            "createApplication", "startApplication", "stopApplication", "deleteApplication", "startJobRun",
            "cancelJobRun",
        ],
        "glue": ["startJobRun"],
        "mediaconvert": ["createJob"],
        "sagemaker": [
            "createHyperParameterTuningJob", "createLabelingJob", "createProcessingJob", "createTrainingJob",
            "createTransformJob",
        ],
        "states": ["startExecution"],
    ]

    /// The services whose requests can carry a task token.
    private static let callbacks: Set = [
        "apigateway", "bedrock", "ecs", "eks", "events", "lambda", "sns", "sqs", "states",
    ]
}
