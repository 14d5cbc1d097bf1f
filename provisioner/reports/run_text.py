"""A run for a terminal: how every change ended."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from provisioner.model.plan import Action
from provisioner.model.run import Outcome, Result, Run
from provisioner.reports import phrases
from provisioner.reports.plan_text import WIDTH, Paint, plain

_COLOURS = {Result.DONE: "green", Result.FAILED: "red", Result.SKIPPED: "yellow", Result.NOT_STARTED: "yellow"}
_PAST = {
    Action.CREATE: "created",
    Action.UPDATE: "updated",
    Action.RESTORE: "restored",
    Action.ARCHIVE: "archived",
}


def render(run: Run, *, again: str, paint: Paint = plain) -> str:
    """``again`` is the command that makes a fresh plan and goes on."""
    rows = [f"Run on {run.portal.name} (portal {run.portal.id}), plan {run.fingerprint}"]
    rows += [f"  {line}" for line in _done(run)]
    for result in (Result.FAILED, Result.SKIPPED, Result.NOT_STARTED):
        for outcome in run.outcomes:
            if outcome.result is result:
                rows += _row(outcome, paint)
    for outcome in run.outcomes:
        if outcome.result is Result.DONE and outcome.detail:
            rows += _row(outcome, paint)
    rows += ["", _verdict(run, paint)]
    if not run.complete:
        rows += ["A plan is always made fresh, so run it again:", f"  {again}"]
    return "\n".join(rows) + "\n"


def _done(run: Run) -> Iterator[str]:
    counts: dict[tuple[str, str, str], int] = {}
    for outcome in run.outcomes:
        if outcome.result is Result.DONE:
            key = outcome.change.key
            of = f" of {key.object_type}" if "/" in key.address else ""
            bundle = (_PAST[outcome.change.action], phrases.noun(key), of)
            counts[bundle] = counts.get(bundle, 0) + 1
    for (word, noun, of), number in sorted(counts.items()):
        yield f"{word:<8} {phrases.counted(number, noun)}{of}"


def _row(outcome: Outcome, paint: Paint) -> list[str]:
    label = f"{outcome.result.value:<11}"
    key = outcome.change.key
    text = f"{label} {outcome.change.action.value} {phrases.noun(key)} {key.address}"
    text += f": {phrases.isolated(outcome.detail)}" if outcome.detail else ""
    wrapped = textwrap.wrap(
        phrases.visible(text),
        WIDTH,
        initial_indent="  ",
        subsequent_indent=" " * 6,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [wrapped[0].replace(label, paint(label, _COLOURS[outcome.result]), 1), *wrapped[1:]]


def _verdict(run: Run, paint: Paint) -> str:
    counts = [f"{run.count(result)} {result.value}" for result in Result if run.count(result) or result is Result.DONE]
    head = "Interrupted" if run.interrupted else "Applied" if run.complete else "Not all applied"
    return paint(f"{head}: {', '.join(counts)}.", "green" if run.complete else "red")
