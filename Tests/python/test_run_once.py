# SPDX-License-Identifier: Apache-2.0
"""Of two runs of one policy the earlier goes on and the later says why it does not; one that ended blocks nobody."""

import json
import time

import pytest
from conftest import REPOSITORY
from test_durability import ROLE, Server

# What stands for the workflow: it takes a while, and fails when told to.
WORKFLOW = {
    "StartAt": "Work",
    "States": {
        "Work": {"Type": "Wait", "Seconds": 4, "Next": "Fail?"},
        "Fail?": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.fails", "IsPresent": True, "Next": "Failed"}],
            "Default": "Done",
        },
        "Failed": {"Type": "Fail", "Error": "Broken"},
        "Done": {"Type": "Succeed"},
    },
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("run-once"))
    yield server.client
    server.kill()


@pytest.fixture
def make(server, request):
    """Makes the guard and the workflow behind it; more tells what is different about finding runs."""

    def machines(**more):
        name = request.node.name.replace("[", "-").rstrip("]")[-60:]
        workflow = server.create_state_machine(name="w-" + name, definition=json.dumps(WORKFLOW), roleArn=ROLE)
        definition = json.loads((REPOSITORY / "statemachine/run-once.asl.json").read_text())
        states = definition["States"]
        # Here a list of executions never lags behind, and what fails once fails always.
        states["LetRunsAppear"]["Seconds"] = 1
        del states["FindRuns"]["Retry"]
        states["FindRuns"]["Parameters"].update(more)
        text = json.dumps(definition).replace("${StateMachineArn}", workflow["stateMachineArn"])
        once = server.create_state_machine(name="o-" + name, definition=text, roleArn=ROLE)
        return once["stateMachineArn"], workflow["stateMachineArn"]

    return machines


@pytest.fixture
def machines(make):
    return make()


def start(server, machine, policy, **more):
    document = json.dumps({"policy": policy, **more})
    return server.start_execution(stateMachineArn=machine, input=document)["executionArn"]


def end(server, arn):
    deadline = time.monotonic() + 60
    while (execution := server.describe_execution(executionArn=arn))["status"] == "RUNNING":
        assert time.monotonic() < deadline, "the run does not end"
        time.sleep(0.1)
    return execution


def output(server, arn):
    execution = end(server, arn)
    assert execution["status"] == "SUCCEEDED", execution
    return json.loads(execution["output"])


def inputs(server, machine):
    executions = server.list_executions(stateMachineArn=machine)["executions"]
    return [json.loads(server.describe_execution(executionArn=each["executionArn"])["input"]) for each in executions]


def test_the_later_of_two_steps_aside(server, machines):
    once, workflow = machines
    # The same event delivered twice: both begin at once.
    arns = [start(server, once, "nightly", region="a") for _ in range(2)]
    outputs = {arn: output(server, arn) for arn in arns}
    assert sorted(each["outcome"] for each in outputs.values()) == ["ran", "stepped aside"]
    ran = next(arn for arn in arns if outputs[arn]["outcome"] == "ran")
    aside = next(each for each in outputs.values() if each["outcome"] == "stepped aside")
    assert aside["text"] == f"{ran} of the same policy is still running"
    assert aside["policy"] == "nightly"
    assert inputs(server, workflow) == [{"policy": "nightly", "region": "a"}]


def begun(server, workflow):
    """Waits until the workflow of the first run has begun."""
    deadline = time.monotonic() + 60
    while not inputs(server, workflow) and time.monotonic() < deadline:
        time.sleep(0.05)


def test_a_run_in_the_middle_keeps_a_later_one_out_and_then_no_more(server, machines):
    once, workflow = machines
    first = start(server, once, "nightly")
    begun(server, workflow)
    second = start(server, once, "nightly", mode="enforce")
    assert output(server, second)["outcome"] == "stepped aside"
    assert output(server, first)["outcome"] == "ran"
    assert output(server, start(server, once, "nightly"))["outcome"] == "ran"
    assert len(inputs(server, workflow)) == 2


def test_other_policies_run_beside_each_other(server, machines):
    once, workflow = machines
    arns = [start(server, once, name) for name in ("nightly", "weekly", "night")]
    assert [output(server, arn)["outcome"] for arn in arns] == ["ran"] * 3
    assert len(inputs(server, workflow)) == 3


@pytest.mark.parametrize("how", ["stopped", "failed"])
def test_a_run_that_broke_off_blocks_nobody(server, machines, how):
    once, workflow = machines
    first = start(server, once, "nightly", **({"fails": True} if how == "failed" else {}))
    if how == "stopped":
        begun(server, workflow)
        server.stop_execution(executionArn=first)
    assert end(server, first)["status"] == {"stopped": "ABORTED", "failed": "FAILED"}[how]
    assert output(server, start(server, once, "nightly"))["outcome"] == "ran"
    assert len(inputs(server, workflow)) == 2


def test_runs_that_cannot_be_found_keep_the_workflow_from_starting(server, make):
    once, workflow = make(StatusFilter="NO SUCH STATUS")
    execution = end(server, start(server, once, "nightly"))
    assert execution["status"] == "FAILED"
    assert inputs(server, workflow) == []


def test_more_runs_than_were_looked_at_keep_the_workflow_from_starting(server, make):
    once, workflow = make(MaxResults=1)
    # A third one that stays: whichever of the two is over first, there is more than one page.
    definition = server.describe_state_machine(stateMachineArn=once)["definition"]
    staying = {"StartAt": "Stay", "States": {"Stay": {"Type": "Wait", "Seconds": 600, "End": True}}}
    server.update_state_machine(stateMachineArn=once, definition=json.dumps(staying))
    third = start(server, once, "monthly")
    server.update_state_machine(stateMachineArn=once, definition=definition)
    arns = [start(server, once, name) for name in ("nightly", "weekly")]
    ends = [end(server, arn) for arn in arns]
    server.stop_execution(executionArn=third)
    assert [each["error"] for each in ends if each["status"] == "FAILED"] == ["Shelflife.TooManyRuns"] * 2
    assert inputs(server, workflow) == []
