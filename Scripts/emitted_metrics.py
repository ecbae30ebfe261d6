# SPDX-License-Identifier: Apache-2.0
"""The metrics in what a worker prints: lines in CloudWatch's embedded metric format."""
import json
from typing import NamedTuple


class EmittedMetric(NamedTuple):
    namespace: str
    name: str
    dimensions: tuple  # of (name, value), in the order of the names


def emitted_metrics(output):
    """All metrics that CloudWatch would make of these lines."""
    found = set()
    for line in output.splitlines():
        record = json.loads(line)
        for directive in record.get("_aws", {}).get("CloudWatchMetrics", []):
            for names in directive["Dimensions"]:
                dimensions = tuple((name, record[name]) for name in sorted(names))
                for metric in directive["Metrics"]:
                    # CloudWatch drops a metric whose value is not beside it.
                    if isinstance(record.get(metric["Name"]), int):
                        found.add(EmittedMetric(directive["Namespace"], metric["Name"], dimensions))
    return found
