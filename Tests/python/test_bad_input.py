# SPDX-License-Identifier: Apache-2.0
"""Wrong input gets one clear sentence with its place, the right exit status, and nothing is deleted."""

import http.server
import subprocess
import threading

import pytest

GOOD = {
    "policy": "p",
    "mode": "enforce",
    "select": {"tags": [{"key": "DELETEON", "values": ["yes"]}]},
    "retain": {"age": "10d"},
}


def sentence(result):
    lines = [line for line in result.stderr.splitlines() if line.startswith("shelflife: ")]
    assert len(lines) == 1, result.stderr
    return lines[0]


@pytest.mark.parametrize(
    "policy, words",
    [
        ({**GOOD, "colour": "red"}, ["colour", "policy"]),
        ({**GOOD, "retain": {"age": "10x"}}, ["retain.age", "10x", "<n>h, <n>d or <n>w"]),
        ({**GOOD, "select": {"all": False}}, ["select"]),
        ({**GOOD, "select": {}}, ["select"]),
        ({**GOOD, "mode": "delete"}, ["mode", "report", "enforce"]),
        ({**GOOD, "limits": {"items": -1}}, ["limits.items"]),
        ({**GOOD, "retain": {"age": 10}}, ["retain.age"]),
        ("{not json", ["line 1"]),
        ("[]", ["object"]),
    ],
)
def test_a_wrong_policy_is_refused_with_its_place(shelflife, policy_file, policy, words):
    path = policy_file(policy)
    for command in ("run", "plan"):
        result = shelflife(command, "expire-images", "--policy", path)
        assert result.status == 2, result.stderr
        assert result.stdout == ""
        for word in words:
            assert word in sentence(result)


def test_an_unreadable_file_is_named(shelflife, tmp_path):
    result = shelflife("run", "expire-images", "--policy", tmp_path / "missing.json")
    assert result.status == 2
    assert "missing.json" in sentence(result)


def test_an_unknown_workflow_is_told_with_the_known_ones(shelflife, policy_file):
    result = shelflife("run", "expire-everything", "--policy", policy_file(GOOD))
    assert result.status == 2
    assert "expire-images" in sentence(result)


@pytest.mark.parametrize(
    "workflow, policy, words",
    [
        ("backup-images", GOOD, "create: is missing"),
        ("backup-volumes", GOOD, "create: is missing"),
        ("expire-images", {**GOOD, "retain": {"orphans": "2d"}}, "expire-snapshots"),
        ("expire-images", {**{k: v for k, v in GOOD.items() if k != "retain"}, "create": {}}, "retain"),
    ],
)
def test_a_policy_for_another_workflow_is_refused(shelflife, policy_file, workflow, policy, words):
    path = policy_file(policy)
    commands = [["run", workflow, "--policy", path], ["plan", workflow, "--policy", path]]
    for command in [*commands, ["simulate", "--days", "1", "--policy", f"{workflow}={path}"]]:
        result = shelflife(*command)
        assert result.status == 2, result.stderr
        assert result.stdout == ""
        assert "policy.json" in sentence(result) and words in sentence(result)


def test_an_unknown_workflow_of_a_simulation_is_told(shelflife, policy_file):
    result = shelflife("simulate", "--days", "1", "--policy", f"expire-everything={policy_file(GOOD)}")
    assert result.status == 2
    assert 'there is no workflow "expire-everything"; there are: ' in sentence(result)


@pytest.mark.parametrize("subject", ["i-0123", "vol-0123", "no name", ""])
def test_undo_takes_no_other_ids(shelflife, subject):
    result = shelflife("undo", subject)
    assert result.status == 2
    assert f'"{subject}"' in sentence(result)


def test_a_folder_is_no_file(shelflife, policy_file, tmp_path):
    policy = policy_file(GOOD)
    for command in (
        ["run", "expire-images", "--policy", tmp_path],
        ["run", "expire-images", "--policy", policy, "--record", tmp_path],
        ["replay", tmp_path], ["serve", "--port", "0", "--db", tmp_path],
        ["simulate", "--days", "1", "--policy", policy, "--html", tmp_path],
    ):
        result = shelflife(*command)
        assert result.status == 2, command
        assert str(tmp_path) in sentence(result) and "Is a directory" in sentence(result)


