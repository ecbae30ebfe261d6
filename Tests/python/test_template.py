# SPDX-License-Identifier: Apache-2.0
"""The main stack, deployed into moto's CloudFormation and looked at with boto3; the others are in test_stacks.py."""

import ast
import io
import json
import pathlib
import zipfile

import definitions
import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
TEMPLATE = REPOSITORY / "cloudformation" / "shelflife.yaml"
DEFINITION = REPOSITORY / "statemachine" / "expire-images.asl.json"
STACK = "shelflife-test"
WORKERS = ["ListExpiredImages", "DeregisterImage", "DeleteImageSnapshots", "ReportRun"]


def parameters(**values):
    values = {"CodeBucket": "code", "CodeKey": "shelflife/bootstrap.zip", **values}
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]


class Deployment:
    """A stack in moto, and the clients to look at what it made."""

    def __init__(self, moto):
        self.moto = moto
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as zip_file:
            zip_file.writestr("bootstrap", "")
        storage = moto.client("s3")
        storage.create_bucket(Bucket="code")
        storage.put_object(Bucket="code", Key="shelflife/bootstrap.zip", Body=archive.getvalue())
        self.cloudformation = moto.client("cloudformation")

    def create(self, **values):
        self.cloudformation.create_stack(
            StackName=STACK,
            TemplateBody=TEMPLATE.read_text(),
            Parameters=parameters(**values),
            Capabilities=["CAPABILITY_IAM"],
        )
        return self

    def update(self, **values):
        self.cloudformation.update_stack(
            StackName=STACK,
            TemplateBody=TEMPLATE.read_text(),
            Parameters=parameters(**values),
            Capabilities=["CAPABILITY_IAM"],
        )
        return self

    @property
    def resources(self):
        """Physical ids by logical id."""
        found = self.cloudformation.describe_stack_resources(StackName=STACK)["StackResources"]
        return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found if "LogicalResourceId" in one}

    @property
    def outputs(self):
        stack = self.cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def statements(self, role):
        """All statements of the policies of a role, by Sid."""
        iam = self.moto.client("iam")
        found = {}
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
            if isinstance(document, str):
                # moto stores a document given as an object as Python text; one given as text stays JSON.
                document = json.loads(document) if '"Version"' in document else ast.literal_eval(document)
            found.update({statement["Sid"]: statement for statement in document["Statement"]})
        return found


@pytest.fixture
def deployment(moto):
    return Deployment(moto)


def test_creates_the_workers(deployment):
    deployment.create()
    functions = deployment.moto.client("lambda")
    for worker in WORKERS:
        name = deployment.resources[f"{worker}Function"]
        configuration = functions.get_function(FunctionName=name)["Configuration"]
        assert configuration["Handler"] == worker
        assert configuration["Runtime"] == "provided.al2023"
        assert configuration["Timeout"] >= 30
        role = deployment.resources[f"{worker}Role"]
        assert configuration["Role"].endswith(f"/{role}")


def test_starts_the_state_machine_with_a_policy(deployment):
    deployment.create(ValidHours="48", SelectTagKey="DELETEON", SelectTagValue="yes", Mode="enforce")
    events = deployment.moto.client("events")
    rule = events.describe_rule(Name=deployment.outputs["ScheduleRuleName"])
    assert rule["ScheduleExpression"] == "rate(1 hour)"
    assert rule["State"] == "ENABLED"
    [target] = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    assert target["Arn"] == deployment.outputs["StateMachineArn"]
    assert target["RoleArn"].endswith("/" + deployment.resources["ScheduleRole"])
    assert json.loads(target["Input"]) == {
        "policy": "hourly-ami-expiry",
        "mode": "enforce",
        "select": {"tags": [{"key": "DELETEON", "values": ["yes"]}]},
        "retain": {"age": "48h"},
        "guard": {"references": True},
        "limits": {"items": 500, "percent": 50},
    }


def test_reports_unless_told_to_enforce(deployment):
    deployment.create()
    events = deployment.moto.client("events")
    [target] = events.list_targets_by_rule(Rule=deployment.outputs["ScheduleRuleName"])["Targets"]
    assert json.loads(target["Input"])["mode"] == "report"


def test_holds_the_definition_with_its_functions_bound(deployment):
    deployment.create()
    states = deployment.moto.client("stepfunctions")
    machine = states.describe_state_machine(stateMachineArn=deployment.outputs["StateMachineArn"])
    assert machine["name"] == f"{STACK}-expire-images"
    assert machine["type"] == "STANDARD"
    bound = DEFINITION.read_text()
    functions = deployment.moto.client("lambda")
    for worker in WORKERS:
        function = functions.get_function(FunctionName=deployment.resources[f"{worker}Function"])
        bound = bound.replace("${%sFunction.Arn}" % worker, function["Configuration"]["FunctionArn"])
    bound = bound.replace("${NotificationTopic}", deployment.outputs["NotificationTopicArn"])
    assert "${" not in bound
    assert json.loads(machine["definition"]) == json.loads(bound)


