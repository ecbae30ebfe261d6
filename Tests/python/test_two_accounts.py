# SPDX-License-Identifier: Apache-2.0
"""One policy, two accounts, end to end: the emitted definitions, bootstrap as every worker, moto's STS, a sandbox each.

The only thing changed is how a task reaches its worker: as an activity, because there is no Lambda here.
"""

import json
import re
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from conftest import CREDENTIALS, REPOSITORY
from relay import Relay, forward
from runtime_api import RuntimeAPI
from test_package import bootstrap  # noqa: F401

ACCOUNTS = ("111111111111", "222222222222")
REGION = "us-east-1"
EXTERNAL_ID = "a-long-secret"
DENIED = (
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>'
    "<Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error>"
    "<RequestId>1</RequestId></ErrorResponse>"
)


class Gateway:
    """AWS as the workers see it: STS is moto's, and whose EC2 it is follows from the credentials that STS gave out."""

    def __init__(self, sts, sandboxes):
        self.sts = sts
        self.sandboxes = sandboxes
        self.account_of_key = {}
        self.assumed = []
        self.secrets = [EXTERNAL_ID]
        self.requests = {account: [] for account in (*sandboxes, "hub")}
        self.relay = Relay(self.answer)
        self.url = self.relay.url

    def answer(self, path, headers, body):
        form = dict(urllib.parse.parse_qsl(body.decode()))
        if form["Action"] == "AssumeRole":
            return self.assume(path, headers, body, form)
        key = re.search("Credential=([^/]+)/", headers["Authorization"])[1]
        account = self.account_of_key.get(key, "hub")
        self.requests[account].append(form["Action"])
        return forward(self.sandboxes[account] + path, headers, body) if account in self.sandboxes else (403, b"")

    def assume(self, path, headers, body, form):
        account = form["RoleArn"].split(":")[4]
        # What the trust policy of member.yaml says, and moto does not look at.
        if form.get("ExternalId") != EXTERNAL_ID:
            return 403, DENIED.encode()
        status, text = forward(self.sts + path, headers, body)
        self.account_of_key[re.search(b"<AccessKeyId>(.*?)</AccessKeyId>", text)[1].decode()] = account
        self.secrets += re.findall("<(?:SecretAccessKey|SessionToken)>(.*?)</", text.decode())
        self.assumed.append((form["RoleArn"], form["RoleSessionName"]))
        return status, text

    def close(self):
        self.relay.close()


class Workers:
    """Stands for Lambda: one process of bootstrap a handler, fed with what the state machines ask for."""

    def __init__(self, bootstrap, endpoint, states, activity, folder):
        self.bootstrap, self.endpoint, self.states, self.activity = bootstrap, endpoint, states, activity
        self.folder = folder
        self.functions = {}
        self.resources = []
        self.locks = {}
        self.starting = threading.Lock()
        self.is_open = True
        self.threads = [threading.Thread(target=self.serve, daemon=True) for _ in range(6)]
        for thread in self.threads:
            thread.start()

    def serve(self):
        while self.is_open:
            try:
                task = self.states.get_activity_task(activityArn=self.activity)
                if not task.get("taskToken"):
                    continue
                request = json.loads(task["input"])
                answer = self.invoke(request["FunctionName"].rsplit(":", 1)[1], request["Payload"])
                if answer.kind == "response":
                    output = json.dumps({"Payload": answer.json()})
                    self.states.send_task_success(taskToken=task["taskToken"], output=output)
                else:
                    error = answer.json()["errorType"]
                    self.states.send_task_failure(taskToken=task["taskToken"], error=error, cause=answer.body.decode())
            except (BotoCoreError, ClientError):
                if self.is_open:
                    raise

    def invoke(self, handler, payload):
        with self.starting:
            if handler not in self.functions:
                api = RuntimeAPI()
                environment = {"AWS_ENDPOINT_URL": self.endpoint, "AWS_REGION": REGION}
                with open(self.folder / handler, "wb") as log:
                    function = api.start([self.bootstrap], handler, environment, stdout=log)
                self.functions[handler], self.locks[handler] = function, threading.Lock()
                self.resources += [function, api]
        with self.locks[handler]:
            return self.functions[handler].invoke(payload, timeout=60)

    def records(self, handler):
        """What a worker has logged, without its metrics."""
        lines = [json.loads(line) for line in (self.folder / handler).read_text().splitlines()]
        return [line for line in lines if "_aws" not in line]

    def close(self):
        self.is_open = False
        for resource in self.resources:
            resource.__exit__(None, None, None)


