# SPDX-License-Identifier: Apache-2.0
"""`kill -9` at 50 random moments of a large expiry: it ends as an undisturbed one, and nothing is done twice.

The server runs expire-images on a sandbox account. Between them stands a proxy that notes which image was deregistered
when, so that the test sees what the workers did and not only what the histories say.
"""

import collections
import contextlib
import json
import random
import subprocess
import time
import urllib.parse

import definitions
import pytest
from conftest import client
from relay import Relay, forward
from test_durability import BINARY, ROLE, Server, history

KILLS = 50
# The policy retires some 500 images of this sample account.
ACCOUNT = ["--images", "530", "--seed", "11"]
POLICY = {
    "policy": "kill-test",
    "mode": "enforce",
    "select": {"all": True},
    "retain": {"age": "1h"},
    "guard": {"references": False},
    "limits": {"items": 5000, "percent": 100},
}


class Noted:
    """Passes requests on to the sandbox and notes the deregistrations."""

    def __init__(self, target):
        self.target = target
        self.deregistrations = collections.defaultdict(list)
        self.relay = Relay(self.note_and_forward)

    def note_and_forward(self, path, headers, body):
        form = urllib.parse.parse_qs(body.decode())
        if form.get("Action") == ["DeregisterImage"] and "DryRun" not in form:
            self.deregistrations[form["ImageId"][0]].append(time.monotonic())
        return forward(self.target + path, headers, body)


@contextlib.contextmanager
def expiry(folder):
    """A server in the middle of nothing, its sandbox, and how to begin."""
    command = [BINARY, "sandbox", "--port", "0", *ACCOUNT]
    sandbox = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    proxy = server = None
    try:
        url = sandbox.stdout.readline().strip()
        proxy = Noted(url)
        server = Server(folder, "--endpoint-url", proxy.relay.url)
        yield server, proxy, client("ec2", url)
    finally:
        if server:
            server.kill()
        if proxy:
            proxy.relay.close()
        sandbox.terminate()
        sandbox.wait(timeout=10)


def begin(server):
    definition = definitions.bound("expire-images")
    machine = server.client.create_state_machine(name="expire-images-killed", definition=definition, roleArn=ROLE)
    return server.client.start_execution(
        stateMachineArn=machine["stateMachineArn"], name="run", input=json.dumps(POLICY)
    )["executionArn"]


def status(server, arn):
    return server.client.describe_execution(executionArn=arn)["status"]


def end(server, arn, limit):
    deadline = time.monotonic() + limit
    while status(server, arn) == "RUNNING":
        assert time.monotonic() < deadline, "the expiry does not end"
        time.sleep(0.05)
    return server.client.describe_execution(executionArn=arn)


def remains(ec2):
    images = {image["ImageId"] for image in ec2.describe_images(Owners=["self"], IncludeDisabled=True)["Images"]}
    pages = ec2.get_paginator("describe_snapshots").paginate(OwnerIds=["self"])
    return images, {snapshot["SnapshotId"] for page in pages for snapshot in page["Snapshots"]}


def children(server, arn):
    runs = server.client.list_map_runs(executionArn=arn)["mapRuns"]
    pages = server.client.get_paginator("list_executions")
    return [
        child["executionArn"]
        for run in runs
        for page in pages.paginate(mapRunArn=run["mapRunArn"], PaginationConfig={"PageSize": 1000})
        for child in page["executions"]
    ]


def check_history(events):
    """No event is lost, none is doubled, and no state was entered or scheduled twice."""
    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    assert all(event["previousEventId"] < event["id"] for event in events)
    kinds = collections.Counter(event["type"] for event in events)
    assert kinds["ExecutionStarted"] == 1
    assert kinds["ExecutionSucceeded"] == 1
    for direction in ("Entered", "Exited"):
        names = collections.Counter(
            event[f"state{direction}EventDetails"]["name"] for event in events if event["type"].endswith(direction)
        )
        assert set(names.values()) == {1}, names
    assert kinds["TaskScheduled"] == kinds["TaskStateEntered"] == kinds["TaskSucceeded"]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    with expiry(tmp_path_factory.mktemp("undisturbed")) as (server, proxy, ec2):
        arn = begin(server)
        execution = end(server, arn, 300)
        assert execution["status"] == "SUCCEEDED", execution
        assert all(len(times) == 1 for times in proxy.deregistrations.values())
        yield {
            "output": json.loads(execution["output"]),
            "remains": remains(ec2),
            "deregistered": set(proxy.deregistrations),
        }


@pytest.mark.parametrize("seed", [1])
def test_an_expiry_survives_fifty_kills(undisturbed, tmp_path, seed):
    assert len(undisturbed["deregistered"]) >= 450
    chance = random.Random(seed)
    kills = []
    with expiry(tmp_path) as (server, proxy, ec2):
        arn = begin(server)
        # By its progress, whatever the machine's speed: an image may well be worked on by two kills.
        moments = sorted(chance.sample(range(len(undisturbed["deregistered"]) - 10), KILLS))
        deadline = time.monotonic() + 300
        for moment in moments:
            while len(proxy.deregistrations) < moment and time.monotonic() < deadline:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.05))
            assert status(server, arn) == "RUNNING", f"the expiry ended after {len(kills)} kills"
            server.kill()
            kills.append(time.monotonic())
            server.start()
        execution = end(server, arn, 300)
        assert execution["status"] == "SUCCEEDED", execution
        assert remains(ec2) == undisturbed["remains"]
        assert set(proxy.deregistrations) == undisturbed["deregistered"]
        # A worker whose answer was lost with the server is called again, and finds its image gone.
        tally, expected = json.loads(execution["output"])["tally"], undisturbed["output"]["tally"]
        repeated = sum(len(times) > 1 for times in proxy.deregistrations.values())
        assert tally["retired"] + tally["alreadyGone"] == expected["retired"]
        assert tally["alreadyGone"] <= repeated + 5 * len(kills)
        assert tally["failed"] == expected["failed"] == 0
        for image, times in proxy.deregistrations.items():
            for first, second in zip(times, times[1:]):
                assert any(first < kill < second for kill in kills), f"{image} was deregistered twice without a kill"
        check_history(history(server.client, arn, 1000))
        arns = children(server, arn)
        assert len(set(arns)) == len(arns)
        inputs = collections.Counter()
        for child in arns:
            events = history(server.client, child, 1000)
            check_history(events)
            inputs[events[0]["executionStartedEventDetails"]["input"]] += 1
        assert set(inputs.values()) == {1}, "an image had two children"
