"""Rows about the comparison alone, in process: time, growth, and that DeepDiff stays out of it."""

from __future__ import annotations

import json
import math
import subprocess
from typing import Any

from bench import Bench, Row

BUDGETS = {1_000: 5.0, 10_000: 50.0}
"""Milliseconds, the one budget that is no ratio."""


def rows(bench: Bench) -> list[Row]:
    told = {size: _compare(bench, size) for size in BUDGETS}
    # The same work eleven times in one process: whatever is more than the least was done by somebody else.
    times = {size: min(each["seconds"]) * 1_000 for size, each in told.items()}
    exponent = math.log10(times[10_000] / times[1_000])
    loaded = any(each["deepdiff"] for each in told.values())
    return [
        *(
            Row(
                f"comparing {size:,} equal resources, in process",
                f"{times[size]:.1f} ms CPU, best of 11",
                f"≤ {limit:g} ms",
                times[size] <= limit,
            )
            for size, limit in BUDGETS.items()
        ),
        Row("comparing 1,000 to 10,000: exponent", f"{exponent:.2f}", "≤ 1.1", exponent <= 1.1),
        Row("comparing equal resources: DeepDiff", "loaded" if loaded else "not loaded", "not loaded", not loaded),
    ]


def _compare(bench: Bench, size: int) -> Any:
    arguments = bench.script("comparing.py", str(bench.inputs(size)))
    done = subprocess.run(  # noqa: S603 - our own script
        arguments, check=True, capture_output=True, text=True, env=bench.installed.variables
    )
    return json.loads(done.stdout)
