# SPDX-License-Identifier: Apache-2.0
"""Which of several runs of a benchmark counts."""


def median_run(rows):
    """The run of median wall time, with all its other numbers."""
    return sorted(rows, key=lambda row: row["seconds"])[len(rows) // 2]
