# SPDX-License-Identifier: Apache-2.0
"""All templates: what linters and scanners say, their constraints, their life in moto's CloudFormation.

What moto cannot create (Slack channels, topic policies, alarms) is asserted on the template itself.
"""

import json
import pathlib
import re
import subprocess
import sys

import cfnlint.decode
import pytest
from test_template import Deployment

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
TEMPLATES = sorted((REPOSITORY / "cloudformation").glob("*.yaml"))
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:shelflife-expire-images"
TOPIC = "arn:aws:sns:us-east-1:123456789012:shelflife-notices"
KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d"
# What each template asks for, beside the defaults; any other is the stack of a workflow.
NEEDED = {
    "shelflife": {"CodeBucket": "code", "CodeKey": "shelflife/bootstrap.zip"},
    "schedule": {"StateMachineArn": MACHINE, "PolicyDocument": '{"policy": "weekly"}'},
    "member": {"HubAccountId": "123456789012", "OrganizationId": "o-a1b2c3d4e5", "ExternalId": "a-long-secret"},
    "monitoring": {"NotificationTopic": TOPIC},
    "spread-accounts": {"StateMachineArn": MACHINE, "NotificationTopic": TOPIC},
    "run-once": {"StateMachineArn": MACHINE, "NotificationTopic": TOPIC},
}
WORKFLOW = {**NEEDED["shelflife"], "NotificationTopic": TOPIC, "NotificationKeyArn": KEY}
# Another value for each parameter that every template of its kind may be updated with.
CHANGED = {
    "shelflife": {"ValidHours": "72", "NotificationEmail": "ops@example.com", "NotifyReports": "true"},
    "schedule": {"PolicyDocument": '{"policy": "monthly"}', "ScheduleExpression": "cron(0 3 1 * ? *)"},
    "member": {"HubStackName": "retention", "RetireOnlySelected": "false"},
    "monitoring": {"StackNames": "retention"},
    "spread-accounts": {"StateMachineArn": MACHINE.replace("expire", "backup")},
    "run-once": {"StateMachineArn": MACHINE.replace("expire", "backup")},
}


def by_name(path):
    return path.stem


def template_of(path):
    template, problems = cfnlint.decode.decode(str(path))
    assert not problems
    return template


def resources(path, kind):
    found = template_of(path)["Resources"].items()
    return {name: resource for name, resource in found if resource["Type"] == kind}


def test_cfn_lint_finds_nothing():
    linter = pathlib.Path(sys.executable).with_name("cfn-lint")
    found = subprocess.run(
        [linter, "--include-checks", "I", "--template", *TEMPLATES], capture_output=True, text=True
    )
    assert (found.returncode, found.stdout) == (0, ""), found.stdout + found.stderr


def test_checkov_finds_nothing_that_is_not_explained():
    checkov = REPOSITORY / ".venv-checkov" / "bin" / "checkov"
    assert checkov.exists(), "run Scripts/dependencies.sh tests"
    found = subprocess.run(
        [checkov, "--directory", REPOSITORY / "cloudformation", "--framework", "cloudformation"]
        + ["--skip-download", "--output", "json"],
        capture_output=True,
        text=True,
    )
    report = json.loads(found.stdout)
    report = report[0] if isinstance(report, list) else report
    failed = [f"{check['check_id']} {check['resource']}" for check in report["results"]["failed_checks"]]
    assert failed == []
    assert report["summary"]["passed"] > 90 and report["summary"]["parsing_errors"] == 0, report["summary"]
    for check in report["results"]["skipped_checks"]:
        reason = check["check_result"]["suppress_comment"]
        assert len(reason.split()) > 5, f"{check['check_id']} {check['resource']}: {reason}"


@pytest.mark.parametrize("path", TEMPLATES, ids=by_name)
def test_goes_to_cloudformation_without_a_bucket(path):
    assert path.stat().st_size <= 51_200


