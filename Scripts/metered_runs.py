# SPDX-License-Identifier: Apache-2.0
"""Runs of expire-images on a sandbox account, with everything counted that AWS would bill.

    with MeteredAccount(shelflife, images=500) as account:
        account.tag_expired(20)
        run = account.run("enforce")
        run.transitions, run.invocations["DeregisterImage"], run.ec2_requests
"""
import contextlib
import dataclasses
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import time

import boto3

import definitions
from relay import Relay, forward

ROOT = pathlib.Path(__file__).resolve().parents[1]
STEPS = ("ListExpiredImages", "DeregisterImage", "DeleteImageSnapshots", "ReportRun")
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}
TAG = "costs"


@dataclasses.dataclass
class Run:
    """One execution with its children."""

    executions: int
    transitions: int
    invocations: dict  # by worker
    ec2_requests: int
    events: int
    event_bytes: int  # of all history events, which are the state machine's log
    tally: dict


def policy(mode, select):
    """What the main stack starts its runs with, without a limit."""
    return {
        "policy": "costs", "mode": mode, "select": select, "retain": {"age": "10d"},
        "guard": {"references": True}, "limits": {"items": 10_000, "percent": 100},
    }


class MeteredAccount:
    """A sandbox with so many images, and the local service with its workers in front of it."""

    def __init__(self, shelflife, images):
        self.shelflife = str(shelflife)
        self.images = images
        self._resources = contextlib.ExitStack()

    def __enter__(self):
        try:
            self._set_up()
        except BaseException:
            self._resources.close()
            raise
        return self

    def _set_up(self):
        folder = self._resources.enter_context(tempfile.TemporaryDirectory(prefix="shelflife-costs-"))
        self._database = f"{folder}/executions.db"
        self._sandbox = self._start("sandbox", "--images", str(self.images))
        self._ec2_requests = 0
        relay = Relay(self._count_and_forward)
        self._resources.callback(relay.close)
        service = self._start("serve", "--db", self._database, "--endpoint-url", relay.url)
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
        self._ec2 = boto3.client("ec2", endpoint_url=self._sandbox, **keys)
        self._states = boto3.client("stepfunctions", endpoint_url=service, **keys)
        self._machine = self._states.create_state_machine(
            name="costs", definition=definitions.bound("expire-images"), roleArn="arn:aws:iam::123456789012:role/states"
        )["stateMachineArn"]

    def _count_and_forward(self, path, headers, body):
        self._ec2_requests += 1
        return forward(self._sandbox + path, headers, body)

    def __exit__(self, *error):
        self._resources.close()

    def _start(self, command, *options):
        process = subprocess.Popen(
            [self.shelflife, command, "--port", "0", *options],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, **CREDENTIALS},
        )
        self._resources.callback(process.wait)
        self._resources.callback(process.terminate)
        url = process.stdout.readline().strip()
        if not url.startswith("http://"):
            raise RuntimeError(f"shelflife {command} did not start")
        return url

    def tag_expired(self, count):
        """Tags so many images that nothing keeps, so that the next run retires exactly these.

        Gives the tally of a run over all images.
        """
        document = json.dumps(policy("report", {"all": True}))
        command = [self.shelflife, "run", "expire-images", "--policy", document, "--output", "json"]
        answer = subprocess.run(
            command + ["--endpoint-url", self._sandbox], env={**os.environ, **CREDENTIALS},
            capture_output=True, text=True, check=True, timeout=120,
        )
        report = json.loads(answer.stdout)
        expired = report["wouldRetire"]
        if len(expired) < count:
            raise RuntimeError(f"{len(expired)} images have expired, not {count}")
        if count:
            self._ec2.create_tags(Resources=expired[:count], Tags=[{"Key": TAG, "Value": "yes"}])
        return report["report"]["tally"]

    def run(self, mode):
        """A run over the images that were tagged."""
        self._ec2_requests = 0
        document = json.dumps(policy(mode, {"tags": [{"key": TAG}]}))
        execution = self._states.start_execution(stateMachineArn=self._machine, input=document)["executionArn"]
        while (answer := self._states.describe_execution(executionArn=execution))["status"] == "RUNNING":
            time.sleep(0.05)
        if answer["status"] != "SUCCEEDED":
            raise RuntimeError(f"the run is {answer['status']}: {answer.get('cause')}")
        return self._metered(execution, json.loads(answer["output"]))

    def _metered(self, execution, report):
        with contextlib.closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as connection:
            rows = connection.execute(
                "SELECT execution.id, history.events FROM history JOIN execution ON execution.id = history.execution "
                "WHERE execution.arn = ? OR execution.mapRunARN IN (SELECT arn FROM mapRun WHERE executionARN = ?)",
                (execution, execution),
            ).fetchall()
        events = [event for _, chunk in rows for event in json.loads(chunk)]
        scheduled = [event["taskScheduledEventDetails"] for event in events if event["type"] == "TaskScheduled"]
        invoked = [json.loads(details["parameters"])["FunctionName"].rsplit(":", 1)[1] for details in scheduled]
        return Run(
            executions=len({number for number, _ in rows}),
            transitions=sum(event["type"].endswith("StateEntered") for event in events),
            invocations={step: invoked.count(step) for step in STEPS},
            ec2_requests=self._ec2_requests,
            events=len(events),
            event_bytes=sum(len(json.dumps(event, separators=(",", ":"))) for event in events),
            tally=report["tally"],
        )