def test_gives_each_worker_its_own_actions(deployment):
    deployment.create()
    actions = {}
    for worker in WORKERS:
        statements = deployment.statements(deployment.resources[f"{worker}Role"])
        direct = [s for s in statements.values() if "aws:CalledVia" not in json.dumps(s.get("Condition", {}))]
        listed = [s["Action"] if isinstance(s["Action"], list) else [s["Action"]] for s in direct]
        actions[worker] = {action for group in listed for action in group if action.startswith("ec2:")}
    guards = {
        "ec2:DescribeImageReferences", "ec2:DescribeInstances", "ec2:DescribeLaunchTemplates",
        "ec2:DescribeLaunchTemplateVersions", "ec2:DescribeFleets", "ec2:DescribeSpotFleetRequests",
        "ec2:DescribeSpotInstanceRequests", "ec2:DescribeImageAttribute", "ec2:DescribeLockedSnapshots",
        "ec2:DescribeSnapshotTierStatus", "ec2:DescribeFastSnapshotRestores",
    }
    ladder = {
        "ec2:CreateTags", "ec2:DeleteTags", "ec2:DisableImage", "ec2:EnableImage", "ec2:EnableImageDeprecation",
        "ec2:DisableImageDeprecation", "ec2:ModifyImageAttribute",
    }
    assert actions == {
        "ListExpiredImages": {"ec2:DescribeImages"} | guards,
        "DeregisterImage": {"ec2:DescribeImages", "ec2:DeregisterImage"} | guards | ladder,
        "DeleteImageSnapshots": {"ec2:DescribeImages", "ec2:DescribeSnapshots", "ec2:DescribeSnapshotAttribute"}
        | {"ec2:DeleteSnapshot", "ec2:ListImagesInRecycleBin", "ec2:ListSnapshotsInRecycleBin"},
        "ReportRun": set(),
    }


def test_refuses_to_deregister_what_was_not_selected(deployment):
    deployment.create(SelectTagKey="DELETEON", SelectTagValue="yes")
    statements = deployment.statements(deployment.resources["DeregisterImageRole"])
    [retiring] = [s for s in statements.values() if "ec2:DeregisterImage" in s["Action"] and s["Effect"] == "Allow"]
    assert retiring["Resource"] == "arn:aws:ec2:us-east-1::image/*"
    assert retiring["Condition"] == {"Null": {"aws:ResourceTag/shelflife:keep": "true"}}
    assert statements["RefuseUnselected"] == {
        "Sid": "RefuseUnselected",
        "Effect": "Deny",
        "Action": "ec2:DeregisterImage",
        "Resource": "arn:aws:ec2:*::image/*",
        "Condition": {"StringNotEquals": {"aws:ResourceTag/DELETEON": "yes"}},
    }
    # Snapshots of CreateImage have no tags of their own, so that this is a choice.
    assert "RefuseUnselected" not in deployment.statements(deployment.resources["DeleteImageSnapshotsRole"])


def test_binds_deletions_to_the_tag_as_told(deployment):
    deployment.create(RetireOnlySelected="false", DeleteOnlySelected="true", SelectTagKey="Type", SelectTagValue="old")
    assert "RefuseUnselected" not in deployment.statements(deployment.resources["DeregisterImageRole"])
    refusal = deployment.statements(deployment.resources["DeleteImageSnapshotsRole"])["RefuseUnselected"]
    assert (refusal["Action"], refusal["Effect"]) == ("ec2:DeleteSnapshot", "Deny")
    assert refusal["Condition"] == {"StringNotEquals": {"aws:ResourceTag/Type": "old"}}


def test_assumes_roles_elsewhere_only_when_told_which(deployment):
    deployment.create()
    workers = [name for name in deployment.resources if name.endswith("Role")]
    granted = [deployment.statements(deployment.resources[role]) for role in workers]
    assert all("AssumeMemberRole" not in statements for statements in granted)
    deployment.update(MemberRoleName="shelflife-member", OrganizationId="o-a1b2c3d4e5")
    statement = deployment.statements(deployment.resources["DeregisterImageRole"])["AssumeMemberRole"]
    assert statement["Action"] == "sts:AssumeRole"
    assert statement["Resource"] == "arn:aws:iam::*:role/shelflife-member"
    assert statement["Condition"] == {"StringEquals": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}
    assert "AssumeMemberRole" not in deployment.statements(deployment.resources["ReportRunRole"])


