# SPDX-License-Identifier: Apache-2.0
"""Plans: what they say, that making one changes nothing, and that a run bound to one does nothing else."""

import collections
import contextlib
import json
import signal
import subprocess
import time
import urllib.parse

import pytest

from conftest import client
from relay import Relay, forward

POLICY = {
    "policy": "nightly",
    "mode": "report",
    "select": {"tags": [{"key": "DELETEON", "values": ["yes"]}]},
    "retain": {"age": "10d"},
    # What these tests are not about is switched off.
    "guard": {
        "references": True, "launchedWithin": False,
        **dict.fromkeys(
            ["instances", "launchTemplates", "autoScaling", "fleets", "shared", "locks", "archive", "fastSnapshotRestore"],
            False,
        ),
    },
}
ACCOUNT = ["--images", "120", "--seed", "7", "--now", "2026-01-31T12:30:00Z"]


@pytest.fixture
def policy(policy_file):
    return policy_file(POLICY)


class Sandbox:
    """The sandbox as a server, behind a proxy that notes every action."""

    def __init__(self, binary, *options):
        self.process = subprocess.Popen(
            [str(binary), "sandbox", "--port", "0", *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        target = self.process.stdout.readline().strip()
        self.target = target
        self.actions = collections.Counter()
        self.relay = Relay(self.note_and_forward)
        self.endpoint = self.relay.url
        self.ec2 = client("ec2", target)

    def note_and_forward(self, path, headers, body):
        # Parameter Store is asked in JSON, and names its action in a header.
        named = headers.get("X-Amz-Target", "?").rpartition(".")[2]
        self.actions[urllib.parse.parse_qs(body.decode()).get("Action", [named])[0]] += 1
        return forward(self.target + path, headers, body)

    def image_ids(self):
        pages = self.ec2.get_paginator("describe_images").paginate(Owners=["self"], IncludeDisabled=True)
        return {image["ImageId"] for page in pages for image in page["Images"]}

    def stop(self):
        self.relay.close()
        self.process.terminate()
        self.process.wait(timeout=10)


@pytest.fixture
def sandbox(shelflife):
    server = Sandbox(shelflife.binary, "--images", "120", "--recycle-bin", "7")
    yield server
    server.stop()


def test_no_line_of_a_table_is_longer_than_the_terminal(shelflife, policy):
    for width in (100, 140):
        result = shelflife("plan", "expire-images", "--policy", policy, *ACCOUNT, COLUMNS=str(width))
        assert max(map(len, result.stdout.splitlines())) <= width


def plan_document(shelflife, policy, *options):
    result = shelflife("plan", "expire-images", "--policy", policy, "--output", "json", *options)
    assert result.status == 0, result.stderr
    return result.document


def test_a_plan_of_an_unchanged_account_is_the_same_but_for_its_clock(shelflife, policy, sandbox):
    one, other = (plan_document(shelflife, policy, "--endpoint-url", sandbox.endpoint) for _ in range(2))
    assert one.pop("clock") and other.pop("clock")
    assert json.dumps(one) == json.dumps(other)


def test_every_image_has_a_rule_and_an_answer_of_every_guard(shelflife, policy):
    document = plan_document(shelflife, policy, *ACCOUNT)
    totals = document["totals"]
    assert totals["selected"] == len(document["images"]) == totals["retire"] + totals["keep"] > 50
    guards = {
        "owner", "exclusion", "keepTag", "state", "deregistrationProtection", "awsBackup", "lifecycleManager",
        "references",
    }
    for image in document["images"]:
        findings = {finding["rule"]: finding for finding in image["findings"]}
        assert guards <= findings.keys()
        assert "age" in findings
        keepers = [rule for rule, finding in findings.items() if finding["verdict"] in ("keep", "notEvaluated")]
        assert (image["action"] == "keep") == bool(keepers)
        assert image["decidedBy"] in (keepers or ["age"])
        saving = image["monthlySavingDollars"]
        assert saving["atLeast"] == 0 <= saving["atMost"] <= image["sizeGiB"] * 0.05 + 0.005
    retired = [image for image in document["images"] if image["action"] == "retire"]
    assert sum(image["sizeGiB"] for image in retired) == totals["retireGiB"]


def test_a_snapshot_of_an_image_that_stays_saves_nothing(shelflife, policy, sandbox):
    document = plan_document(shelflife, policy, "--endpoint-url", sandbox.endpoint)
    image = next(i for i in document["images"] if i["action"] == "retire" and len(i["snapshotIDs"]) == 1)
    sandbox.ec2.register_image(
        Name="shares-a-snapshot",
        RootDeviceName="/dev/xvda",
        BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": {"SnapshotId": image["snapshotIDs"][0]}}],
    )
    document = plan_document(shelflife, policy, "--endpoint-url", sandbox.endpoint)
    image = next(i for i in document["images"] if i["imageID"] == image["imageID"])
    assert image["action"] == "retire"
    assert image["monthlySavingDollars"]["atMost"] == 0


def test_another_price_scales_the_saving(shelflife, policy):
    usual = plan_document(shelflife, policy, *ACCOUNT)["totals"]["monthlySavingDollars"]["atMost"]
    double = plan_document(shelflife, policy, *ACCOUNT, "--price", "0.1")["totals"]["monthlySavingDollars"]["atMost"]
    assert usual > 1
    assert abs(double - 2 * usual) < 0.02


def test_planning_and_reporting_send_nothing_that_changes_anything(shelflife, policy_file, sandbox, tmp_path):
    # With every guard.
    policy = policy_file({key: value for key, value in POLICY.items() if key != "guard"})
    for options in (["--output", "text"], ["--output", "html"], ["--save", tmp_path / "plan.json"]):
        assert shelflife("plan", "expire-images", "--policy", policy, "--endpoint-url", sandbox.endpoint, *options).status == 0
    assert shelflife("run", "expire-images", "--policy", policy, "--endpoint-url", sandbox.endpoint).status == 0
    assert shelflife("plan", "expire-snapshots", "--policy", policy, "--endpoint-url", sandbox.endpoint).status == 0
    assert sandbox.actions["DescribeImages"] > 3
    assert {action for action in sandbox.actions if not action.startswith(("Describe", "List", "Get"))} == set()


def test_snapshots_are_planned_as_well(shelflife, policy_file):
    policy = policy_file({"policy": "p", "select": {"all": True}, "retain": {"age": "2d", "lastMayGo": True}})
    result = shelflife("plan", "expire-snapshots", "--policy", policy, "--output", "json", *ACCOUNT)
    assert result.status == 0, result.stderr
    actions = collections.Counter(snapshot["action"] for snapshot in result.document["snapshots"])
    assert actions["keep"] > 0 and actions["retire"] > 0
    kept = [s for s in result.document["snapshots"] if s["decidedBy"] == "imageUse"]
    assert kept and all(finding["rule"] != "references" for s in kept for finding in s["findings"])


# A run bound to a plan


def save(shelflife, policy, path, *options):
    result = shelflife("plan", "expire-images", "--policy", policy, "--save", path, *options)
    assert result.status == 0, result.stderr
    return json.loads(path.read_text())


def planned(document):
    return {image["imageID"] for image in document["images"] if image["action"] == "retire"}


def enforce(shelflife, policy, plan, *options):
    return shelflife(
        "run", "expire-images", "--policy", policy, "--mode", "enforce", "--plan", plan, "--output", "json", *options
    )


def test_a_bound_run_retires_what_the_plan_lists_and_nothing_else(shelflife, policy, sandbox, tmp_path):
    plan = tmp_path / "plan.json"
    before = sandbox.image_ids()
    spared = next(
        image["imageID"]
        for image in plan_document(shelflife, policy, "--endpoint-url", sandbox.endpoint)["images"]
        if image["action"] == "retire"
    )
    sandbox.ec2.create_tags(Resources=[spared], Tags=[{"Key": "shelflife:keep", "Value": ""}])
    document = save(shelflife, policy, plan, "--endpoint-url", sandbox.endpoint)
    listed = planned(document)
    assert len(listed) > 5 and spared not in listed
    # Since then one got a reason to stay, and one that the plan keeps lost its own.
    needed = sorted(listed)[0]
    sandbox.ec2.create_tags(Resources=[needed], Tags=[{"Key": "shelflife:keep", "Value": ""}])
    sandbox.ec2.delete_tags(Resources=[spared], Tags=[{"Key": "shelflife:keep"}])

    result = enforce(shelflife, policy, plan, "--endpoint-url", sandbox.endpoint)
    assert result.status == 0, result.stderr
    assert before - sandbox.image_ids() == listed - {needed}
    outcome = result.document["plan"]
    assert outcome["planned"] == len(listed) and outcome["retired"] == len(listed) - 1
    assert [kept["id"] for kept in outcome["kept"]] == [needed]
    assert "shelflife:keep" in outcome["kept"][0]["reason"]
    assert result.document["report"]["tally"]["keptBy"]["plan"] >= 1

    # All of it is gone now, and a second run says so.
    again = enforce(shelflife, policy, plan, "--endpoint-url", sandbox.endpoint)
    assert again.status == 0 and again.document["retired"] == []
    assert set(again.document["plan"]["alreadyGone"]) == listed - {needed}


def test_a_bound_run_tells_people_what_became_of_the_plan(shelflife, policy, tmp_path):
    plan = tmp_path / "plan.json"
    listed = planned(save(shelflife, policy, plan, *ACCOUNT))
    result = shelflife("run", "expire-images", "--policy", policy, "--mode", "enforce", "--plan", plan, *ACCOUNT)
    assert result.status == 0, result.stderr
    assert f"{len(listed)} of {len(listed)} retired, 0 kept, 0 gone already" in result.stdout


def sealed(document):
    """The document with the digest that belongs to it."""
    import hashlib

    document["clock"].pop("digest", None)
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    document["clock"]["digest"] = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    return document


def changed(**members):
    return lambda document: sealed({**document, **members})


REFUSALS = {
    "another account": (changed(account="999999999999"), "for the account 999999999999, not for"),
    "another region": (changed(region="eu-west-1"), "for the region eu-west-1, not for us-east-1"),
    "another workflow": (changed(workflow="expire-snapshots"), "for the workflow expire-snapshots, not for"),
    "another policy": (changed(policyDigest="sha256:00"), "another policy"),
    "no longer valid": (
        lambda d: sealed({**d, "clock": {**d["clock"], "validUntil": "2026-01-31T12:00:00Z"}}),
        "was valid until 2026-01-31T12:00:00Z",
    ),
    "from the future": (
        lambda d: sealed({**d, "clock": {**d["clock"], "now": "2026-01-31T13:00:00Z"}}),
        "made at 2026-01-31T13:00:00Z",
    ),
    "tampered": (lambda d: {**d, "images": d["images"][:-1]}, "was changed"),
    "an action tampered": (
        lambda d: {**d, "images": [{**image, "action": "retire"} for image in d["images"]]}, "was changed",
    ),
    "without digest": (lambda d: {**d, "clock": {"now": d["clock"]["now"]}}, "was changed"),
    "of another format": (lambda d: {**d, "format": "shelflife-plan/9"}, "no plan that this version can read"),
    "no object": (lambda d: [], "no plan that this version can read"),
}


def refusal(result):
    assert result.status == 2, result.stderr
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if line.startswith("shelflife: ")]
    assert len(lines) == 1, result.stderr
    return lines[0]


@pytest.mark.parametrize("name", REFUSALS)
def test_a_plan_for_something_else_is_refused(shelflife, policy, tmp_path, name):
    change, words = REFUSALS[name]
    plan = tmp_path / "plan.json"
    document = save(shelflife, policy, plan, *ACCOUNT)
    assert sealed(json.loads(plan.read_text())) == document
    plan.write_text(json.dumps(change(document)))
    assert words in refusal(enforce(shelflife, policy, plan, *ACCOUNT))


def test_a_plan_that_is_cut_off_is_refused(shelflife, policy, tmp_path):
    plan = tmp_path / "plan.json"
    save(shelflife, policy, plan, *ACCOUNT)
    plan.write_text(plan.read_text()[:-500])
    assert "no whole plan" in refusal(enforce(shelflife, policy, plan, *ACCOUNT))
    plan.write_text("")
    assert "no whole plan" in refusal(enforce(shelflife, policy, plan, *ACCOUNT))
    assert "missing.json" in refusal(enforce(shelflife, policy, tmp_path / "missing.json", *ACCOUNT))


def test_a_plan_holds_for_the_policy_whatever_its_mode_and_order_and_for_no_other_text(
    shelflife, policy, policy_file, tmp_path
):
    plan = tmp_path / "plan.json"
    save(shelflife, policy, plan, *ACCOUNT)
    reordered = policy_file(dict(reversed({**POLICY, "mode": "enforce"}.items())), "reordered.json")
    assert enforce(shelflife, reordered, plan, *ACCOUNT).status == 0
    other = policy_file({**POLICY, "retain": {"age": "9d"}}, "other.json")
    assert "another policy" in refusal(enforce(shelflife, other, plan, *ACCOUNT))


def test_a_plan_holds_as_long_as_it_says(shelflife, policy, tmp_path):
    plan = tmp_path / "plan.json"
    document = save(shelflife, policy, plan, *ACCOUNT, "--valid", "3h")
    assert document["clock"]["validUntil"] == "2026-01-31T15:30:00Z"
    account = [*ACCOUNT[:-1]]
    assert enforce(shelflife, policy, plan, *account, "2026-01-31T15:30:00Z").status == 0
    assert "was valid until" in refusal(enforce(shelflife, policy, plan, *account, "2026-01-31T15:30:01Z"))


@pytest.mark.parametrize(
    "options, words",
    [
        (["--valid", "soon"], "--valid"),
        (["--price", "-1"], "--price"),
        (["--price", "nan"], "--price"),
        (["--output", "xml"], "xml"),
        (["--save", "/nowhere/plan.json"], "/nowhere/plan.json"),
    ],
)
def test_wrong_options_are_refused(shelflife, policy, options, words):
    result = shelflife("plan", "expire-images", "--policy", policy, *ACCOUNT, *options)
    assert result.status == 2
    assert words in result.stderr


# Undo


def expiry(policy, endpoint, record):
    """The arguments of a run that retires, and writes its record."""
    where = ["--endpoint-url", endpoint, "--record", record]
    return ["run", "expire-images", "--policy", policy, "--mode", "enforce", *where]


def test_what_the_recycle_bin_holds_comes_back(shelflife, policy, sandbox, tmp_path):
    before = sandbox.image_ids()
    record = tmp_path / "run.json"
    result = shelflife(*expiry(policy, sandbox.endpoint, record))
    assert result.status == 0, result.stderr
    assert "can be brought back until" in result.stdout
    retired = json.loads(record.read_text())["retired"]
    assert len(retired) > 5 and all(entry["recoverableUntil"] for entry in retired)
    assert before - sandbox.image_ids() == {entry["imageID"] for entry in retired}

    one = retired[0]["imageID"]
    result = shelflife("undo", one, "--keep", "--endpoint-url", sandbox.endpoint)
    assert result.status == 0, result.stderr + result.stdout
    image = sandbox.ec2.describe_images(ImageIds=[one])["Images"][0]
    assert {"Key": "shelflife:keep", "Value": ""} in image["Tags"]

    result = shelflife("undo", record, "--output", "json", "--endpoint-url", sandbox.endpoint)
    assert result.status == 0, result.stderr
    assert all(entry["isBack"] for entry in result.document["results"])
    assert sandbox.image_ids() == before
    snapshots = {snapshot for entry in retired for snapshot in entry["snapshotIDs"]}
    assert len(sandbox.ec2.describe_snapshots(SnapshotIds=sorted(snapshots))["Snapshots"]) == len(snapshots)


@contextlib.contextmanager
def faulty(shelflife, tmp_path, **fault):
    """A sandbox with a Recycle Bin in which one thing goes wrong."""
    faults = tmp_path / "faults.json"
    faults.write_text(json.dumps({"faults": [fault]}))
    server = Sandbox(shelflife.binary, "--images", "120", "--recycle-bin", "7", "--faults", str(faults))
    try:
        yield server
    finally:
        server.stop()


@pytest.mark.parametrize("rate, told", [(0.3, "retired"), (1, "alreadyGone")], ids=["once", "by a whole try"])
def test_what_a_run_deregistered_without_hearing_of_it_comes_back(shelflife, policy, tmp_path, rate, told):
    with faulty(shelflife, tmp_path, action="DeregisterImage", rate=rate, kind="answer-lost") as server:
        before = server.image_ids()
        record = tmp_path / "run.json"
        result = shelflife(*expiry(policy, server.target, record))
        assert result.status == 0, result.stderr
        outcomes = json.loads(record.read_text())
        unheard = outcomes.pop(told)
        assert len(unheard) == len(before - server.image_ids()) > 5
        assert all(entry["snapshotsDeleted"] and entry["snapshotIDs"] for entry in unheard)
        assert not any(outcomes[other] for other in ("retired", "alreadyGone", "failed") if other != told)
        result = shelflife("undo", record, "--endpoint-url", server.target)
        assert result.status == 0, result.stdout
        assert server.image_ids() == before


def test_what_went_while_its_snapshots_stayed_comes_back(shelflife, policy, tmp_path):
    denied = {"action": "DescribeSnapshots", "rate": 1, "kind": "error", "code": "UnauthorizedOperation", "status": 403}
    with faulty(shelflife, tmp_path, **denied) as server:
        before = server.image_ids()
        record = tmp_path / "run.json"
        assert shelflife(*expiry(policy, server.target, record)).status == 1
        failed = json.loads(record.read_text())["failed"]
        assert {entry["imageID"] for entry in failed} == before - server.image_ids() != set()
        result = shelflife("undo", record, "--endpoint-url", server.target)
        assert result.status == 0, result.stdout
        assert server.image_ids() == before


def test_a_run_that_is_interrupted_tells_what_it_has_done_and_that_is_undone(shelflife, policy, tmp_path):
    server = Sandbox(shelflife.binary, "--images", "400", "--recycle-bin", "7")
    record = tmp_path / "run.json"
    command = [shelflife.binary, *map(str, expiry(policy, server.endpoint, record))]
    try:
        before = server.image_ids()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while server.actions["DeleteSnapshot"] < 20 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        try:
            output, errors = process.communicate(timeout=30)
        finally:
            process.kill()
        assert process.returncode == 1, output
        assert "ABORTED" in errors and "Shelflife.Interrupted" in errors
        retired = {entry["imageID"] for entry in json.loads(record.read_text())["retired"]}
        gone = before - server.image_ids()
        assert retired and retired <= gone
        # As many as are worked on at once may have gone without a word.
        assert len(gone - retired) <= 5
        shelflife("undo", record, "--endpoint-url", server.endpoint)
        assert retired <= server.image_ids()
    finally:
        server.stop()


def test_a_run_over_snapshots_keeps_to_its_plan_and_is_undone_by_its_record(shelflife, policy_file, sandbox, tmp_path):
    policy = policy_file({**EXPIRY, "retain": {"age": "2d", "lastMayGo": True}})
    target = ["expire-snapshots", "--policy", policy, "--endpoint-url", sandbox.endpoint]
    plan, record = tmp_path / "plan.json", tmp_path / "run.json"
    assert shelflife("plan", *target, "--save", plan).status == 0
    result = shelflife("run", *target, "--mode", "enforce", "--plan", plan, "--record", record)
    assert result.status == 0, result.stderr
    document = json.loads(record.read_text())
    retired = {item["snapshotID"]: item for item in document["items"] if item["outcome"] == "retired"}
    assert document["plan"]["retired"] == document["plan"]["planned"] == len(retired) > 0
    assert document["report"]["tally"]["recovery"]["recoverable"] == len(retired)
    assert all(item["recoverableUntil"] in result.stdout for item in retired.values())

    result = shelflife("undo", record, "--endpoint-url", sandbox.endpoint)
    assert result.status == 0, result.stderr + result.stdout
    assert len(sandbox.ec2.describe_snapshots(SnapshotIds=sorted(retired))["Snapshots"]) == len(retired)


def test_what_cannot_come_back_is_told_with_the_reason(shelflife, policy, tmp_path):
    record = tmp_path / "run.json"
    run = shelflife(
        "run", "expire-images", "--policy", policy, "--mode", "enforce", *ACCOUNT, "--record", record,
    )
    assert run.status == 0, run.stderr
    assert "cannot be brought back" in run.stdout
    result = shelflife("undo", "ami-00000000000000000", record, *ACCOUNT)
    assert result.status == 1
    assert "it is not in the Recycle Bin" in result.stdout


@pytest.mark.parametrize(
    "content, words",
    [
        ("{", "no run's record"),
        ("{}", "no run's record"),
        ('{"workflow": "expire-images", "retired": [], "region": "eu-west-1"}', "a run in eu-west-1, not in us-east-1"),
        ('{"workflow": "expire-images", "retired": [], "account": "999999999999"}', "account 999999999999, not in"),
    ],
)
def test_a_record_of_something_else_is_refused(shelflife, tmp_path, content, words):
    record = tmp_path / "run.json"
    record.write_text(content)
    assert words in refusal(shelflife("undo", record, *ACCOUNT))


def mark(ec2, image_id, *, permissions="111122223333 all"):
    """What a run with a grace leaves behind."""
    ec2.create_tags(
        Resources=[image_id],
        Tags=[
            {"Key": "shelflife:retire-after", "Value": "2030-01-01T00:00:00Z"},
            {"Key": "shelflife:retire-policy", "Value": "nightly"},
            {"Key": "shelflife:retire-steps", "Value": "deprecate+disable"},
            {"Key": "shelflife:launch-permissions", "Value": permissions},
        ],
    )
    ec2.enable_image_deprecation(ImageId=image_id, DeprecateAt="2030-01-01T00:00:00Z")
    ec2.disable_image(ImageId=image_id)


def seen(ec2, image_id):
    image = ec2.describe_images(ImageIds=[image_id], IncludeDisabled=True)["Images"][0]
    permissions = ec2.describe_image_attribute(ImageId=image_id, Attribute="launchPermission")["LaunchPermissions"]
    tags = {tag["Key"] for tag in image.get("Tags", [])}
    return image["State"], image.get("DeprecationTime"), {str(p) for p in permissions}, tags


def test_marks_are_taken_back_with_everything_that_they_did(shelflife, policy, sandbox):
    ec2 = sandbox.ec2
    images = ec2.describe_images(Owners=["self"], Filters=[{"Name": "state", "Values": ["available"]}])["Images"]
    one, other, strange = [image["ImageId"] for image in images if not image.get("DeprecationTime")][:3]
    for image_id in (one, other):
        mark(ec2, image_id)
    ec2.disable_image(ImageId=strange)

    result = shelflife("undo", "nightly", "--output", "json", "--endpoint-url", sandbox.endpoint)
    assert result.status == 0, result.stderr
    assert {entry["resourceID"] for entry in result.document["results"]} == {one, other}
    for image_id in (one, other):
        state, deprecation, permissions, tags = seen(ec2, image_id)
        assert state == "available" and deprecation is None
        assert permissions == {"{'UserId': '111122223333'}", "{'Group': 'all'}"}
        assert not any(key.startswith("shelflife:retire") or key.startswith("shelflife:launch") for key in tags)

    # What somebody else disabled is none of our business.
    result = shelflife("undo", strange, "--endpoint-url", sandbox.endpoint)
    assert "nothing to undo" in result.stdout
    assert seen(ec2, strange)[0] == "disabled"


def test_a_marked_image_that_was_deregistered_comes_back_as_it_was_before_the_mark(shelflife, policy, sandbox):
    ec2 = sandbox.ec2
    image = next(
        image
        for image in ec2.describe_images(Owners=["self"])["Images"]
        if image["Name"].startswith("checkout-api") and image["State"] == "available"
    )
    image_id = image["ImageId"]
    mark(ec2, image_id, permissions="111122223333")
    ec2.deregister_image(ImageId=image_id)
    result = shelflife("undo", image_id, "--endpoint-url", sandbox.endpoint)
    assert result.status == 0, result.stderr + result.stdout
    assert seen(ec2, image_id)[:3] == ("available", None, {"{'UserId': '111122223333'}"})


def test_a_failure_with_one_image_does_not_hide_the_rest(shelflife, policy, sandbox):
    ec2 = sandbox.ec2
    ids = sorted(sandbox.image_ids())[:2]
    for image_id in ids:
        ec2.deregister_image(ImageId=image_id)
    result = shelflife(
        "undo", "ami-00000000000000000", *ids, "--output", "json", "--endpoint-url", sandbox.endpoint
    )
    assert result.status == 1
    assert [entry["isBack"] for entry in result.document["results"]] == [False, True, True]
    assert set(ids) <= sandbox.image_ids()


# Plans of the workflows that make backups

BACKUPS = {
    "policy": "backups",
    "select": {"all": True},
    "create": {"multiVolume": False, "copies": [{"regions": ["eu-west-1"], "keepSource": False}]},
}
IMAGES = {"policy": "images", "select": {"all": True}, "create": {}}
EXPIRY = {"policy": "expiry", "select": {"all": True}, "retain": {"age": "2d"}, "limits": {"items": 5000}}
WORKFLOWS = {
    "backup-volumes": BACKUPS, "backup-images": IMAGES, "expire-images": EXPIRY, "expire-snapshots": EXPIRY,
}


def test_a_plan_of_backups_says_what_is_made_of_what(shelflife, policy_file, sandbox):
    reservations = sandbox.ec2.describe_instances()["Reservations"]
    there = {
        instance["InstanceId"]: [m["Ebs"]["VolumeId"] for m in instance["BlockDeviceMappings"]]
        for reservation in reservations
        for instance in reservation["Instances"]
        if instance["State"]["Name"] not in ("terminated", "shutting-down")
    }
    assert there
    for workflow in ("backup-volumes", "backup-images"):
        policy = policy_file(WORKFLOWS[workflow])
        result = shelflife("plan", workflow, "--policy", policy, "--endpoint-url", sandbox.endpoint, "--output", "json")
        assert result.status == 0, result.stderr
        made = {item["id"]: item for item in result.document["items"] if item["action"] == "create"}
        assert {i: [v["volumeID"] for v in item["volumes"]] for i, item in made.items()} == {
            i: volumes for i, volumes in there.items() if volumes
        }
        volumes = [volume for item in made.values() for volume in item["volumes"]]
        assert all(volume["isBackedUp"] for volume in volumes)
        moved = workflow == "backup-volumes"
        assert all(volume["deletesSource"] == moved for volume in volumes)
        assert all(volume["copyRegions"] == (["eu-west-1"] if moved else []) for volume in volumes)
        assert result.document["totals"]["addedGiB"] == sum(volume["sizeGiB"] for volume in volumes) > 0
        text = shelflife("plan", workflow, "--policy", policy, "--endpoint-url", sandbox.endpoint)
        assert all(instance in text.stdout for instance in made)
        assert ("then deleted here" in text.stdout) == moved


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_no_plan_and_no_report_changes_anything_and_two_plans_are_alike(shelflife, policy_file, sandbox, workflow):
    policy = policy_file(WORKFLOWS[workflow])
    target = ["--policy", policy, "--endpoint-url", sandbox.endpoint]
    documents = [shelflife("plan", workflow, *target, "--output", "json").document for _ in range(2)]
    assert all(document.pop("clock") for document in documents)
    assert json.dumps(documents[0]) == json.dumps(documents[1])
    assert shelflife("plan", workflow, *target).status == 0
    run = shelflife("run", workflow, *target, "--mode", "report")
    assert run.status == 0, run.stderr
    assert sum(sandbox.actions.values()) > 3
    assert {action for action in sandbox.actions if not action.startswith(("Describe", "List", "Get"))} == set()


@pytest.mark.parametrize("command, option", [("plan", "--save"), ("run", "--plan")])
def test_no_plan_binds_a_backup(shelflife, policy_file, command, option, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = shelflife(command, "backup-volumes", "--policy", policy_file(BACKUPS), option, "plan.json", *ACCOUNT)
    assert result.status == 2
    assert result.stderr.count("\n") == 1 and f"{option} binds a run that retires" in result.stderr
    assert not (tmp_path / "plan.json").exists()


@pytest.mark.parametrize("workflow", ["backup-volumes", "backup-images"])
def test_a_page_of_backups_has_a_row_for_each(shelflife, policy_file, workflow):
    target = [workflow, "--policy", policy_file(WORKFLOWS[workflow]), *ACCOUNT]
    document = shelflife("plan", *target, "--output", "json").document
    page = shelflife("plan", *target, "--output", "html").stdout
    assert page.startswith("<!doctype html>") and "http" not in page
    for item in document["items"]:
        assert f'<tr class="{item["action"]}"><td>{item["action"]}<td>{item["id"]}<td>' in page
        assert all(volume["volumeID"] in page for volume in item["volumes"])
    assert page.count('<tr class="') == len(document["items"]) > 0
    assert f"<strong>{document['totals']['create']}</strong><span>would be begun" in page
    assert f"<strong>{document['totals']['addedGiB']} GiB</strong>" in page


def test_a_plan_says_which_guards_were_not_asked(shelflife, policy_file):
    guards = {"shared": False, "locks": False, "launchedWithin": False}
    policy = policy_file(EXPIRY | {"guard": guards})
    for workflow, kind in (("expire-images", "images"), ("expire-snapshots", "snapshots")):
        result = shelflife("plan", workflow, "--policy", policy, "--output", "json", *ACCOUNT)
        off = {"shared", "lock"} | ({"launched", "ancestry", "copies"} if kind == "images" else set())
        asked = {"archive", "fastSnapshotRestore"}
        for item in result.document[kind]:
            remarks = {f["rule"]: f["sentence"] for f in item["findings"] if "not asked" in f["sentence"]}
            assert {rule for rule, text in remarks.items() if "switches it off" in text} == off
            spoken = {f["rule"] for f in item["findings"] if f["verdict"] in ("letGo", "keep")}
            assert (asked <= spoken) or (asked <= remarks.keys() and item["action"] == "keep")
