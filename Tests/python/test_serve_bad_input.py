# SPDX-License-Identifier: Apache-2.0
"""What a client can do wrong at `shelflife serve`: AWS's error each time, never a crash, and the server goes on."""

import json
import random
import socket
import subprocess
import time
import urllib.error
import urllib.request

import botocore.config
import botocore.exceptions
import boto3
import pytest

ROLE = "arn:aws:iam::123456789012:role/test"
PASS = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}


class Service:
    def __init__(self, url, process):
        self.url = url
        self.process = process
        # The service judges, not the client.
        self.client = boto3.client(
            "stepfunctions", endpoint_url=url, region_name="us-east-1", aws_access_key_id="test",
            aws_secret_access_key="test",
            config=botocore.config.Config(parameter_validation=False, retries={"max_attempts": 0}),
        )

    def post(self, body, target="AWSStepFunctions.ListStateMachines"):
        """The status and the error of a hand-made request."""
        headers = {"Content-Type": "application/x-amz-json-1.0", **({"X-Amz-Target": target} if target else {})}
        request = urllib.request.Request(self.url, data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def machine(self, definition, name=None):
        text = definition if isinstance(definition, str) else json.dumps(definition)
        name = name or f"m{random.getrandbits(64):x}"
        return self.client.create_state_machine(name=name, definition=text, roleArn=ROLE)["stateMachineArn"]

    def refusal(self, call, **arguments):
        with pytest.raises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        return caught.value.response["Error"]

    def run(self, machine, input="{}"):
        arn = self.client.start_execution(stateMachineArn=machine, input=input)["executionArn"]
        deadline = time.monotonic() + 30
        while (execution := self.client.describe_execution(executionArn=arn))["status"] == "RUNNING":
            assert time.monotonic() < deadline, "the execution does not end"
            time.sleep(0.05)
        return execution


@pytest.fixture(scope="module")
def service(shelflife):
    process = subprocess.Popen(
        [shelflife.binary, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield Service(process.stdout.readline().strip(), process)
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(autouse=True)
def server_survives(service):
    yield
    assert service.process.poll() is None, "the server ended"
    assert service.run(service.machine(PASS))["status"] == "SUCCEEDED"


def test_a_definition_of_more_than_a_mebibyte_is_refused(service):
    text = json.dumps({"Comment": "", **PASS})
    text = text.replace('"Comment": ""', '"Comment": "' + "x" * (1_048_577 - len(text)) + '"')
    assert len(text) == 1_048_577
    error = service.refusal(service.client.create_state_machine, name="large", definition=text, roleArn=ROLE)
    assert error["Code"] in ("ValidationException", "InvalidDefinition")
    assert "1048576" in error["Message"]
    assert service.run(service.machine(text.replace("xx", "x", 1)))["status"] == "SUCCEEDED"


@pytest.mark.parametrize("depth", [600, 100_000])
def test_json_that_nests_too_deep_is_refused(service, depth):
    deep = "[" * depth + "]" * depth
    definition = json.dumps(PASS).replace('"End"', f'"Result": {deep}, "End"')
    assert service.refusal(
        service.client.create_state_machine, name="deep", definition=definition, roleArn=ROLE
    )["Code"] == "InvalidDefinition"
    machine = service.machine(PASS)
    assert service.refusal(
        service.client.start_execution, stateMachineArn=machine, input=deep
    )["Code"] == "InvalidExecutionInput"
    status, error = service.post(b'{"a":' + deep.encode() + b"}")
    assert (status, error["__type"].split("#")[-1]) == (400, "SerializationException")


def test_states_that_nest_deep_run_or_are_refused(service):
    definition = PASS
    for level in range(150):
        branch = json.loads(json.dumps(definition).replace('"P"', f'"P{level}"'))
        definition = {"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": [branch], "End": True}}}
    try:
        machine = service.machine(definition)
    except botocore.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] == "InvalidDefinition"
    else:
        assert service.run(machine)["status"] == "SUCCEEDED"


def test_a_cycle_without_a_wait_ends_with_the_history(service):
    cycle = {
        "StartAt": "A",
        "States": {
            "A": {"Type": "Pass", "Next": "B"},
            "B": {
                "Type": "Choice",
                "Choices": [{"Variable": "$.never", "IsPresent": True, "Next": "C"}],
                "Default": "A",
            },
            "C": {"Type": "Succeed"},
        },
    }
    execution = service.run(service.machine(cycle))
    assert execution["status"] == "FAILED"
    last = service.client.get_execution_history(
        executionArn=execution["executionArn"], reverseOrder=True, maxResults=1
    )["events"][0]
    assert (last["id"], last["type"]) == (25_000, "ExecutionFailed")


@pytest.mark.parametrize(
    "body",
    [b'{"name":"\xff\xfe"}', b'{"name":"\xed\xa0\x80"}', b"\xc3", b"", b"{", b"[]", b'"text"', b"{} {}", b'{"a":1,}'],
)
def test_a_body_that_is_no_json_object_is_refused(service, body):
    status, error = service.post(body)
    assert (status, error["__type"].split("#")[-1]) == (400, "SerializationException")


def test_a_member_of_the_wrong_type_is_refused(service):
    status, error = service.post(b'{"maxResults":"many"}')
    assert (status, error["__type"].split("#")[-1]) == (400, "SerializationException")


@pytest.mark.parametrize("target", [None, "", "AWSStepFunctions", "AWSStepFunctions.Nothing", "Other.ListActivities", "x" * 5000])
def test_an_unknown_target_is_refused(service, target):
    status, error = service.post(b"{}", target)
    assert (status, error["__type"].split("#")[-1]) == (400, "UnknownOperationException")


def test_an_input_of_300_kilobytes_is_refused(service):
    machine = service.machine(PASS)
    error = service.refusal(
        service.client.start_execution, stateMachineArn=machine, input=json.dumps("x" * 300_000)
    )
    assert error["Code"] in ("ValidationException", "InvalidExecutionInput")
    assert "262144" in error["Message"]


def test_a_payload_that_grows_beyond_the_quota_fails_the_execution(service):
    doubled = {
        "StartAt": "D",
        "States": {"D": {"Type": "Pass", "Parameters": {"a.$": "$", "b.$": "$"}, "End": True}},
    }
    execution = service.run(service.machine(doubled), json.dumps("x" * 150_000))
    assert (execution["status"], execution["error"]) == ("FAILED", "States.DataLimitExceeded")


def test_bytes_that_are_no_http_do_no_harm(service):
    host, port = service.url.removeprefix("http://").split(":")
    chance = random.Random(7)
    valid = b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AWSStepFunctions.ListActivities\r\nContent-Length: 2\r\n\r\n{}"
    for _ in range(60):
        garbled = bytearray(valid)
        for _ in range(chance.randint(1, 8)):
            garbled[chance.randrange(len(garbled))] = chance.randrange(256)
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(bytes(garbled[: chance.randint(1, len(garbled))]))


def test_a_body_of_nine_megabytes_is_refused(service):
    status, _ = service.post(b'{"a":"' + b"x" * (9 << 20) + b'"}')
    assert status in (400, 413)
