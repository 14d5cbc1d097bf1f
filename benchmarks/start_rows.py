"""Rows about starting: ``--help``, ``--version``, and what they load."""

from __future__ import annotations

from bench import Bench, Row, missing
from pairs import Measured, in_turn, run

NEVER = "hubspot urllib3 requests ssl jsonschema deepdiff yaml rich starlette".split()
_LOADED = f"""
import sys
from provisioner import cli
cli.run(["--help"])
sys.exit("loaded: " + " ".join(found) if (found := [each for each in {NEVER} if each in sys.modules]) else 0)
"""


def rows(bench: Bench) -> list[Row]:
    programs = {"python": bench.python("pass"), "--help": bench.ours("--help"), "--version": bench.ours("--version")}
    programs |= bench.peers("terraform", "version", folder=bench.folder)
    programs |= bench.peers("hubspotctl", "--help", folder=bench.folder)
    measured = in_turn(programs, 2 * bench.rounds)
    return [*_of("--help", measured), *_of("--version", measured), _modules(bench)]


def _of(option: str, measured: Measured) -> list[Row]:
    found = []
    for other, called, budget in (
        ("python", "python -c pass", 5.0),
        ("terraform", "terraform version", 1.6),
        ("hubspotctl", "hubspotctl --help", 0.4),
    ):
        goal, limit = f"`{option}` against `{called}`", f"≤ {budget:g}"
        if measured.has(other):
            ratio = measured.ratio(option, other)
            found.append(Row(goal, str(ratio), limit, ratio.decides <= budget))
        else:
            found.append(missing(goal, limit, other))
    return found


def _modules(bench: Bench) -> Row:
    goal, budget = "modules loaded after `--help`", f"none of {', '.join(NEVER)}"
    try:
        run(bench.python(_LOADED))
    except RuntimeError as error:
        return Row(goal, str(error).rpartition("loaded: ")[2].strip(), budget, False)
    return Row(goal, "none of them", budget, True)
