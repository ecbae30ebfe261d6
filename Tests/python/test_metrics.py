# SPDX-License-Identifier: Apache-2.0
"""What the dashboard shows and the alarms watch is there: metrics that the workers emit, dimensions that name resources.

The workers' metrics are read from what bootstrap prints, the services' stand here as AWS documents them.
"""

import json
import re
import subprocess

import pytest
from conftest import CREDENTIALS
from emitted_metrics import emitted_metrics
from runtime_api import RuntimeAPI
from test_package import bootstrap  # noqa: F401
from test_stacks import MACHINE, NEEDED, REPOSITORY, TEMPLATES, WORKFLOW, by_name, resources, template_of
from test_template import Deployment

# Of the services, those with one dimension; the page of each says which there are.
SERVICES = {
    # docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
    ("AWS/States", "StateMachineArn"): {
        "ExecutionTime", "ExecutionThrottled", "ExecutionsAborted", "ExecutionsFailed", "ExecutionsStarted",
        "ExecutionsSucceeded", "ExecutionsTimedOut",
    },
    # docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    ("AWS/Lambda", "FunctionName"): {"ConcurrentExecutions", "Duration", "Errors", "Invocations", "Throttles"},
    # docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    ("AWS/SQS", "QueueName"): {"ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"},
}
# The sums of what a run kept and let go, each of which the dashboard shows.
NOT_SHOWN = {"ImagesScanned", "SnapshotsScanned"}
POLICY = {"policy": "nightly", "mode": "enforce", "select": {"all": True}, "retain": {"age": "1h"}}
REPORT = {"policy": POLICY, "now": "2036-01-01T00:00:00Z", "execution": "e", "results": []}


def prints(bootstrap, handler, event, **environment):  # noqa: F811
    with RuntimeAPI() as api, api.start([bootstrap], handler, environment) as function:
        answer = function.invoke(event)
        assert answer.kind == "response", answer.body
        return emitted_metrics(function.stop()[0])


def tally(resources):
    """With something kept for two reasons; what is not given is 0."""
    counts = dict.fromkeys(
        ["selected", "notEvaluated", "wouldRetire", "wouldFreeGiB", "retired", "alreadyGone", "marked", "wouldTakeBack"]
        + ["takenBack", "keptLater", "failed", "snapshotsDeleted", "snapshotsGone", "snapshotsKept"]
        + ["snapshotsFailed", "deletedGiB"],
        0,
    )
    return {**counts, "resources": resources, "scanned": 3, "keptBy": {"age": 2, "references": 1}, "failures": []}


def backup_tally():
    counts = dict.fromkeys(["targets", "takenUp", "done", "unfinished", "failed", "snapshots", "copies"], 0)
    return {**counts, "kind": "volumes", "scanned": 1, "skippedBy": {"selection": 1}, "failures": []}


@pytest.fixture(scope="module")
def emitted(bootstrap, tmp_path_factory):  # noqa: F811
    """All that workers emit: the reports of the three kinds of runs, and a listing that EC2 throttled."""
    found = set()
    for counts in (tally("images"), tally("snapshots")):
        found |= prints(bootstrap, "ReportRun", {**REPORT, "page": {"cursor": None, "tally": counts}})
    found |= prints(bootstrap, "ReportBackups", {**REPORT, "page": {"cursor": None, "tally": backup_tally()}})
    faults = tmp_path_factory.mktemp("faults") / "faults.json"
    faults.write_text('{"faults": [{"action": "DescribeImages", "calls": [1], "kind": "throttle"}]}')
    sandbox = subprocess.Popen(
        [REPOSITORY / ".build" / "debug" / "shelflife", "sandbox", "--port", "0", "--images", "1", "--faults", faults],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=CREDENTIALS,
    )
    try:
        endpoint = sandbox.stdout.readline().strip()
        listing = {"policy": {**POLICY, "mode": "report"}, "now": "2036-01-01T00:00:00Z"}
        found |= prints(bootstrap, "ListExpiredImages", listing, AWS_ENDPOINT_URL=endpoint)
    finally:
        sandbox.kill()
        sandbox.wait()
    return found