def test_lets_the_state_machine_invoke_its_workers_and_nothing_else(deployment):
    deployment.create()
    statement = deployment.statements(deployment.resources["ExpireImagesRole"])["InvokeWorkers"]
    functions = deployment.moto.client("lambda")
    expected = {
        functions.get_function(FunctionName=deployment.resources[f"{worker}Function"])["Configuration"]["FunctionArn"]
        for worker in WORKERS
    }
    assert statement["Action"] == "lambda:InvokeFunction"
    assert set(statement["Resource"]) == expected


def test_trusts_each_service_for_this_account_only(deployment):
    deployment.create()
    iam = deployment.moto.client("iam")
    roles = [name for name in deployment.resources if name.endswith("Role")]
    assert len(roles) == 6, roles
    for logical_id in roles:
        document = iam.get_role(RoleName=deployment.resources[logical_id])["Role"]["AssumeRolePolicyDocument"]
        [statement] = document["Statement"]
        assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"}, logical_id
    machine = iam.get_role(RoleName=deployment.resources["ExpireImagesRole"])["Role"]["AssumeRolePolicyDocument"]
    assert machine["Statement"][0]["Condition"]["ArnLike"] == {"aws:SourceArn": deployment.outputs["StateMachineArn"]}


def test_keeps_logs_for_as_long_as_told(deployment):
    deployment.create(LogRetentionDays="30")
    groups = deployment.moto.client("logs").describe_log_groups()["logGroups"]
    names = {group["logGroupName"] for group in groups}
    assert names == {f"/aws/lambda/{STACK}/{worker}" for worker in WORKERS} | {
        f"/aws/vendedlogs/states/{STACK}-expire-images"
    }
    assert {group["retentionInDays"] for group in groups} == {30}


def test_encrypts_topic_and_queue(deployment):
    deployment.create()
    topic = deployment.moto.client("sns").get_topic_attributes(TopicArn=deployment.outputs["NotificationTopicArn"])
    made = {key["KeyArn"] for key in deployment.moto.client("kms").list_keys()["Keys"]}
    assert topic["Attributes"]["KmsMasterKeyId"] in made
    queue = deployment.moto.client("sqs").get_queue_attributes(
        QueueUrl=deployment.outputs["DeadLetterQueueUrl"], AttributeNames=["All"]
    )["Attributes"]
    assert queue["SqsManagedSseEnabled"] == "true"
    assert queue["MessageRetentionPeriod"] == "1209600"


def test_takes_a_key_instead_of_making_one(deployment):
    arn = deployment.moto.client("kms").create_key()["KeyMetadata"]["Arn"]
    deployment.create(KmsKeyArn=arn)
    assert "NotificationKey" not in deployment.resources
    topic = deployment.moto.client("sns").get_topic_attributes(TopicArn=deployment.outputs["NotificationTopicArn"])
    assert topic["Attributes"]["KmsMasterKeyId"] == arn


def test_updates_in_place(deployment):
    deployment.create()
    machine = deployment.outputs["StateMachineArn"]
    deployment.update(ValidHours="240", ScheduleExpression="rate(12 hours)", Mode="enforce")
    assert deployment.outputs["StateMachineArn"] == machine
    events = deployment.moto.client("events")
    assert events.describe_rule(Name=f"{STACK}-schedule")["ScheduleExpression"] == "rate(12 hours)"
    [target] = events.list_targets_by_rule(Rule=f"{STACK}-schedule")["Targets"]
    policy = json.loads(target["Input"])
    assert (policy["retain"]["age"], policy["mode"]) == ("240h", "enforce")


def test_deletes_cleanly(deployment):
    deployment.create()
    deployment.cloudformation.delete_stack(StackName=STACK)
    moto = deployment.moto
    assert moto.client("stepfunctions").list_state_machines()["stateMachines"] == []
    assert moto.client("lambda").list_functions()["Functions"] == []
    assert moto.client("logs").describe_log_groups()["logGroups"] == []
    assert moto.client("iam").list_roles()["Roles"] == []
    assert moto.client("events").list_rules()["Rules"] == []
    assert moto.client("sqs").list_queues().get("QueueUrls", []) == []


def test_takes_the_definition_by_itself(moto):
    text = definitions.bound("expire-images")
    states = moto.client("stepfunctions")
    machine = states.create_state_machine(
        name="expire-images", definition=text, roleArn="arn:aws:iam::123456789012:role/states"
    )
    description = states.describe_state_machine(stateMachineArn=machine["stateMachineArn"])
    assert json.loads(description["definition"]) == json.loads(text)