def test_an_earlier_record_or_plan_stays_when_nothing_can_begin(shelflife, policy_file, tmp_path):
    record = tmp_path / "record.json"
    record.write_text("last night's")
    command = ["run", "expire-images", "--policy", policy_file(GOOD), "--record", record]
    assert shelflife(*command, "--endpoint-url", "http://127.0.0.1:9", timeout=60).status == 1
    assert record.read_text() == "last night's"
    command = ["plan", "expire-images", "--policy", policy_file(GOOD), "--save", record]
    assert shelflife(*command, "--endpoint-url", "http://127.0.0.1:9", timeout=60).status == 1
    assert record.read_text() == "last night's"


def test_an_unreachable_endpoint_is_told_at_once(shelflife, policy_file):
    result = shelflife(
        "run", "expire-images", "--policy", policy_file(GOOD), "--endpoint-url", "http://127.0.0.1:9", timeout=60
    )
    assert result.status == 1
    assert "127.0.0.1:9" in sentence(result)


def test_wrong_credentials_are_told_with_the_code_of_ec2(shelflife, policy_file):
    mutating = []

    class Refusing(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if "Action=Describe" not in body:
                mutating.append(body)
            answer = (
                b"<Response><Errors><Error><Code>AuthFailure</Code><Message>AWS was not able to validate the provided "
                b"access credentials</Message></Error></Errors><RequestID>r-1</RequestID></Response>"
            )
            self.send_response(401)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        result = shelflife(
            "run", "expire-images", "--policy", policy_file(GOOD),
            "--endpoint-url", f"http://127.0.0.1:{server.server_port}",
        )
    finally:
        server.shutdown()
    assert result.status == 1
    assert "AuthFailure" in sentence(result)
    assert mutating == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "expire-images"],
        ["run", "expire-images", "--policy", "x", "--output", "xml"],
        ["run", "expire-images", "--policy", "x", "--aws", "--endpoint-url", "http://127.0.0.1:9"],
        ["sandbox", "--port", "70000"],
        ["frobnicate"],
    ],
)
def test_wrong_usage_ends_with_2(shelflife, arguments):
    result = shelflife(*arguments)
    assert result.status == 2
    assert result.stdout == ""
    assert result.stderr


def test_a_policy_can_be_given_as_json_text(shelflife):
    result = shelflife("plan", "expire-images", "--policy", '{"policy":"p","select":{"names":["x"]},"retain":{"age":"1d"}}')
    assert result.status == 0, result.stderr


@pytest.mark.parametrize(
    "policy, words",
    [
        ("", "--policy is empty"),
        ("  ", "--policy is empty"),
        ("[]", "a policy is a JSON object, not"),
        ('{"policy": "p", "select": {"names": ["x"]}, "retain": {"age": "1d"}, "limits": {"items": 1.5}}', "limits.items: is 1.5; it must be a whole number"),
        ('{"policy": "p", "select": {"names": ["%s"]}, "retain": {"age": "1d"}}' % ("x" * 66_000), "at most 65536"),
    ],
)
def test_a_wrong_policy_text_is_refused_in_one_sentence(shelflife, policy, words):
    for command in ("run", "plan"):
        result = shelflife(command, "expire-images", "--policy", policy)
        assert result.status == 2, result.stderr
        assert words in sentence(result)


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "--images", "-5"], ["plan", "--images", "99999999999"], ["plan", "--seed", "-1"],
        ["sandbox", "--port", "-1"], ["plan", "--recycle-bin", "0"],
    ],
)
def test_a_number_out_of_range_is_refused_with_the_option(shelflife, arguments):
    command, *options = arguments
    rest = ["expire-images", "--policy", '{"policy":"p","select":{"names":["x"]},"retain":{"age":"1d"}}']
    result = shelflife(command, *(rest if command == "plan" else []), *options)
    assert result.status == 2
    assert options[0] in result.stderr
    assert options[1] in result.stderr


def test_a_fault_for_an_action_that_nobody_calls_is_refused_with_the_actions(shelflife, policy_file):
    faults = policy_file({"faults": [{"action": "DescribeImage5", "rate": 1, "kind": "throttle"}]}, "faults.json")
    result = shelflife("plan", "expire-images", "--policy", policy_file(GOOD), "--faults", faults)
    assert result.status == 2
    assert "/faults/0/action" in sentence(result)
    assert "DescribeImage5" in sentence(result) and "DescribeImages" in sentence(result)


