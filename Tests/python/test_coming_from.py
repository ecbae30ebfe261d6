# SPDX-License-Identifier: Apache-2.0
"""The README's "Coming from ...": each ready policy runs as it stands there, on the embedded account."""

import pytest

from conftest import REPOSITORY

FOLDER = "statemachine/policies"
MAKERS = [
    ("backup-images", "ami-backup", 4),
    ("backup-volumes", "ebs-snapshot-manager", 2),
    ("backup-volumes", "snapshot-keyword-hourly", 1),
    ("backup-volumes", "snapshot-keyword-daily", 1),
    ("backup-volumes", "backup-generation", 1),
]
EXPIRIES = [
    ("expire-images", "ami-backup-expire"),
    ("expire-snapshots", "ebs-snapshot-manager-expire"),
    ("expire-snapshots", "snapshot-keyword-hourly"),
    ("expire-snapshots", "snapshot-keyword-daily"),
    ("expire-snapshots", "backup-generation-expire"),
    ("expire-images", "hourly-ami-expiry"),
]


def coming_from():
    text = (REPOSITORY / "README.md").read_text()
    return text.split("## Coming from", 1)[1].split("\n## ", 1)[0]


def run(shelflife, workflow, policy, *options):
    return shelflife("run", workflow, "--policy", f"{FOLDER}/{policy}.json", "--output", "json", *options)


def test_the_readme_names_every_ready_policy_and_no_other():
    named = {policy for _, policy, _ in MAKERS} | {policy for _, policy in EXPIRIES}
    section = coming_from()

    assert {policy for policy in named if f"`{policy}`" not in section and f"/{policy}.json" not in section} == set()
    files = {path.stem for path in (REPOSITORY / FOLDER).glob("*.json")}
    # The others replace nothing: the schema, the sample, and what is looked for in every account.
    assert files - named == {"policy.schema", "sample-account", "orphaned-snapshots"}


@pytest.mark.parametrize("workflow, policy, targets", MAKERS)
def test_what_makes_backups_says_how_many_and_makes_them(shelflife, workflow, policy, targets):
    reported = run(shelflife, workflow, policy)
    enforced = run(shelflife, workflow, policy, "--mode", "enforce")

    assert reported.status == 0, reported.stderr
    assert f"Report mode: {targets} of " in reported.document["report"]["text"]
    assert reported.document["items"] == []
    assert enforced.status == 0, enforced.stderr
    tally = enforced.document["report"]["tally"]
    assert (tally["done"], tally["failed"], tally["unfinished"]) == (targets, 0, 0)
    assert tally["snapshots"] >= targets
    assert {item["outcome"] for item in enforced.document["items"]} == {"done"}


@pytest.mark.parametrize("workflow, policy", EXPIRIES)
def test_what_expires_them_does_what_its_report_says(shelflife, workflow, policy):
    reported = run(shelflife, workflow, policy)
    enforced = run(shelflife, workflow, policy, "--mode", "enforce")

    assert reported.status == 0, reported.stderr
    assert enforced.status == 0, enforced.stderr
    would = reported.document["report"]["tally"]["wouldRetire"]
    tally = enforced.document["report"]["tally"]
    assert tally["retired"] == would and tally["failed"] == 0
    # The sample account holds ten-day-old backups of the first system, and fresh ones of the others.
    assert (would > 0) == (policy == "ami-backup-expire")