def searches():
    """(namespace, dimensions, terms, metric) of each search of the dashboard."""
    [dashboard] = resources(REPOSITORY / "cloudformation" / "monitoring.yaml", "AWS::CloudWatch::Dashboard").values()
    body = json.loads(dashboard["Properties"]["DashboardBody"]["Fn::Sub"])
    found = []
    for widget in body["widgets"]:
        for [metric] in widget["properties"]["metrics"]:
            for schema, terms, name in re.findall(r"SEARCH\('\{([^}]+)\}([^']*) MetricName=\"(\w+)\"'", metric["expression"]):
                namespace, *dimensions = schema.split(",")
                found.append((namespace, tuple(dimensions), terms.strip(), name))
    return found


def test_shows_only_metrics_that_exist(emitted):
    ours = {(metric.namespace, tuple(name for name, _ in metric.dimensions), metric.name) for metric in emitted}
    found = searches()
    assert len(found) > 20
    for namespace, dimensions, terms, name in found:
        if namespace == "Shelflife":
            assert (namespace, dimensions, name) in ours, name
        else:
            [dimension] = dimensions
            assert name in SERVICES[namespace, dimension], name
            # Others have such metrics, too.
            assert terms == "${StackNames}"


def test_shows_whatever_the_workers_emit(emitted):
    shown = {(dimensions, name) for namespace, dimensions, _, name in searches() if namespace == "Shelflife"}
    for metric in emitted:
        dimensions = tuple(name for name, _ in metric.dimensions)
        assert metric.name in NOT_SHOWN or (dimensions, metric.name) in shown, metric


def test_says_of_which_policy_reason_and_worker_a_metric_is(emitted):
    values = {(name, value) for metric in emitted for name, value in metric.dimensions}
    assert values == {("Policy", "nightly"), ("Reason", "age"), ("Reason", "references"), ("Step", "ListExpiredImages")}
    assert {metric.namespace for metric in emitted} == {"Shelflife"}


# What gives the value of a dimension, by its name.
NAMED_BY = {
    "StateMachineArn": ("Ref", "AWS::StepFunctions::StateMachine"),
    "FunctionName": ("Ref", "AWS::Lambda::Function"),
    "QueueName": ("Fn::GetAtt", "AWS::SQS::Queue"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=by_name)
def test_watches_metrics_of_its_own_resources(path):
    template = template_of(path)
    for name, alarm in resources(path, "AWS::CloudWatch::Alarm").items():
        properties = alarm["Properties"]
        [dimension] = properties["Dimensions"]
        assert properties["MetricName"] in SERVICES[properties["Namespace"], dimension["Name"]], name
        function, kind = NAMED_BY[dimension["Name"]]
        target = dimension["Value"][function]
        if function == "Fn::GetAtt":
            target, attribute = target if isinstance(target, list) else target.split(".")
            assert attribute == dimension["Name"]
        if target in template["Resources"]:
            assert template["Resources"][target]["Type"] == kind, name
        else:
            # A schedule for another stack's state machine knows it by ARN.
            assert path.stem == "schedule" and target == dimension["Name"] and target in template["Parameters"], name


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.stem not in ("member", "monitoring")], ids=by_name)
def test_watches_all_that_a_deployment_makes(moto, path):
    """moto makes no alarms of a template, hence their dimensions are resolved here, as CloudFormation would."""
    Deployment(moto)
    values = NEEDED.get(path.stem, WORKFLOW)
    cloudformation = moto.client("cloudformation")
    cloudformation.create_stack(
        StackName="shelflife",
        TemplateBody=path.read_text(),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
        Capabilities=["CAPABILITY_IAM"],
    )
    stack = cloudformation.describe_stack_resources(StackName="shelflife")["StackResources"]
    physical = {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in stack if "LogicalResourceId" in one}
    watched = set()
    for alarm in resources(path, "AWS::CloudWatch::Alarm").values():
        [dimension] = alarm["Properties"]["Dimensions"]
        if "Ref" in dimension["Value"]:
            name = dimension["Value"]["Ref"]
            watched.add(values.get(name) or physical[name])
        else:
            target = dimension["Value"]["Fn::GetAtt"]
            logical_id = target[0] if isinstance(target, list) else target.split(".")[0]
            watched.add(physical[logical_id].rsplit("/", 1)[1])
    machines = moto.client("stepfunctions").list_state_machines()["stateMachines"]
    made = {machine["stateMachineArn"] for machine in machines}
    made |= {one["FunctionName"] for one in moto.client("lambda").list_functions()["Functions"]}
    # What the dashboard's searches go by.
    assert all("shelflife" in name for name in made)
    made |= {url.rsplit("/", 1)[1] for url in moto.client("sqs").list_queues().get("QueueUrls", [])}
    assert watched == made | ({MACHINE} if path.stem == "schedule" else set())
