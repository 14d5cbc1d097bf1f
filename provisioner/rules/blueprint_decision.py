"""Rules on the decision: which way of selling was chosen comes before anything is built, and is on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from provisioner.rules.blueprint_draft import Draft
from provisioner.rules.blueprint_rule import ERROR, WARNING, Rule, Said

UNDECIDED = "GATE001"
"""A warning for who only looks; ``plan`` and ``apply`` refuse the blueprint."""

_RECORD = 'run `provisioner advise`, then write decision: {made_on: "2026-11-01", by: ..., mode: ..., why: ...}'


def undecided(draft: Draft) -> Iterator[Said]:
    if "mode" in draft.whole and "blueprint" in draft.whole and "decision" not in draft.whole:
        message = "Nobody has recorded the decision for this way of selling; plan and apply refuse the blueprint."
        yield Said(("mode",), message, _RECORD)


def for_another_mode(draft: Draft) -> Iterator[Said]:
    chosen, mode = draft.document.get("decision", {}).get("mode"), draft.document.get("mode")
    if chosen is not None and mode is not None and chosen != mode:
        message = f"The decision is for {chosen}, and the blueprint is for {mode}."
        fix = f"take the blueprint of {chosen}, or run `provisioner advise` again and record what is decided now"
        yield Said(("decision", "mode"), message, fix, of_value=True)


def no_such_day(draft: Draft) -> Iterator[Said]:
    made_on = draft.document.get("decision", {}).get("made_on")
    if made_on is None:
        return
    try:
        date.fromisoformat(made_on)
    except ValueError:
        message = f"The decision was made on {made_on}, a day that does not exist."
        yield Said(("decision", "made_on"), message, "write the day, such as 2026-11-01", of_value=True)


RULES = (
    Rule(UNDECIDED, WARNING, "No decision for a way of selling is on record; plan and apply refuse.", undecided),
    Rule("GATE002", ERROR, "The recorded decision is for another way of selling.", for_another_mode),
    Rule("GATE003", ERROR, "The day of the decision does not exist.", no_such_day),
)
