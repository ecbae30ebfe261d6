# SPDX-License-Identifier: Apache-2.0
"""A plan's tables, page and document, as they were looked at; RECORD=1 writes them anew."""

import json
import os
import pathlib
import re

import pytest

from test_plan import ACCOUNT, policy  # noqa: F401

GOLDENS = pathlib.Path(__file__).with_name("goldens")


def without_remarks(text, name):
    """Which guards were not asked is no part of the looks, and neither is the digest over it."""
    if name.endswith(".html"):
        return re.sub(r'<li class="remark">.*?(?=<li |</ul>)', "", text)
    if name.endswith(".json"):
        document = json.loads(text)
        document["clock"].pop("digest")
        for image in document["images"]:
            image["findings"] = [f for f in image["findings"] if f["verdict"] != "remark"]
        return json.dumps(document, indent=2) + "\n"
    return text


@pytest.mark.parametrize(
    "name, options, environment",
    [
        ("plan.json", ["--output", "json"], {}),
        ("plan.html", ["--output", "html"], {}),
        ("plan-100.txt", [], {"COLUMNS": "100"}),
    ],
)
def test_a_plan_is_the_one_that_was_looked_at(shelflife, policy, name, options, environment):  # noqa: F811
    result = shelflife("plan", "expire-images", "--policy", policy, *ACCOUNT, *options, **environment)
    assert result.status == 0, result.stderr
    text = without_remarks(result.stdout, name)
    golden = GOLDENS / name
    if os.environ.get("RECORD"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text)
        pytest.fail(f"{name} was recorded: look at it, then run again without RECORD")
    assert text == golden.read_text()
