"""Rows about ``validate``: 10, 1,000 and 10,000 properties, how the time grows, and what errors cost."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

from bench import Bench, Row, missing
from pairs import Measured, Program, in_turn


@dataclass(frozen=True, slots=True)
class Budgets:
    """Ratios to each peer; 0 where there is no budget."""

    terraform: float = 0.0
    terraform_peak: float = 0.0
    octodns: float = 0.0


SIZES = {10: Budgets(1.8, 0.0, 0.5), 1_000: Budgets(0.6, 0.35), 10_000: Budgets(0.4)}


def rows(bench: Bench) -> list[Row]:
    sizes = [size for size in SIZES if size < 10_000 or not bench.quick]
    found = []
    for size in sizes:
        measured = in_turn(_programs(bench, size), bench.rounds)
        found += _against_peers(size, measured)
    if not bench.quick:
        found.append(_growth(bench))
    return [*found, _with_errors(bench)]


def validating(bench: Bench, size: int, file: str = "blueprint.yaml", code: int = 0) -> Program:
    arguments = (bench.installed.provisioner, "validate", str(bench.inputs(size) / file))
    return bench.program(arguments, bench.folder, code=code)


def _programs(bench: Bench, size: int) -> dict[str, Program]:
    folder = bench.inputs(size)
    programs = {"ours": validating(bench, size)}
    programs |= bench.peers("terraform", "validate", folder=folder / "terraform")
    if SIZES[size].octodns:
        programs |= bench.peers("octodns-validate", "--config-file", "octodns.yaml", folder=folder)
    return programs


def _against_peers(size: int, measured: Measured) -> list[Row]:
    budgets, found = SIZES[size], []
    for peer, called, budget in (
        ("terraform", "terraform validate", budgets.terraform),
        ("octodns-validate", "octodns-validate", budgets.octodns),
    ):
        if budget:
            goal, limit = f"`validate` {size:,} against `{called}`", f"≤ {budget:g}"
            if measured.has(peer):
                ratio = measured.ratio("ours", peer)
                found.append(Row(goal, str(ratio), limit, ratio.decides <= budget))
            else:
                found.append(missing(goal, limit, peer))
    if budgets.terraform_peak:
        goal, limit = f"`validate` {size:,}, peak memory against terraform's", f"≤ {budgets.terraform_peak:g}"
        if measured.has("terraform"):
            peaks = measured.peaks("ours", "terraform")
            found.append(Row(goal, f"{peaks:.2f}", limit, peaks <= budgets.terraform_peak))
        else:
            found.append(missing(goal, limit, "terraform"))
    return found


def _growth(bench: Bench) -> Row:
    """The exponent of what comes on top of starting, in processor time: the start would flatter it."""
    programs = {"start": bench.ours("--version")}
    programs |= {str(size): validating(bench, size) for size in (1_000, 10_000)}
    samples = in_turn(programs, bench.plan_rounds).samples
    exponents = [
        math.log10((large.processor - start.processor) / (small.processor - start.processor))
        for start, small, large in zip(samples["start"], samples["1000"], samples["10000"], strict=True)
    ]
    exponent = statistics.median(exponents)
    goal = "`validate` 1,000 to 10,000: exponent of the processor time beyond the start"
    return Row(goal, f"{exponent:.2f}", "≤ 1.1", exponent <= 1.1)


def _with_errors(bench: Bench) -> Row:
    programs = {
        "valid": validating(bench, 1_000),
        "ill": validating(bench, 1_000, "ill.yaml", code=3),
        "import": bench.python("import jsonschema"),
        "python": bench.python("pass"),
    }
    samples = in_turn(programs, bench.rounds).samples
    rounds = zip(*(samples[name] for name in programs), strict=True)
    times = statistics.median(
        (ill.processor - (library.processor - bare.processor)) / valid.processor for valid, ill, library, bare in rounds
    )
    goal = "`validate` 1,000 with 1% bad, less the import of jsonschema, against all valid"
    return Row(goal, f"{times:.2f} CPU", "≤ 1.3", times <= 1.3)
