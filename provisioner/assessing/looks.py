"""Which way of selling a pipeline looks like, and what to think of before it is re-aimed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from provisioner.advice.texts import TITLES
from provisioner.assessing import texts
from provisioner.assessing.answering import LEAST_DEALS
from provisioner.assessing.facts import Lane
from provisioner.model.advice import Text
from provisioner.model.assessment import Course, Remark

CENTRE, B2B = "call_center", "b2b"

_FAST, _SLOW = 7, 42
"""Days to won, as the answers to question 3 part them."""
_FEW, _MANY = 4, 6
"""Stages before the end. The ready-made blueprints have 3 for a call centre and 7 for B2B."""
_TOO_FEW = 3
"""Stages with which a slow pipeline shows too little. The ready-made one of account growth has 4."""
_FIT = {CENTRE: 3, B2B: 7}
_SPOKEN = 2
"""Points from which on a pipeline looks like a mode; its pace alone suffices, everything else does not."""


def course(lane: Lane) -> Course:
    """A pipeline with what its won deals say, where there are enough of them."""
    days = [each.days for each in lane.won if each.days is not None]
    people = [each.people for each in lane.won if each.people]
    cycle = round(float(median(days)), 2) if len(days) >= LEAST_DEALS else None
    on_it = float(median(people)) if len(people) >= LEAST_DEALS else None
    looks, because = _looks(lane.stages, cycle, on_it)
    return Course(
        lane.object_type,
        lane.id,
        lane.label,
        lane.stages,
        lane.records,
        lane.open,
        lane.no_owner,
        lane.no_next_step,
        lane.total,
        cycle,
        on_it,
        looks,
        because,
    )


def _looks(stages: int, cycle: float | None, people: float | None) -> tuple[str, Text | None]:
    """The mode and the reason. Without a measured pace, stages and people alone say too little."""
    if cycle is None:
        return "", None
    points = 2 if cycle <= _FAST else -2 if cycle > _SLOW else 0
    points += 1 if stages <= _FEW else -1 if stages >= _MANY else 0
    signs = [texts.put_in(texts.SIGNS["fast"], value=cycle), texts.put_in(texts.SIGNS["few_stages"], value=stages)]
    if people is not None:
        points += 1 if people <= 1 else -1 if people >= 3 else 0
        signs.append(texts.put_in(texts.SIGNS["people"], value=people))
    because = {language: ", ".join(sign[language] for sign in signs) for language in ("en", "he")}
    return CENTRE if points >= _SPOKEN else B2B if points <= -_SPOKEN else "", because


def remarks(courses: Sequence[Course], unread: int, mode: str) -> Iterator[Remark]:
    """What stands out, for each pipeline and for all together. ``mode`` is the advised one."""
    deals = [each for each in courses if each.object_type == "deals"]
    if deals and not any(each.records for each in deals):
        yield Remark(texts.REMARKS["empty"])
    for each in courses:
        for text in (*_shape(each), *_other(each, mode), *_unattended(each)):
            yield Remark(text, each.object_type, each.id, each.label)
    if {CENTRE, B2B} <= {each.looks_like for each in deals}:
        yield Remark(texts.REMARKS["both_modes"])
    if unread:
        yield Remark(texts.put_in(texts.REMARKS["unread"], n=unread))


def _shape(each: Course) -> Iterator[Text]:
    if each.cycle is None:
        return
    seen = {"days": each.cycle, "stages": each.stages}
    if each.cycle <= _FAST and each.stages >= _MANY:
        yield texts.put_in(texts.REMARKS["long_for_fast"], fit=_FIT[CENTRE], **seen)
    if each.cycle > _SLOW and each.stages <= _TOO_FEW:
        yield texts.put_in(texts.REMARKS["short_for_slow"], fit=_FIT[B2B], **seen)


def _other(each: Course, mode: str) -> Iterator[Text]:
    if each.looks_like and mode in (CENTRE, B2B) and each.looks_like != mode:
        yield texts.put_in(texts.REMARKS["other_mode"], looks=TITLES[each.looks_like], advised=TITLES[mode])


def _unattended(each: Course) -> Iterator[Text]:
    for name, count in (("no_owner", each.no_owner), ("no_next_step", each.no_next_step)):
        if count:
            yield texts.put_in(texts.REMARKS[name], n=count, open=each.open)
