"""The performance budgets against this machine: ``python benchmarks/run.py [--quick] [--only NAME]`` prints a table."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import apply_rows
import compare_rows
import plan_rows
import start_rows
import validate_rows
from bench import Bench, Row

TABLE: Mapping[str, Callable[[Bench], list[Row]]] = {
    "start": start_rows.rows,
    "validate": validate_rows.rows,
    "compare": compare_rows.rows,
    "plan": plan_rows.rows,
    "apply": apply_rows.rows,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description="The performance budgets, measured on this machine.")
    parser.add_argument("--quick", action="store_true", help="few rounds, and nothing of 10,000: only a first look")
    parser.add_argument("--only", choices=tuple(TABLE), action="append", help="one part; may be repeated")
    options = parser.parse_args(arguments)
    missed = False
    _write("| goal | measured | budget | met |\n| --- | --- | --- | --- |\n")
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        bench = Bench.start(Path(folder), quick=options.quick)
        for name in options.only or TABLE:
            for row in TABLE[name](bench):
                missed = missed or row.met is False
                _write(f"| {row.goal} | {row.measured} | {row.budget} | {_met(row)} |\n")
    return 1 if missed else 0


def _met(row: Row) -> str:
    return {True: "yes", False: "**no**", None: "–"}[row.met]


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