class Service:
    """A command of shelflife that listens."""

    def __init__(self, shelflife, *arguments):
        self.process = subprocess.Popen(
            [str(shelflife.binary), *arguments, "--port", "0"], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=CREDENTIALS,
        )
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("http://"), f"{arguments[0]} did not start"

    def close(self):
        # Not asked to: it would wait for the long polls of the workers.
        self.process.kill()
        self.process.wait(timeout=20)


class Stage:
    def __init__(self, shelflife, bootstrap, moto, folder):
        self.shelflife = shelflife
        self.sandboxes = {
            account: Service(shelflife, "sandbox", "--images", "30", "--seed", str(seed))
            for seed, account in enumerate(ACCOUNTS, 1)
        }
        self.gateway = Gateway(moto.endpoint, {account: service.url for account, service in self.sandboxes.items()})
        self.service = Service(shelflife, "serve")
        self.states = boto3.client(
            "stepfunctions", endpoint_url=self.service.url, region_name=REGION, aws_access_key_id="test",
            aws_secret_access_key="test", config=Config(read_timeout=90, retries={"max_attempts": 0}, max_pool_connections=20),
        )
        self.activity = self.states.create_activity(name="workers")["activityArn"]
        self.workers = Workers(bootstrap, self.gateway.url, self.states, self.activity, folder)
        topic = "arn:aws:sns:us-east-1:123456789012:notices"
        self.expiry = self.machine("expire-images", {"NotificationTopic": topic})
        self.spread = self.machine("spread-accounts", {"StateMachineArn": self.expiry})

    def machine(self, name, placeholders):
        text = (REPOSITORY / "statemachine" / f"{name}.asl.json").read_text()
        text = text.replace("arn:aws:states:::lambda:invoke", self.activity)
        text = re.sub(r"\$\{(\w+)Function\.Arn\}", r"arn:aws:lambda:us-east-1:123456789012:function:\1", text)
        for placeholder, value in placeholders.items():
            text = text.replace("${%s}" % placeholder, value)
        assert "${" not in text
        created = self.states.create_state_machine(
            name=f"hub-{name}", definition=text, roleArn="arn:aws:iam::123456789012:role/states"
        )
        return created["stateMachineArn"]

    def run(self, accounts):
        policy = {
            "policy": "everywhere", "mode": "enforce", "select": {"all": True}, "retain": {"age": "10d"},
            "limits": {"items": 1000, "percent": 100}, "accounts": accounts,
        }
        arn = self.states.start_execution(stateMachineArn=self.spread, input=json.dumps(policy))["executionArn"]
        deadline = time.monotonic() + 150
        while (execution := self.states.describe_execution(executionArn=arn))["status"] == "RUNNING":
            assert time.monotonic() < deadline, "the run did not end"
            time.sleep(0.1)
        return execution

    def failures(self):
        """Why runs in single accounts failed."""
        found = self.states.list_executions(stateMachineArn=self.expiry, statusFilter="FAILED")["executions"]
        return [self.states.describe_execution(executionArn=one["executionArn"]) for one in found]

    def expired(self, account):
        """What a run on that account alone would retire."""
        policy = {"policy": "p", "mode": "report", "select": {"all": True}, "retain": {"age": "10d"}}
        policy["limits"] = {"items": 1000, "percent": 100}
        url = self.sandboxes[account].url
        done = self.shelflife(
            "run", "expire-images", "--policy", json.dumps(policy), "--endpoint-url", url, "--output", "json"
        )
        assert done.status == 0, done.stderr
        return set(done.document["wouldRetire"])

    def images(self, account):
        ec2 = boto3.client(
            "ec2", endpoint_url=self.sandboxes[account].url, region_name=REGION,
            aws_access_key_id="test", aws_secret_access_key="test",
        )
        return {image["ImageId"] for image in ec2.describe_images(Owners=["self"])["Images"]}

    def close(self):
        # The service first: it ends the waiting for tasks.
        self.workers.is_open = False
        self.service.close()
        self.workers.close()
        self.gateway.close()
        for sandbox in self.sandboxes.values():
            sandbox.close()


