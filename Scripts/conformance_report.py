#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes documentation/conformance.md from the JSON that the conformance runner leaves.

  python3 Scripts/conformance_report.py out.json > documentation/conformance.md
"""

import collections
import json
import re
import sys

# The first that matches the case's id and its first difference is the reason.
REASONS = [
    (r"encryptionConfiguration", "Recorded before AWS added `encryptionConfiguration` to its answers (all such recordings are of 2023 to June 2024; "
     "all since November 2024 have it, with every kind of definition). This service answers as AWS does today. "
     "The runner tolerates the member in strict comparison and then counts it in the comparison of member names."),
    (r"express.*Execution.Id|Content-Length", "The recording holds a literal of its own run (the state machine's name in place of the execution's, "
     "the length of an HTTP answer) that no other run can have."),
    (r"log group|deleted_log_group", "There is no CloudWatch Logs here that could know which log groups exist."),
    (r"Nothing here answers", "The recorded machine calls a function for which the case has no mock."),
    (r"states_variables.*events expected", "The recording lost ParallelStateFailed: the ids of the events around it show that it was there, and it is here."),
    (r"output: expected (\d+), got \1$", "The recording has a number where the API has its text; no answer in the service's model can match."),
    (r"map_timeout", "Several iterations time out in the same moment: AWS wrote all timeouts before it acted on the first, this engine acts on the first."),
    (r"test_state", "TestState: a stage or a message that differs from the recording."),
    (r"Map|map|parallel|Parallel", "Interleaving or details of concurrent branches."),
    (r"timeout", "Did not end within the time that the runner allows."),
]
OTHER = "Differs from the recording; the difference is the reason to look at it."


def reason(case):
    text = f"{case['id']} {case.get('diff') or ''}"
    return next((why for pattern, why in REASONS if re.search(pattern, text)), OTHER)


def main():
    results = json.load(open(sys.argv[1]))["results"]
    ran = [case for case in results if case["result"] == "run"]
    print("# Conformance\n")
    print("How `shelflife serve` compares to what the real Step Functions answered, case by case. Made by")
    print("`Scripts/conformance_report.py` from a run of the conformance runner; the floor that")
    print("`Tests/python/test_conformance.py` keeps is in `Tests/python/conformance/floor.json`.\n")
    print("| category | cases | strict | output | status |\n|---|---|---|---|---|")
    for name in [*sorted({case["category"] for case in ran}), None]:
        cases = [case for case in ran if name in (None, case["category"])]
        counts = [sum(bool(case[level]) for case in cases) for level in ("strict", "output", "status")]
        print(f"| {name or '**all**'} | {len(cases)} | {' | '.join(map(str, counts))} |")
    groups = collections.defaultdict(list)
    for case in ran:
        if not case["strict"]:
            groups[reason(case)].append(case)
    skipped = [case for case in results if case["result"] == "skip"]
    print("\n## Cases that do not pass, by reason\n")
    for why, cases in sorted(groups.items(), key=lambda item: -len(item[1])):
        print(f"### {why}\n")
        for case in cases:
            difference = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", " ".join(str(case["diff"]).split()))[:160].replace("|", "\\|")
            print(f"- `{case['id'][-90:]}`: {difference}")
        print()
    if skipped:
        print("### Skipped by the runner\n")
        for case in skipped:
            print(f"- `{case['id'][-90:]}`: {case['reason']}")


if __name__ == "__main__":
    main()
