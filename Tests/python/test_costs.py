# SPDX-License-Identifier: Apache-2.0
"""What a deployment costs: the page is what the command counts, and the command multiplies rightly."""

import importlib.machinery
import importlib.util
import pathlib
import subprocess
import sys

import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
COMMAND = REPOSITORY / "Scripts" / "costs"


def command():
    """Scripts/costs as a module; it has no suffix."""
    loader = importlib.machinery.SourceFileLoader("costs", str(COMMAND))
    sys.dont_write_bytecode = True
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("costs", loader))
    sys.modules["costs"] = module
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def costs():
    return command()


@pytest.fixture
def counts(costs):
    steps = costs.STEPS
    return costs.Counts(
        idle_transitions=7, image_transitions=2, image_executions=1,
        idle_invocations=dict(zip(steps, (1, 0, 0, 1))), image_invocations=dict(zip(steps, (0, 1, 1, 0))),
        listing_requests=10, image_listing_requests=1, image_requests=20,
        idle_events=(26, 17_000), image_events=(12, 7_000), metrics=14,
    )


def test_the_page_is_what_the_command_counts():
    done = subprocess.run([sys.executable, COMMAND, "--check"], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr


def test_bills_an_idle_month_for_its_runs_only(costs, counts):
    month = costs.Month(costs.Account(0), counts, costs.Stack())
    assert month.amounts["transitions"] == 730 * 7
    assert month.amounts["invocations"] == 730 * 2
    # 512 MiB for a page and its start, 256 MiB for the report.
    assert month.amounts["gigabyte_seconds"] == pytest.approx(730 * (0.5 * 2.1 + 0.25 * 0.1))
    assert month.dollars("transitions") == pytest.approx(5110 * 0.025 / 1000)
    assert month.dollars("transitions", is_free_tier_ours=True) == pytest.approx(1110 * 0.025 / 1000)
    assert month.dollars("invocations", is_free_tier_ours=True) == 0


def test_bills_every_image_that_is_retired(costs, counts):
    stack = costs.Stack()
    idle = costs.Month(costs.Account(1, days=10**9), counts, stack)
    # 36,500 images of a year: 100 a day, 36,500 / 12 a month.
    month = costs.Month(costs.Account(36_500, days=365), counts, stack)
    retired = 36_500 / 12
    assert month.amounts["transitions"] - idle.amounts["transitions"] == pytest.approx(retired * 3, abs=0.01)
    assert month.amounts["invocations"] - idle.amounts["invocations"] == pytest.approx(retired * 2, abs=0.01)
    # 36 more pages a run, one more question an image, and the two workers of an image.
    seconds = 0.5 * (730 * 36 * 2.0 + retired * 0.25) + 0.25 * retired * (20 * 0.25 + 0.2)
    assert month.amounts["gigabyte_seconds"] - idle.amounts["gigabyte_seconds"] == pytest.approx(seconds, abs=0.01)
    assert month.total(False) > month.total(True) > idle.total(True)


def test_reads_what_stands_still_from_the_templates(costs):
    stack = costs.Stack()
    assert set(costs.STEPS) == set(stack.gigabytes)
    assert (stack.keys, stack.dashboards) == (1, 1)
    text = (REPOSITORY / "cloudformation" / "shelflife.yaml").read_text()
    assert stack.alarms == text.count("Type: AWS::CloudWatch::Alarm") > 5


@pytest.mark.parametrize("option, value", [("--images", "0"), ("--days", "-3"), ("--runs", "hourly")])
def test_refuses_nonsense(option, value):
    done = subprocess.run([sys.executable, COMMAND, f"{option}={value}"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert f'"{value}" is not a number from 1 on' in done.stderr
