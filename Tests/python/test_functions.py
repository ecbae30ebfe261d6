# SPDX-License-Identifier: Apache-2.0
"""Task states reach the functions that `serve --function` binds: programs under a Runtime API, and Invoke endpoints."""

import http.server
import json
import stat
import sys
import threading
import time

import pytest
from test_durability import ROLE, Server

# A runtime as AWS's documentation describes one, with handlers that end in every way.
RUNTIME = """#!{python}
import json, os, sys, urllib.request
base = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/"
def post(path, document):
    urllib.request.urlopen(urllib.request.Request(base + path, json.dumps(document).encode(), method="POST"))
handler = os.environ["_HANDLER"]
if handler == "unready":
    post("init/error", {{"errorType": "Init.Wrong", "errorMessage": "not ready"}})
    sys.exit(1)
while True:
    with urllib.request.urlopen(base + "invocation/next") as answer:
        event, request = json.load(answer), answer.headers["Lambda-Runtime-Aws-Request-Id"]
        assert int(answer.headers["Lambda-Runtime-Deadline-Ms"]) > 0
    if handler == "exit":
        sys.exit(3)
    if handler == "fail":
        post(f"invocation/{{request}}/error", {{"errorType": "Wrong", "errorMessage": "as told"}})
    else:
        post(f"invocation/{{request}}/response", {{"double": 2 * event["n"], "process": os.getpid()}})
"""


class InvokeAPI(http.server.BaseHTTPRequestHandler):
    """Lambda's Invoke for three functions."""

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        function = self.path.split("/")[-2]
        assert self.path == f"/2015-03-31/functions/{function}/invocations"
        status, headers, document = {
            "Remote": (200, {}, {"triple": 3 * event["n"]}),
            "Broken": (200, {"X-Amz-Function-Error": "Unhandled"}, {"errorType": "Broke", "errorMessage": "badly"}),
            "Busy": (429, {"x-amzn-ErrorType": "TooManyRequestsException:http://"}, {"message": "Rate exceeded"}),
        }[function]
        body = json.dumps(document).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("functions")
    program = folder / "runtime"
    program.write_text(RUNTIME.format(python=sys.executable))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    invoke = http.server.ThreadingHTTPServer(("127.0.0.1", 0), InvokeAPI)
    threading.Thread(target=invoke.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{invoke.server_port}"
    bindings = [f"{name}={program}:{name.lower()}" for name in ("Double", "Fail", "Exit", "Unready")]
    bindings += [f"{name}={url}" for name in ("Remote", "Broken", "Busy")]
    server = Server(folder, *(part for binding in bindings for part in ("--function", binding)))
    yield server
    server.process.terminate()
    server.process.wait(timeout=10)
    invoke.shutdown()


def run(server, states, value):
    """Runs a machine that begins with its first state."""
    definition = json.dumps({"StartAt": next(iter(states)), "States": states})
    name = f"m{time.monotonic_ns()}"
    machine = server.client.create_state_machine(name=name, definition=definition, roleArn=ROLE)["stateMachineArn"]
    arn = server.client.start_execution(stateMachineArn=machine, input=json.dumps(value))["executionArn"]
    deadline = time.monotonic() + 30
    while (execution := server.client.describe_execution(executionArn=arn))["status"] == "RUNNING":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return execution


def call(server, function, value):
    resource = f"arn:aws:lambda:us-east-1:123456789012:function:{function}"
    return run(server, {"Call": {"Type": "Task", "Resource": resource, "End": True}}, value)


def test_a_program_answers_and_is_used_again(service):
    first, second = (json.loads(call(service, "Double", {"n": n})["output"]) for n in (4, 5))
    assert (first["double"], second["double"]) == (8, 10)
    assert first["process"] == second["process"]


def test_programs_run_side_by_side_and_lose_no_event(service):
    states = {
        "Each": {
            "Type": "Map",
            "ItemProcessor": {
                "StartAt": "Call",
                "States": {
                    "Call": {
                        "Type": "Task",
                        "Resource": "arn:aws:states:::lambda:invoke",
                        "Parameters": {"FunctionName": "Double", "Payload": {"n.$": "$"}},
                        "OutputPath": "$.Payload.double",
                        "End": True,
                    }
                },
            },
            "End": True,
        }
    }
    assert json.loads(run(service, states, list(range(40)))["output"]) == [2 * n for n in range(40)]


@pytest.mark.parametrize(
    ("function", "error", "words"),
    [
        ("Fail", "Wrong", "as told"),
        ("Exit", "Runtime.ExitError", "exit status 3"),
        ("Unready", "Init.Wrong", "not ready"),
        ("Broken", "Broke", "badly"),
        ("Busy", "Lambda.TooManyRequestsException", "Rate exceeded"),
    ],
)
def test_how_a_function_fails_is_what_retriers_match_on(service, function, error, words):
    for _ in range(2):
        execution = call(service, function, {"n": 1})
        assert (execution["status"], execution["error"]) == ("FAILED", error)
        assert words in execution["cause"]


def test_an_invoke_endpoint_answers(service):
    assert json.loads(call(service, "Remote", {"n": 4})["output"]) == {"triple": 12}


def test_a_function_that_nobody_bound_says_how_to(service):
    execution = call(service, "Nobody", {})
    assert execution["status"] == "FAILED"
    assert "--function Nobody=" in execution["cause"]


@pytest.mark.parametrize("binding", ["Double", "=x:y", "Double=", "Double=/bin/sh", "Double=/no/such/program:handler"])
def test_a_binding_that_cannot_be_is_wrong_usage(shelflife, binding):
    result = shelflife("serve", "--port", "0", "--function", binding)
    assert result.status == 2
    assert "--function" in result.stderr