@pytest.mark.parametrize("path", TEMPLATES, ids=by_name)
def test_is_created_updated_and_deleted(moto, path):
    Deployment(moto)  # the code's bucket
    cloudformation = moto.client("cloudformation")
    needed = NEEDED.get(path.stem, WORKFLOW)
    changed = CHANGED.get(path.stem, {"NotifyReports": "true"})

    def request(values):
        return {
            "StackName": f"shelflife-{path.stem}",
            "TemplateBody": path.read_text(),
            "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
            "Capabilities": ["CAPABILITY_NAMED_IAM"],
        }

    def stack():
        return cloudformation.describe_stacks(StackName=f"shelflife-{path.stem}")["Stacks"][0]

    cloudformation.create_stack(**request(needed))
    assert stack()["StackStatus"] == "CREATE_COMPLETE"
    outputs = stack().get("Outputs", [])
    cloudformation.update_stack(**request({**needed, **changed}))
    assert stack()["StackStatus"] == "UPDATE_COMPLETE"
    values = {one["ParameterKey"]: one["ParameterValue"] for one in stack()["Parameters"]}
    assert changed.items() <= values.items()
    # In place: what others refer to has stayed.
    assert {one["OutputKey"]: one["OutputValue"] for one in stack().get("Outputs", [])} == {
        one["OutputKey"]: one["OutputValue"] for one in outputs
    }
    cloudformation.delete_stack(StackName=f"shelflife-{path.stem}")
    assert moto.client("iam").list_roles()["Roles"] == []
    assert moto.client("lambda").list_functions()["Functions"] == []
    assert moto.client("stepfunctions").list_state_machines()["stateMachines"] == []
    assert moto.client("events").list_rules()["Rules"] == []
    assert moto.client("logs").describe_log_groups()["logGroups"] == []
    assert moto.client("sqs").list_queues().get("QueueUrls", []) == []
    assert moto.client("sns").list_topics()["Topics"] == []
    assert moto.client("cloudwatch").list_dashboards()["DashboardEntries"] == []


WRONG = [
    ("shelflife", "Mode", "delete"),
    ("shelflife", "ValidHours", "-1"),
    ("shelflife", "ValidHours", "0"),
    ("shelflife", "ScheduleExpression", "cron(0 4 * * ?)"),
    ("shelflife", "ScheduleExpression", "cron(0 4 * * ? * *)"),
    ("shelflife", "ScheduleExpression", "rate(1 hours)"),
    ("shelflife", "ScheduleExpression", "rate(0 hours)"),
    ("shelflife", "ScheduleExpression", "hourly"),
    ("shelflife", "ScheduleState", "OFF"),
    ("shelflife", "HoursWithoutSuccess", "1"),
    ("shelflife", "PolicyName", "nightly expiry"),
    ("shelflife", "SelectTagKey", "aws:autoscaling:groupName"),
    ("shelflife", "SelectTagValue", ""),
    ("shelflife", "GuardReferences", "no"),
    ("shelflife", "LimitItems", "0"),
    ("shelflife", "CodeBucket", "s3://code"),
    ("shelflife", "CodeKey", "shelflife/bootstrap"),
    ("shelflife", "Architecture", "aarch64"),
    ("shelflife", "KmsKeyArn", "alias/mine"),
    ("shelflife", "PermissionsBoundaryArn", "boundary"),
    ("shelflife", "MemberRoleName", "role/shelflife-member"),
    ("shelflife", "NotificationEmail", "nobody"),
    ("shelflife", "NotificationEmail", "two@example.com,b@example.com"),
    ("shelflife", "SelectTagKey", 'a"b'),
    ("shelflife", "LimitPercent", "101"),
    ("shelflife", "LogRetentionDays", "2"),
    ("shelflife", "OrganizationId", "example"),
    ("schedule", "ScheduleExpression", "cron(0 4 * * ?)"),
    ("schedule", "PolicyDocument", "hourly.json"),
    ("schedule", "TimeZone", "Berlin time"),
    ("member", "HubAccountId", "1234"),
    ("member", "ExternalId", "short"),
    ("member", "OrganizationId", ""),
    ("member", "HubStackName", "*"),
    ("member", "RoleName", ""),
    ("monitoring", "SlackChannelId", "#alerts"),
    ("monitoring", "SlackWorkspaceId", "acme.slack.com"),
    ("monitoring", "NotificationTopic", "notices"),
    ("spread-accounts", "StateMachineArn", "expire-images"),
    ("run-once", "StateMachineArn", "expire-images"),
    ("backup-images", "NotificationTopic", ""),
    ("backup-volumes", "NotificationKeyArn", "alias/shelflife"),
    ("expire-snapshots", "DeleteOnlySelected", "maybe"),
]


def test_every_template_refuses_something():
    """A parameter without a constraint would take anything."""
    assert {name for name, _, _ in WRONG} == {path.stem for path in TEMPLATES}
    for path in TEMPLATES:
        for name, declared in template_of(path)["Parameters"].items():
            assert {"AllowedPattern", "AllowedValues", "MinValue"} & set(declared), f"{path.stem} {name}"


@pytest.mark.parametrize("name, parameter, value", WRONG)
def test_refuses_wrong_parameters(name, parameter, value):
    """moto accepts whatever it gets, so CloudFormation's rules are applied to the template's own constraints."""
    path = REPOSITORY / "cloudformation" / f"{name}.yaml"
    declared = template_of(path)["Parameters"][parameter]
    assert not is_allowed(declared, value)
    good = NEEDED.get(name, WORKFLOW).get(parameter, declared.get("Default"))
    assert is_allowed(declared, str(good))


