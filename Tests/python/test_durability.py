# SPDX-License-Identifier: Apache-2.0
"""`kill -9` at random moments: executions go on where they were, and no event is lost or doubled."""

import json
import os
import pathlib
import random
import signal
import subprocess
import time

import boto3
import botocore.config
import pytest
from conftest import CREDENTIALS

# Another build than the debug one, a release build for instance, can be named by SHELFLIFE.
BINARY = os.environ.get("SHELFLIFE", pathlib.Path(__file__).parents[2] / ".build/debug/shelflife")
ROLE = "arn:aws:iam::123456789012:role/test"
KILLS = 10
EXECUTIONS = 12
DEFINITION = {
    "StartAt": "First",
    "States": {
        "First": {"Type": "Pass", "Assign": {"id.$": "States.UUID()"}, "Next": "Short"},
        "Short": {"Type": "Wait", "Seconds": 1, "Next": "Each"},
        "Each": {
            "Type": "Map",
            "ItemsPath": "$.items",
            "MaxConcurrency": 2,
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "INLINE"},
                "StartAt": "Pause",
                "States": {
                    "Pause": {"Type": "Wait", "Seconds": 1, "Next": "Mark"},
                    "Mark": {"Type": "Pass", "Parameters": {"id.$": "$id", "item.$": "$"}, "End": True},
                },
            },
            "Next": "Last",
        },
        "Last": {"Type": "Wait", "Seconds": 1, "End": True},
    },
}


class Server:
    """`shelflife serve` on one database file."""

    def __init__(self, folder, *options):
        database = ["--db", folder / "executions.db"]
        self.command = [BINARY, "serve", "--port", "0", *database, *options]
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, **CREDENTIALS}
        )
        url = self.process.stdout.readline().strip()
        assert url.startswith("http://"), f"the server did not start: {url!r}"
        self.client = boto3.client(
            "stepfunctions", endpoint_url=url, region_name="us-east-1", aws_access_key_id="test",
            aws_secret_access_key="test", config=botocore.config.Config(retries={"max_attempts": 0}),
        )

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)


def history(client, arn, page_size=7):
    events, more = [], {}
    while True:
        page = client.get_execution_history(executionArn=arn, maxResults=page_size, **more)
        events += page["events"]
        if "nextToken" not in page:
            return events
        more = {"nextToken": page["nextToken"]}


@pytest.mark.parametrize("seed", [1])
def test_executions_survive_being_killed(tmp_path, seed):
    chance = random.Random(seed)
    server = Server(tmp_path)
    try:
        machine = server.client.create_state_machine(name="m", definition=json.dumps(DEFINITION), roleArn=ROLE)
        arns = [
            server.client.start_execution(
                stateMachineArn=machine["stateMachineArn"], name=f"e{n}", input=json.dumps({"items": list(range(n % 5))})
            )["executionArn"]
            for n in range(EXECUTIONS)
        ]
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.05, 0.7))
            server.kill()
            server.start()
        deadline = time.monotonic() + 30
        running = set(arns)
        while running and time.monotonic() < deadline:
            running = {arn for arn in running if server.client.describe_execution(executionArn=arn)["status"] == "RUNNING"}
            time.sleep(0.1)
        assert not running, "executions were lost"
        for number, arn in enumerate(arns):
            described = server.client.describe_execution(executionArn=arn)
            assert described["status"] == "SUCCEEDED", described
            output = json.loads(described["output"])
            assert [mark["item"] for mark in output] == list(range(number % 5))
            assert len({mark["id"] for mark in output}) <= 1, "a variable changed its value over a restart"
            events = history(server.client, arn)
            assert [event["id"] for event in events] == list(range(1, len(events) + 1))
            for kind in ("ExecutionStarted", "MapStateStarted", "MapStateSucceeded", "ExecutionSucceeded"):
                assert sum(event["type"] == kind for event in events) == 1, kind
            for kind in ("MapIterationStarted", "MapIterationSucceeded", "PassStateExited", "WaitStateExited"):
                extra = {"PassStateExited": 1, "WaitStateExited": 2}.get(kind, 0)
                assert sum(event["type"] == kind for event in events) == number % 5 + extra, kind
            times = [event["timestamp"] for event in events]
            assert times == sorted(times)
    finally:
        server.kill()
