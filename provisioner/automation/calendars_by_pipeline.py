"""The calendars of a document: one for all of its pipelines, or one for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from provisioner.automation import calendars
from provisioner.automation.calendars_clock import Calendar
from provisioner.automation.modes import B2B, CENTRE, HYBRID, mode_of
from provisioner.model.document import place_of
from provisioner.model.findings import Finding
from provisioner.model.keys import Key

_OF_MODE: Mapping[str, str] = {CENTRE: "il_call_center", B2B: "il_office", HYBRID: "il_call_center"}
_PATH = ("automation", "calendar")


@dataclass(frozen=True, slots=True)
class Calendars:
    """``usual`` is the calendar of a document; ``own`` that of every pipeline, where they go by different ones."""

    usual: Calendar
    own: Mapping[Key, Calendar] = field(default_factory=dict)

    def of(self, pipeline: Key) -> Calendar:
        return self.own.get(pipeline, self.usual)


def read(document: Mapping[str, Any]) -> tuple[Calendars | None, tuple[Finding, ...]]:
    """The calendars of a document, and what is wrong with them; None where a finding is an error.

    ``automation.calendar`` is one calendar, or one for each pipeline by ``deals/name``. What is not written follows
    the mode, in a hybrid that of each pipeline. The usual calendar is the one that is written, or the first of them.
    """
    pipelines = [
        Key("pipeline", f"{of}/{name}") for of, named in document.get("pipelines", {}).items() for name in named
    ]
    specs = dict(_specs(document, pipelines))
    found: list[Finding] = []
    built: dict[Key | None, Calendar] = {}
    for key, (spec, path) in specs.items():
        calendar, findings = calendars.calendar(spec, place=place_of(document, path))
        found += findings
        if calendar is not None:
            built[key] = calendar
    if len(built) < len(specs):
        return None, tuple(dict.fromkeys(found))
    usual = built.pop(None, None) or next(iter(built.values()))
    several = any(each != usual for each in built.values())
    own = {key: each for key, each in built.items() if key} if several else {}
    return Calendars(usual, own), tuple(dict.fromkeys(found))


def by_pipeline(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The calendars as written for each pipeline, by ``deals/name``; nothing where one is written for all."""
    written = document.get("automation", {}).get("calendar")
    each = isinstance(written, Mapping) and any("/" in str(name) for name in written)
    return written if each and isinstance(written, Mapping) else {}


Spec = tuple[Any, tuple[str, ...]]
"""A calendar as written, and the path to where it stands."""


def _specs(document: Mapping[str, Any], pipelines: list[Key]) -> Iterator[tuple[Key | None, Spec]]:
    mode, written = str(document.get("mode")), document.get("automation", {}).get("calendar")
    named = by_pipeline(document)
    if written and not named:
        yield None, (written, _PATH)
    elif mode != HYBRID and not named:
        yield None, (_OF_MODE.get(mode, "il_office"), _PATH)
    else:
        for pipeline in pipelines:
            default = _OF_MODE[mode_of(mode, pipeline) if mode in _OF_MODE else B2B]
            given = pipeline.address in named
            path = (*_PATH, pipeline.address) if given else _PATH
            yield pipeline, (named[pipeline.address] if given else default, path)
        if not pipelines:
            yield None, (_OF_MODE.get(mode, "il_office"), _PATH)