@pytest.mark.parametrize("path", TEMPLATES, ids=by_name)
def test_takes_its_own_defaults(path):
    for name, declared in template_of(path)["Parameters"].items():
        value = {**NEEDED.get(path.stem, WORKFLOW), **CHANGED.get(path.stem, {})}.get(name, declared.get("Default"))
        assert value is not None and is_allowed(declared, str(value)), name


def is_allowed(parameter, value):
    """CloudFormation's own rules for the value of a parameter."""
    if parameter["Type"] == "Number":
        if not re.fullmatch(r"-?[0-9]+([.][0-9]+)?", value):
            return False
        low, high = parameter.get("MinValue"), parameter.get("MaxValue")
        if low is not None and float(value) < float(low) or high is not None and float(value) > float(high):
            return False
    if "AllowedPattern" in parameter and not re.fullmatch(parameter["AllowedPattern"], value):
        return False
    return "AllowedValues" not in parameter or value in [str(allowed) for allowed in parameter["AllowedValues"]]


@pytest.mark.parametrize("path", TEMPLATES, ids=by_name)
def test_trusts_nobody_unconditionally(path):
    for name, role in resources(path, "AWS::IAM::Role").items():
        for statement in role["Properties"]["AssumeRolePolicyDocument"]["Statement"]:
            conditions = statement["Condition"]["StringEquals"]
            assert "aws:SourceAccount" in conditions or {"sts:ExternalId", "aws:PrincipalOrgID"} <= set(conditions), name
            assert statement["Principal"] != "*"


@pytest.mark.parametrize("path", TEMPLATES, ids=by_name)
def test_tells_every_alarm_to_somebody(path):
    for name, alarm in resources(path, "AWS::CloudWatch::Alarm").items():
        [action] = alarm["Properties"]["AlarmActions"]
        assert action in ({"Ref": "NotificationTopic"}, {"Ref": "NotificationTopicArn"}), name
    alarms = {name.removesuffix("Alarm") for name in resources(path, "AWS::CloudWatch::Alarm")}
    if path.stem in ("schedule", "shelflife"):
        assert {"MissedRun", "DeadLetters"} <= alarms
    if resources(path, "AWS::StepFunctions::StateMachine"):
        workers = {name.removesuffix("Function") for name in resources(path, "AWS::Lambda::Function")}
        assert {"RunFailed", "RunTimedOut", "RunThrottled"} | {f"{worker}Errors" for worker in workers} <= alarms


def test_lets_a_slack_channel_hear_and_do_nothing():
    path = REPOSITORY / "cloudformation" / "monitoring.yaml"
    channel = resources(path, "AWS::Chatbot::SlackChannelConfiguration")["SlackChannel"]
    assert channel["Condition"] == "HasSlackChannel"
    assert channel["Properties"]["SnsTopicArns"] == [{"Ref": "NotificationTopic"}]
    [guardrail] = channel["Properties"]["GuardrailPolicies"]
    assert guardrail["Fn::Sub"].endswith("policy/AWSDenyAll")
    assert template_of(path)["Rules"]["SlackChannelNeedsWorkspace"]


def test_admits_the_workers_of_one_hub_only(moto):
    Deployment(moto)
    path = REPOSITORY / "cloudformation" / "member.yaml"
    moto.client("cloudformation").create_stack(
        StackName="member",
        TemplateBody=path.read_text(),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in NEEDED["member"].items()],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    role = moto.client("iam").get_role(RoleName="shelflife-member")["Role"]
    [statement] = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    assert statement["Condition"] == {
        "StringEquals": {"sts:ExternalId": "a-long-secret", "aws:PrincipalOrgID": "o-a1b2c3d4e5"},
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/shelflife-*"},
    }


def test_schedules_stand_side_by_side(moto):
    cloudformation = moto.client("cloudformation")
    path = REPOSITORY / "cloudformation" / "schedule.yaml"
    policies = {"hourly": {"policy": "hourly"}, "daily": {"policy": "daily"}}
    for (name, policy), expression in zip(policies.items(), ("rate(1 hour)", "cron(10 18 * * ? *)")):
        values = {"StateMachineArn": MACHINE, "PolicyDocument": json.dumps(policy), "ScheduleExpression": expression}
        cloudformation.create_stack(
            StackName=name,
            TemplateBody=path.read_text(),
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
            Capabilities=["CAPABILITY_IAM"],
        )
    events = moto.client("events")
    for name, policy in policies.items():
        [target] = events.list_targets_by_rule(Rule=f"{name}-schedule")["Targets"]
        assert target["Arn"] == MACHINE
        assert json.loads(target["Input"]) == policy
    cloudformation.delete_stack(StackName="hourly")
    assert [rule["Name"] for rule in events.list_rules()["Rules"]] == ["daily-schedule"]
