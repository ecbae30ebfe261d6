# SPDX-License-Identifier: Apache-2.0
"""The checked-in definitions, run by boto3 over `shelflife serve`, do what `shelflife run` does."""

import contextlib
import json
import subprocess
import time

import definitions
import pytest
from conftest import REPOSITORY, client
from test_durability import BINARY, ROLE, Server

EVERYTHING = {"all": True}
CASES = {
    "expire-images": json.loads((REPOSITORY / "statemachine/policies/sample-account.json").read_text()),
    "expire-snapshots": {"policy": "api", "select": EVERYTHING, "retain": {"age": "1d"}, "limits": {"items": 5000}},
    "backup-volumes": {"policy": "api", "select": EVERYTHING, "retain": {"count": 3}, "create": {"tags": {"by": "api"}}},
    "backup-images": {"policy": "api", "select": EVERYTHING, "retain": {"count": 3}, "create": {"tags": {"by": "api"}}},
}


@contextlib.contextmanager
def account():
    """A sandbox; two of the same seed hold the same."""
    command = [BINARY, "sandbox", "--port", "0", "--images", "200", "--seed", "5"]
    sandbox = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield sandbox.stdout.readline().strip()
    finally:
        sandbox.terminate()
        sandbox.wait(timeout=10)


def content(url):
    """What is in the account, without what differs from one making to the next: ids and times of new backups."""
    ec2 = client("ec2", url)

    def row(resource, made):
        tags = {tag["Key"]: tag["Value"] for tag in resource.get("Tags", [])}
        if "shelflife:run" in tags:
            return tuple(made), tuple(sorted(key for key in tags))
        return resource.get("ImageId") or resource["SnapshotId"]

    images = ec2.describe_images(Owners=["self"], IncludeDisabled=True)["Images"]
    pages = ec2.get_paginator("describe_snapshots").paginate(OwnerIds=["self"])
    snapshots = [snapshot for page in pages for snapshot in page["Snapshots"]]
    return (
        sorted(map(str, (row(image, [image.get("SourceInstanceId")]) for image in images))),
        sorted(map(str, (row(snapshot, [snapshot["VolumeId"], snapshot["VolumeSize"]]) for snapshot in snapshots))),
    )


def over_the_api(folder, url, workflow, policy):
    definition = definitions.bound(workflow)
    server = Server(folder, "--endpoint-url", url)
    try:
        machine = server.client.create_state_machine(name=f"{workflow}-api", definition=definition, roleArn=ROLE)
        execution = server.client.start_execution(
            stateMachineArn=machine["stateMachineArn"], name="run", input=json.dumps(policy)
        )["executionArn"]
        deadline = time.monotonic() + 100
        while (end := server.client.describe_execution(executionArn=execution))["status"] == "RUNNING":
            assert time.monotonic() < deadline, f"{workflow} does not end"
            time.sleep(0.1)
        return end
    finally:
        server.kill()


def steady(tally):
    """The tally without what hangs on which of two images that share a snapshot goes first."""
    gone_or_kept = tally["snapshotsGone"] + tally["snapshotsKept"] if "snapshotsGone" in tally else None
    return {**tally, "snapshotsGone": gone_or_kept, "snapshotsKept": None}


@pytest.mark.parametrize("workflow", CASES)
def test_a_workflow_over_the_api_does_what_run_does(workflow, shelflife, policy_file, tmp_path):
    policy = {**CASES[workflow], "mode": "enforce"}
    with account() as url:
        before = content(url)
        run = shelflife("run", workflow, "--policy", policy_file(policy), "--endpoint-url", url, "--output", "json")
        assert run.status == 0, run.stderr
        by_run = content(url)
    assert by_run != before
    with account() as url:
        assert content(url) == before
        execution = over_the_api(tmp_path, url, workflow, policy)
        assert execution["status"] == "SUCCEEDED", execution
        assert content(url) == by_run
    assert steady(run.document["report"]["tally"]) == steady(json.loads(execution["output"])["tally"])
