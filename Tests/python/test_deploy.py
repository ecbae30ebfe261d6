# SPDX-License-Identifier: Apache-2.0
"""Scripts/deploy with an AWS CLI that is played: what it asks, shows, refuses, and when it stops."""

import hashlib
import json
import os
import pathlib
import subprocess
import sys

import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
CHANGE_SET = "arn:aws:cloudformation:us-east-1:123456789012:changeSet/awscli-1/0a1b"

# Plays `aws`: writes down each call, and answers from the file that the test has set up.
PLAYER = """#!{python}
import json, pathlib, sys
folder = pathlib.Path({folder!r})
arguments = sys.argv[1:]
with open(folder / "calls", "a") as calls:
    calls.write(json.dumps(arguments) + "\\n")
answers = json.loads((folder / "answers.json").read_text())
waiting = answers.get(" ".join(arguments[:2]), [["", 0]])
text, status = waiting[0]
if len(waiting) > 1:
    answers[" ".join(arguments[:2])] = waiting[1:]
    (folder / "answers.json").write_text(json.dumps(answers))
print(text)
sys.exit(status)
"""


class CommandLine:
    def __init__(self, folder):
        self.folder = folder
        program = folder / "aws"
        program.write_text(PLAYER.format(python=sys.executable, folder=str(folder)))
        program.chmod(0o755)
        self.archive = folder / "worker.zip"
        self.archive.write_bytes(b"an archive")
        self.answers = {
            "s3api head-object": [["Not Found", 254]],
            "cloudformation deploy": [[f"Changeset created.\naws cloudformation describe-change-set --change-set-name {CHANGE_SET}", 0]],
            "cloudformation describe-change-set": [["| Add | ExpireImages | AWS::StepFunctions::StateMachine |", 0]],
            "cloudformation describe-stack-events": [
                ["10:00\tCREATE_IN_PROGRESS\tExpireImages\tNone", 0],
                ["10:00\tCREATE_IN_PROGRESS\tExpireImages\tNone\n10:01\tCREATE_COMPLETE\tExpireImages\tNone", 0],
            ],
            "cloudformation describe-stacks": [
                ["CREATE_IN_PROGRESS", 0], ["CREATE_COMPLETE", 0], ["| StateMachineArn | arn:… |", 0],
            ],
        }

    def deploy(self, *arguments, **environment):
        (self.folder / "answers.json").write_text(json.dumps(self.answers))
        values = {
            "PATH": f"{self.folder}:{os.environ['PATH']}", "BUCKET": "code", "ARCHIVE": str(self.archive),
            "ARCHITECTURE": "arm64", "YES": "1", "INTERVAL": "0", **environment,
        }
        return subprocess.run(
            [REPOSITORY / "Scripts" / "deploy", *arguments],
            env={name: value for name, value in values.items() if value is not None},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
        )

    @property
    def calls(self):
        path = self.folder / "calls"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def names(self):
        return [" ".join(call[:2]) for call in self.calls]


@pytest.fixture
def aws(tmp_path):
    return CommandLine(tmp_path)


def test_uploads_previews_executes_and_follows(aws):
    done = aws.deploy("retention", "Mode=enforce", "ValidHours=48")
    assert done.returncode == 0, done.stderr
    key = f"shelflife/{hashlib.sha256(b'an archive').hexdigest()}.zip"
    assert ["s3", "cp", "--only-show-errors", str(aws.archive), f"s3://code/{key}"] in aws.calls
    [deploy] = [call for call in aws.calls if call[1] == "deploy"]
    assert "--no-execute-changeset" in deploy
    assert deploy[deploy.index("--stack-name") + 1] == "retention"
    assert deploy[deploy.index("--capabilities") + 1] == "CAPABILITY_IAM"
    overrides = deploy[deploy.index("--parameter-overrides") + 1 :]
    assert overrides == ["Mode=enforce", "ValidHours=48", "CodeBucket=code", f"CodeKey={key}", "Architecture=arm64"]
    names = aws.names()
    assert names.index("cloudformation describe-change-set") < names.index("cloudformation execute-change-set")
    assert "AWS::StepFunctions::StateMachine" in done.stdout
    assert "StateMachineArn" in done.stdout
    # Each event once.
    assert done.stderr.count("CREATE_IN_PROGRESS") == 1 and done.stderr.count("CREATE_COMPLETE") == 1


