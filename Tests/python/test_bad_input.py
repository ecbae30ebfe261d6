# SPDX-License-Identifier: Apache-2.0
"""Wrong input gets one clear sentence with its place, the right exit status, and nothing is deleted."""

import http.server
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
