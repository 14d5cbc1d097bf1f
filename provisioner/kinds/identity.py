"""Which live thing bears which key, where the portal numbers things itself: a known id, then a text that we gave it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provisioner.model.blueprint import LANGUAGES, text
from provisioner.model.keys import Key
from provisioner.model.labels import folded
from provisioner.model.resource import Resource
from provisioner.model.state import Known

SIDES = " ⇄ "
"""Between two texts that are one field, of which the first is the one that is looked for."""


@dataclass(frozen=True, slots=True)
class Match:
    """A live thing under its key. ``by_text``: nothing but its name told that it is ours. ``twins`` are the ids of all
    that bear the name, where that is more than one."""

    key: Key
    by_text: bool = False
    twins: tuple[str, ...] = ()


def texts(value: Any, language: str) -> tuple[str, ...]:
    """What a text of the blueprint reads in a portal, that of the label language first: a portal whose language changes
    still shows one of the others."""
    every = (text(value, each) for each in (language, *LANGUAGES))
    return tuple(dict.fromkeys(each for each in every if each))


def matches(keys: Sequence[Key], live: Mapping[str, str], known: Known) -> dict[str, Match]:
    """By live id. ``live`` is the text by id. The id pinned or remembered for this portal decides; where it knows none,
    the text wanted now, then the same text in another language. A retirement may also name the id or the text."""
    found: dict[str, Match] = {}
    for key in keys:
        if (id_ := known.ids.get(key)) in live and id_ is not None and id_ not in found:
            found[id_] = Match(key)
    held = {match.key for match in found.values()}
    for key in keys:
        free = {id_: each for id_, each in live.items() if id_ not in found}
        if key not in held and (bearers := _bearers(key, free, known.desired.get(key))):
            twins = tuple(bearers) if len(bearers) > 1 else ()
            found[bearers[0]] = Match(key, by_text=True, twins=twins)
    return found


def _bearers(key: Key, live: Mapping[str, str], wanted: Resource | None) -> list[str]:
    """The ids of those that bear the best of the texts under which the thing may stand there."""
    if wanted is None:
        return [key.name] if key.name in live else bearing((key.name,), live)
    shown = str(wanted.spec.get("label") or wanted.spec.get("name") or "").partition(SIDES)[0]
    return bearing(wanted.facts.get("texts") or ([shown] if shown else []), live)


def bearing(spoken: Iterable[str], live: Mapping[str, str]) -> list[str]:
    """The ids of all that bear the first of these texts that anything bears."""
    for each in spoken:
        if found := [id_ for id_, shown in live.items() if folded(shown) == folded(each)]:
            return found
    return []