@pytest.fixture
def stage(shelflife, bootstrap, moto, tmp_path):  # noqa: F811
    stage = Stage(shelflife, bootstrap, moto, tmp_path)
    yield stage
    stage.close()


def account(number, external_id=EXTERNAL_ID):
    return {"id": number, "roleName": "shelflife-member", "externalID": external_id, "regions": [REGION]}


def test_retires_what_has_expired_in_both_accounts(stage):
    before = {number: stage.images(number) for number in ACCOUNTS}
    expired = {number: stage.expired(number) for number in ACCOUNTS}
    assert all(len(images) > 3 for images in expired.values())
    assert expired[ACCOUNTS[0]].isdisjoint(expired[ACCOUNTS[1]])

    execution = stage.run([account(number) for number in ACCOUNTS])

    assert execution["status"] == "SUCCEEDED", execution
    for number in ACCOUNTS:
        assert stage.images(number) == before[number] - expired[number]
        assert stage.gateway.requests[number].count("DeregisterImage") == len(expired[number])
        role = f"arn:aws:iam::{number}:role/shelflife-member"
        sessions = {session for arn, session in stage.gateway.assumed if arn == role}
        steps = ("ListExpiredImages", "DeregisterImage", "DeleteImageSnapshots")
        assert sessions == {f"shelflife-{step}" for step in steps}
    # With its own credentials no worker asked EC2 for anything.
    assert stage.gateway.requests["hub"] == []


def test_logs_what_became_of_every_image_and_no_credentials(stage):
    expired = set.union(*(stage.expired(number) for number in ACCOUNTS))
    assert stage.run([account(number) for number in ACCOUNTS])["status"] == "SUCCEEDED"
    for handler, outcome in (("DeregisterImage", "deregistered"), ("DeleteImageSnapshots", "retired")):
        done = [record for record in stage.workers.records(handler) if record["message"] == "done"]
        assert {record["item"] for record in done} == expired
        assert {(record["policy"], record["outcome"]) for record in done} == {("everywhere", outcome)}
        # Each item is an execution of its own.
        assert len({record["execution"] for record in done}) == len(expired)
    for handler in ("ListExpiredImages", "DeregisterImage", "DeleteImageSnapshots", "ReportRun"):
        records = stage.workers.records(handler)
        assert records
        for record in records:
            assert record["policy"] == "everywhere"
            assert record["execution"].startswith("arn:aws:states:us-east-1:123456789012:execution:hub-expire-images")
            text = json.dumps(record)
            assert not any(secret in text for secret in (*stage.gateway.secrets, "no-log-may-hold", "AKIDEXAMPLE"))
    assert len(stage.gateway.secrets) > 4


def test_goes_on_where_another_account_refuses_and_says_so(stage):
    refusing, willing = ACCOUNTS
    before = stage.images(refusing)
    expired = stage.expired(willing)
    left = stage.images(willing) - expired

    execution = stage.run([account(refusing, external_id="another-secret"), account(willing)])

    assert stage.images(willing) == left
    assert stage.images(refusing) == before
    assert stage.gateway.requests[refusing] == stage.gateway.requests["hub"] == []
    assert execution["status"] == "FAILED"
    assert execution["error"] == "Shelflife.AccountsFailed"
    [failure] = json.loads(execution["cause"])
    assert (failure["accountID"], failure["region"], failure["outcome"]) == (refusing, REGION, "failed")
    assert willing not in execution["cause"]
    # Told as what it is, and not tried again: a trust policy does not change its mind within the hour.
    [run] = stage.failures()
    assert run["error"] == "Shelflife.AccessDenied"
    assert f"the role arn:aws:iam::{refusing}:role/shelflife-member cannot be assumed" in run["cause"]
