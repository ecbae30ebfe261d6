#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes Sources/Console/API/TestState/ServiceOutputShapes+Table.swift from botocore's service models.

  python3 Scripts/output_shapes.py > Sources/Console/API/TestState/ServiceOutputShapes+Table.swift

One line an action: what TestState asks of a mocked result. `{A!s,B:n128..10240}` is a structure whose member A must be
there; s string, n number with bounds, b boolean, [x] list, <x> map, * anything. Structures deeper than DEPTH are `*`.
"""
import botocore.session

SERVICES = {
    "athena": "athena", "batch": "batch", "dynamodb": "dynamodb", "events": "eventbridge", "kms": "kms",
    "lambda": "lambda", "s3": "s3", "secretsmanager": "secretsmanager", "sns": "sns", "sqs": "sqs", "stepfunctions": "sfn",
    "sts": "sts",
}
# Of these only the actions that Step Functions offers as optimized integrations, under Step Functions' names.
OPTIMIZED = {
    "codebuild": [
        "StartBuild", "StopBuild", "BatchDeleteBuilds", "BatchGetReports", "StartBuildBatch", "StopBuildBatch",
        "RetryBuildBatch", "DeleteBuildBatch",
    ],
    "databrew": ["StartJobRun"],
    "ecs": ["RunTask"],
    "eks": [
        "CreateCluster", "DeleteCluster", "CreateNodegroup", "DeleteNodegroup", "CreateFargateProfile",
        "DeleteFargateProfile",
    ],
    "emr-containers": ["CreateVirtualCluster", "DeleteVirtualCluster", "StartJobRun"],
    "emr-serverless": ["CreateApplication", "StartJobRun", "CancelJobRun"],
    "glue": ["StartJobRun"],
    "mediaconvert": ["CreateJob"],
    "sagemaker": [
        "CreateEndpoint", "CreateEndpointConfig", "CreateHyperParameterTuningJob", "CreateLabelingJob", "CreateModel",
        "CreateProcessingJob", "CreateTrainingJob", "CreateTransformJob", "UpdateEndpoint",
    ],
}
DEPTH = 3
# What Step Functions checks where botocore's model is newer: Lambda's documented quota of memory.
BOUNDS = {"MemorySize": (128, 10240)}


def upper(name):
    return name[:1].upper() + name[1:]


def text(shape, depth, seen):
    kind = shape.type_name
    if kind in ("string", "timestamp", "char"):
        return "s"
    if kind in ("integer", "long", "float", "double"):
        low, high = BOUNDS.get(shape.name, (shape.metadata.get("min"), shape.metadata.get("max")))
        bounds = "" if low is None and high is None else f"{'' if low is None else low}..{'' if high is None else high}"
        return "n" + bounds
    if kind == "boolean":
        return "b"
    if kind == "list":
        return f"[{text(shape.member, depth, seen)}]"
    if kind == "map":
        return f"<{text(shape.value, depth, seen)}>"
    if kind == "structure" and depth < DEPTH and shape.name not in seen:
        members = [
            upper(name) + ("!" if name in shape.required_members else ":") + text(member, depth + 1, seen | {shape.name})
            for name, member in sorted(shape.members.items())
        ]
        return "{" + ",".join(members) + "}"
    return "*"


def main():
    session = botocore.session.get_session()
    print("// SPDX-License-Identifier: Apache-2.0\n")
    print("// Made by Scripts/output_shapes.py from the service models of botocore (Apache-2.0). Do not edit.\n")
    print("extension ServiceOutputShapes {")
    print("    /// Service, action, and the shape of the action's answer.")
    print('    static let table = #"""')
    for service in sorted([*SERVICES, *OPTIMIZED]):
        name = SERVICES.get(service, service)
        model = session.get_service_model(service)
        for operation in sorted(OPTIMIZED.get(service, model.operation_names)):
            shape = model.operation_model(operation).output_shape
            if shape is None or not shape.members:
                continue
            print(f"        {name} {operation[:1].lower() + operation[1:]} {text(shape, 0, frozenset())}")
    print('        """#')
    print("}")


if __name__ == "__main__":
    main()
