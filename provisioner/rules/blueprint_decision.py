"""Rules on the decision: which way of selling was chosen comes before anything is built, and is on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from provisioner.rules.blueprint_draft import Draft
from provisioner.rules.blueprint_rule import ERROR, WARNING, Rule, Said

UNDECIDED = "GATE001"
"""A warning for who only looks; ``plan`` and ``apply`` refuse the blueprint."""

_RECORD = 'run `provisioner advise`, then write decision: {made_on: "2026-11-01", by: ..., mode: ..., why: ...}'


_WRITTEN = date(2026, 11, 22)
"""The day on which this rule was written: a clock that shows an earlier one is wrong and is not believed."""

_EASTERNMOST = timedelta(hours=14)
"""The largest offset of a time zone: where the new day begins first, nobody is told that today is yet to come."""


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


def yet_to_come(draft: Draft) -> Iterator[Said]:
    made_on = str(draft.document.get("decision", {}).get("made_on", ""))
    if made_on > latest_day().isoformat():
        message = f"The decision was made on {made_on}, a day that has not come yet."
        yield Said(("decision", "made_on"), message, "write the day on which it was made", of_value=True)


def latest_day() -> date:
    """The latest day that it is anywhere on earth: no decision can have been made after it."""
    return max(_WRITTEN, (datetime.now(UTC) + _EASTERNMOST).date())


_ASKED = {"by": ("who made it", "write the person or the role"), "why": ("why", "write the reason in a sentence")}


def says_nothing(draft: Draft) -> Iterator[Said]:
    decision = draft.document.get("decision", {})
    for field, (what, fix) in _ASKED.items():
        if field in decision and not _speaks(decision[field]):
            yield Said(("decision", field), f"The decision does not say {what}: nothing can be read there.", fix, True)


def _speaks(text: Any) -> bool:
    """Whether a text has a letter or a digit, in one of its languages: blanks and dots tell nobody anything."""
    words = text.values() if isinstance(text, Mapping) else [text]
    return any(each.isalnum() for word in words for each in str(word))


RULES = (
    Rule(UNDECIDED, WARNING, "No decision for a way of selling is on record; plan and apply refuse.", undecided),
    Rule("GATE002", ERROR, "The recorded decision is for another way of selling.", for_another_mode),
    Rule("GATE003", ERROR, "The day of the decision does not exist.", no_such_day),
    Rule("GATE005", ERROR, "The day of the decision has not come yet.", yet_to_come),
    Rule("GATE006", ERROR, "The decision does not say who made it, or why.", says_nothing),
)
