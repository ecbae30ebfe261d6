# SPDX-License-Identifier: Apache-2.0
"""Runs of expire-images on a sandbox account, with everything counted that AWS would bill.

    with MeteredAccount(shelflife, images=500) as account:
        account.tag_expired(20)
        run = account.run("enforce")
        run.transitions, run.invocations["DeregisterImage"], run.ec2_requests
"""
import contextlib
import dataclasses
import http.server
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

import boto3

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


class Relay:
    """Hands every request on to the sandbox and counts them."""

    def __init__(self, target):
        self.requests = 0
        relay = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            disable_nagle_algorithm = True

            def do_POST(self):
                relay.requests += 1
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                request = urllib.request.Request(target + self.path, body, headers, method="POST")
                try:
                    with urllib.request.urlopen(request, timeout=60) as answer:
                        status, text = answer.status, answer.read()
                except urllib.error.HTTPError as error:
                    status, text = error.code, error.read()
                self.send_response(status)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *arguments):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def arn(kind, name):
    service, separator = ("lambda", "function:") if kind == "function" else ("sns", "")
    return f"arn:aws:{service}:us-east-1:123456789012:{separator}{name}"


def definition():
    text = (ROOT / "statemachine" / "expire-images.asl.json").read_text()
    for step in STEPS:
        text = text.replace("${%sFunction.Arn}" % step, arn("function", step))
    return text.replace("${NotificationTopic}", arn("topic", "notices"))


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
        self._relay = Relay(self._sandbox)
        self._resources.callback(self._relay.close)
        service = self._start("serve", "--db", self._database, "--endpoint-url", self._relay.url)
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
        self._ec2 = boto3.client("ec2", endpoint_url=self._sandbox, **keys)
        self._states = boto3.client("stepfunctions", endpoint_url=service, **keys)
        self._machine = self._states.create_state_machine(
            name="costs", definition=definition(), roleArn="arn:aws:iam::123456789012:role/states"
        )["stateMachineArn"]

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
        self._relay.requests = 0
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
            ec2_requests=self._relay.requests,
            events=len(events),
            event_bytes=sum(len(json.dumps(event, separators=(",", ":"))) for event in events),
            tally=report["tally"],
        )
