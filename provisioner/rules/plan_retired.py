"""Retirements that find nothing: gone already, never there, or misspelt."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence

from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key
from provisioner.model.resource import Resource, Retirement

ABSENT = "PLAN025"
_ALIKE = 0.8

_CALLED: Mapping[str, str] = {
    "team": "a team goes by its name in HubSpot, not by the blueprint's word for it",
    "list": "a renamed list is found by its number: pin it under `ids:` of the portal",
    "association_label": "a reworded label is found by its number: pin it under `ids:` of the portal",
}


def absent(
    retirements: Sequence[Retirement], live: Mapping[Key, Resource], desired: Collection[Key]
) -> Iterator[Finding]:
    """A remark on each retirement of which the portal has nothing; a warning where something is called much like it."""
    retired = {each.key for each in retirements}
    for each in retirements:
        if each.key in live:
            continue
        message = f"{each.key}: the portal has no such thing, so nothing is retired"
        if near := _near(each.key, [key for key in live if key not in desired and key not in retired]):
            yield Finding(ABSENT, Severity.WARNING, message, each.place, each.key, f"did you mean {near}?")
        else:
            fix = _CALLED.get(each.key.kind, "check the name")
            yield Finding(ABSENT, Severity.INFO, message, each.place, each.key, f"if it has not gone already, {fix}")


def _near(key: Key, candidates: Sequence[Key]) -> str:
    """The name of what somebody may have meant: of the same kind, and of the same object or pipeline."""
    around = key.address[: len(key.address) - len(key.name)]
    names = [each.name for each in candidates if each.kind == key.kind and each.address == around + each.name]
    return next(iter(difflib.get_close_matches(key.name, names, 1, _ALIKE)), "")
