# SPDX-License-Identifier: Apache-2.0
"""`shelflife replay`: what AWS recorded, what a run recorded, and what is wrong with either."""

import json
import os
import pathlib
import pty
import select
import subprocess
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICY = ROOT / "statemachine/policies/sample-account.json"
DEFINITION = ROOT / "statemachine/expire-images.asl.json"


def recordings():
    """Histories that AWS wrote, moments put in where the recordings have placeholders."""
    candidates = [os.environ.get("SHELFLIFE_CONFORMANCE"), ROOT.parent / "shared" / "conformance"]
    for folder in filter(None, candidates):
        for path in sorted((pathlib.Path(folder) / "open").glob("*/*.json")):
            for key, answer in json.loads(path.read_text()).get("expected", {}).items():
                events = answer.get("events") if isinstance(answer, dict) else None
                if events and all(isinstance(event, dict) and "previousEventId" in event for event in events):
                    # Where branches run at once the recordings leave the order open, and with it the ids.
                    if all(isinstance(event["id"], int) for event in events):
                        yield f"{path.stem}-{key}", [{**event, "timestamp": 1.7e9 + event["id"] / 1000} for event in events]


@pytest.fixture(scope="session")
def recorded(shelflife, tmp_path_factory):
    path = tmp_path_factory.mktemp("recorded") / "history.json"
    result = shelflife("run", "expire-images", "--policy", POLICY, "--mode", "enforce", "--history", path)
    assert result.status == 0, result.stderr
    return path


def test_histories_of_aws_step_to_the_end(shelflife, tmp_path):
    found = [(name, events) for name, events in recordings() if events[-1]["type"].startswith("Execution")]
    if not found:
        pytest.skip("no recordings: set SHELFLIFE_CONFORMANCE to the folder with open/")
    path = tmp_path / "history.json"
    # Every one is stepped through in the Swift tests; the command is tried on some of each hundred.
    for name, events in found[::25]:
        path.write_text(json.dumps({"events": events}))
        result = shelflife("replay", path)
        assert result.status == 0, f"{name}: {result.stderr}"
        lines = result.stdout.splitlines()
        assert len(lines) == len(events) + 1, name
        assert events[-1]["type"] in lines[-1], name


def test_a_run_shows_no_difference_on_its_own_definition(shelflife, recorded):
    result = shelflife("replay", recorded, "--definition", DEFINITION)
    assert result.status == 0, result.stdout + result.stderr
    assert result.stdout.startswith("No difference")


def changed(tmp_path, change):
    document = json.loads(DEFINITION.read_text())
    change(document["States"])
    path = tmp_path / "changed.asl.json"
    path.write_text(json.dumps(document))
    return path


def test_a_changed_path_is_the_first_difference(shelflife, recorded, tmp_path):
    definition = changed(tmp_path, lambda states: states["ListExpiredImages"]["ResultSelector"]["run"].update(results=[0]))
    result = shelflife("replay", recorded, "--definition", definition, "--output", "json")
    assert result.status == 1, result.stderr
    difference = result.document["difference"]
    assert difference["record"] == difference["definition"] == "leaves ListExpiredImages"
    assert difference["value"]["place"] == "/run/results/0"


def test_a_renamed_state_is_the_first_difference(shelflife, recorded, tmp_path):
    def rename(states):
        states["Finished"] = states.pop("RunSucceeded")
        states["Failures?"]["Choices"][1]["Next"] = "Finished"

    result = shelflife("replay", recorded, "--definition", changed(tmp_path, rename))
    assert result.status == 1
    assert "record:     enters RunSucceeded (Succeed)" in result.stdout
    assert "definition: enters Finished (Succeed)" in result.stdout


def test_what_cannot_be_replayed_is_told_in_one_sentence(shelflife, recorded, tmp_path):
    events = json.loads(recorded.read_text())["events"]
    other = tmp_path / "other.asl.json"
    other.write_text('{"StartAt":"X","States":{"X":{"Type":"Succeed"}}}')

    def written(name, document):
        path = tmp_path / name
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return path

    cases = [
        ((tmp_path / "none.json",), "no such file"),
        ((written("text.txt", "hello"),), "not JSON"),
        ((written("policy.json", POLICY.read_text()),), "no execution history"),
        ((written("hole.json", {"events": events[:3] + events[5:]}),), "truncated: event 4"),
        ((written("cut.json", {"events": events[:-3]}),), "truncated: it ends with event"),
        ((recorded, "--definition", other), "another state machine"),
        ((recorded, "--definition", ROOT / "statemachine/backup-images.asl.json"), "another state machine"),
        ((recorded, "--definition", POLICY), "policy"),
        (("x", "--db", tmp_path / "none.db"), "no such file"),
        (("x", "--db", POLICY), "no database"),
    ]
    for arguments, part in cases:
        result = shelflife("replay", *arguments)
        assert result.status == 2, f"{part}: {result.status} {result.stdout[:300]}"
        assert part in result.stderr, result.stderr
        if part != "policy":
            assert len(result.stderr.strip().splitlines()) == 1, result.stderr


def test_pages_one_behind_the_other(shelflife, recorded, tmp_path):
    events = json.loads(recorded.read_text())["events"]
    path = tmp_path / "pages.json"
    path.write_text("\n".join(json.dumps({"events": events[at : at + 5]}) for at in range(0, len(events), 5)))
    assert shelflife("replay", path, "--definition", DEFINITION).status == 0


def test_arrow_keys_step_through_on_a_terminal(shelflife, recorded):
    count = len(json.loads(recorded.read_text())["events"])
    master, slave = pty.openpty()
    process = subprocess.Popen([shelflife.binary, "replay", recorded], stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)

    def screen(until):
        text, deadline = "", time.monotonic() + 10
        while until not in text and time.monotonic() < deadline:
            if select.select([master], [], [], 0.2)[0]:
                text += os.read(master, 65536).decode(errors="replace")
        assert until in text, text[-2000:]

    try:
        screen(f"event 1 of {count}")
        os.write(master, b"\x1b[C")
        screen(f"event 2 of {count}")
        os.write(master, b"\x1b[F")
        screen(f"event {count} of {count}")
        os.write(master, b"\x1b[D")
        screen(f"event {count - 1} of {count}")
        os.write(master, b"q")
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        os.close(master)