def test_make_hands_on_values_with_blanks(aws):
    """As documentation/deployment.md writes it."""
    (aws.folder / "answers.json").write_text(json.dumps(aws.answers))
    done = subprocess.run(
        ["make", "deploy", "STACK=retention", "BUCKET=code", f"ARCHIVE={aws.archive}", "YES=1", "ARCHITECTURE=arm64"]
        + ['PARAMETERS=ScheduleExpression="cron(0 3 * * ? *)" Mode=enforce'],
        env={"PATH": f"{aws.folder}:{os.environ['PATH']}", "INTERVAL": "0"},
        cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 0, done.stderr
    [deploy] = [call for call in aws.calls if call[1] == "deploy"]
    overrides = deploy[deploy.index("--parameter-overrides") + 1 :]
    assert overrides[:2] == ["ScheduleExpression=cron(0 3 * * ? *)", "Mode=enforce"]


def test_does_not_upload_twice(aws):
    aws.answers["s3api head-object"] = [["{}", 0]]
    assert aws.deploy("retention").returncode == 0
    assert "s3 cp" not in aws.names()


def test_executes_nothing_unasked(aws):
    done = aws.deploy("retention", YES=None)
    assert done.returncode == 1
    assert "no terminal to ask on" in done.stderr
    assert "cloudformation describe-change-set" in aws.names()
    assert "cloudformation execute-change-set" not in aws.names()


def test_ends_where_there_is_nothing_to_change(aws):
    aws.answers["cloudformation deploy"] = [["No changes to deploy. Stack retention is up to date", 0]]
    done = aws.deploy("retention")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "deploy: nothing to change")
    assert "cloudformation execute-change-set" not in aws.names()


def test_fails_with_the_stack(aws):
    aws.answers["cloudformation describe-stacks"] = [["UPDATE_ROLLBACK_IN_PROGRESS", 0], ["UPDATE_ROLLBACK_COMPLETE", 0]]
    done = aws.deploy("retention")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "deploy: the stack is UPDATE_ROLLBACK_COMPLETE"


def test_stops_where_cloudformation_refuses(aws):
    aws.answers["cloudformation deploy"] = [["", 254]]
    assert aws.deploy("retention").returncode == 254
    assert aws.names()[-1] == "cloudformation deploy"


def test_needs_no_archive_for_a_stack_without_functions(aws):
    done = aws.deploy("member", "HubAccountId=123456789012", TEMPLATE="member", BUCKET=None, ARCHIVE=None)
    assert done.returncode == 0, done.stderr
    [deploy] = [call for call in aws.calls if call[1] == "deploy"]
    assert deploy[deploy.index("--capabilities") + 1] == "CAPABILITY_NAMED_IAM"
    assert deploy[deploy.index("--parameter-overrides") + 1 :] == ["HubAccountId=123456789012"]
    assert not any(name.startswith("s3") for name in aws.names())


@pytest.mark.parametrize(
    "arguments, environment, sentence",
    [
        ([], {}, "usage: deploy STACK"),
        (["retention"], {"BUCKET": None}, "BUCKET=… is missing"),
        (["retention"], {"ARCHIVE": "/nowhere/worker.zip"}, "make package builds it"),
        (["retention"], {"TEMPLATE": "nonsense"}, "there is no cloudformation/nonsense.yaml"),
    ],
)
def test_refuses_what_is_incomplete(aws, arguments, environment, sentence):
    done = aws.deploy(*arguments, **environment)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert aws.calls == []