def test_a_loopback_endpoint_needs_no_credentials(shelflife, policy_file, tmp_path):
    process = subprocess.Popen(
        [shelflife.binary, "sandbox", "--port", "0", "--images", "10"], stdout=subprocess.PIPE, text=True
    )
    try:
        endpoint = process.stdout.readline().strip()
        nothing = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "HOME": str(tmp_path)}
        result = shelflife(
            "plan", "expire-images", "--policy", policy_file(GOOD), "--endpoint-url", endpoint, timeout=60, **nothing
        )
    finally:
        process.terminate()
        process.wait(timeout=10)
    assert result.status == 0, result.stderr
    assert "dummy" in result.stderr and endpoint in result.stderr


DISTRIBUTED = """{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor": {
  "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
  "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}}"""


@pytest.mark.parametrize(
    "content, options, status, words",
    [
        (DISTRIBUTED, [], 0, "valid"),
        (DISTRIBUTED, ["--express"], 1, "DISTRIBUTED"),
        ("{not json", [], 2, "no JSON"),
        ('{"StartAt": "X", "States": {}}', [], 1, "error"),
        ('{"policy": "p",\n "select": {"names": ["x"]},\n "retain": {"age": "10x"}}', [], 1, "3:"),
        ('{"policy": "p", "select": {"names": ["x"]}, "retain": {"age": "10d"}}', [], 0, "valid policy"),
    ],
)
def test_validate_tells_what_a_file_is_and_what_is_wrong(shelflife, policy_file, content, options, status, words):
    result = shelflife("validate", policy_file(content, "file.json"), *options)
    assert result.status == status, result.stdout + result.stderr
    assert words in result.stdout + result.stderr


def test_validate_of_a_file_that_is_not_there_is_wrong_input(shelflife, tmp_path):
    assert shelflife("validate", tmp_path / "missing.json").status == 2


def test_the_first_line_of_serve_is_its_address(shelflife):
    process = subprocess.Popen(
        [shelflife.binary, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        first = process.stdout.readline()
    finally:
        process.terminate()
        process.wait(timeout=10)
    assert first.startswith("http://127.0.0.1:")


def test_two_services_never_go_on_with_the_same_executions(shelflife, tmp_path):
    database = tmp_path / "executions.db"
    command = [shelflife.binary, "serve", "--port", "0", "--db", database]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert first.stdout.readline().startswith("http://")
        second = shelflife("serve", "--port", "0", "--db", database, timeout=20)
        assert second.status == 2
        assert sentence(second) == f"shelflife: another shelflife serve keeps its executions in {database}"
    finally:
        first.kill()
        first.wait(timeout=10)
    # However the first one ended, its file is free again.
    third = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert third.stdout.readline().startswith("http://")
    finally:
        third.terminate()
        third.wait(timeout=30)


def test_a_file_that_is_no_database_stays_as_it_is(shelflife, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("What I must not forget.\n")
    result = shelflife("serve", "--port", "0", "--db", notes, timeout=20)
    assert result.status == 2
    assert sentence(result) == f"shelflife: {notes} is no database of shelflife serve"
    assert notes.read_text() == "What I must not forget.\n"


def test_a_run_in_report_mode_lists_what_would_go(shelflife, policy_file):
    policy = policy_file({**GOOD, "mode": "report", "guard": {"launchedWithin": False, "shared": False}})
    account = ["--images", "120", "--now", "2026-01-31T12:00:00Z"]
    plan = shelflife("plan", "expire-images", "--policy", policy, "--output", "json", *account).document
    retire = [image["imageID"] for image in plan["images"] if image["action"] == "retire"]
    assert len(retire) > 5
    text = shelflife("run", "expire-images", "--policy", policy, *account).stdout
    assert all(imageID in text for imageID in retire[:25])
    assert "shelflife plan expire-images" in text
    document = shelflife("run", "expire-images", "--policy", policy, "--output", "json", *account).document
    assert document["wouldRetire"] == retire
    assert document["account"] == plan["account"] and f':{plan["account"]}:' in document["execution"]["arn"]
