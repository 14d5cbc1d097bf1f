"""An existing portal assessed: what can be measured of the twelve questions, and how its pipelines go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from provisioner.assessing import answering, looks, reading
from provisioner.assessing.facts import Facts
from provisioner.model.advice import Answers, Limits
from provisioner.model.assessment import Assessment, Difference, Evidence, Unmeasured
from provisioner.model.portal import Account, Reader

__all__ = ["assess", "made_of", "merged", "with_advice"]


def assess(portal: Reader, name: str, account: Account, now: datetime, *, threads: int) -> Assessment:
    """Read a portal and say what its records answer. ``now`` ends every period that is looked at."""
    return made_of(name, reading.read(portal, account, now, threads=threads))


def made_of(name: str, facts: Facts) -> Assessment:
    """What the facts of a portal answer; nothing is read."""
    courses = tuple(map(looks.course, facts.lanes))
    found = list(answering.answered(facts, courses))
    return Assessment(
        name,
        facts.account,
        (facts.now - timedelta(days=365)).date(),
        facts.now.date(),
        answering.limits(facts),
        facts.labels,
        tuple(each for each in found if isinstance(each, Evidence)),
        tuple(each for each in found if isinstance(each, Unmeasured)),
        courses,
        unread=facts.unread,
    )


def merged(given: Answers, assessment: Assessment) -> tuple[Answers, tuple[Difference, ...]]:
    """The given answers, those left open filled from what was measured, and where the two differ."""
    letters = {each.question: each.answer for each in assessment.evidence}
    differing = [
        Difference(number, answer, letters[number])
        for number, answer in sorted(given.given.items())
        if letters.get(number) and letters[number] != answer
    ]
    limits = _filled(given.limits, assessment.limits)
    if 12 not in given.given and (told := _contrary(given.limits, assessment.limits)):
        differing.append(Difference(12, *told))
    return Answers({**assessment.answers, **given.given}, limits), tuple(differing)


def _filled(given: Limits, measured: Limits) -> Limits:
    return Limits(
        measured.leads_object if given.leads_object is None else given.leads_object,
        measured.pipelines_free if given.pipelines_free is None else given.pipelines_free,
        given.tier,
    )


def _contrary(given: Limits, measured: Limits) -> tuple[str, str] | None:
    """The facts behind question 12 that were given otherwise than measured, as the two sides say them."""
    sides = [
        (f"{name}: {_word(mine)}", f"{name}: {_word(theirs)}")
        for name, mine, theirs in (
            ("leads_object", given.leads_object, measured.leads_object),
            ("pipelines_free", given.pipelines_free, measured.pipelines_free),
        )
        if mine is not None and theirs is not None and mine != theirs
    ]
    return (", ".join(mine for mine, _ in sides), ", ".join(theirs for _, theirs in sides)) if sides else None


def _word(value: bool | int | None) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def with_advice(assessment: Assessment, mode: str) -> Assessment:
    """The assessment with what the advised mode means for the pipelines that are there."""
    return replace(assessment, remarks=tuple(looks.remarks(assessment.courses, assessment.unread, mode)))
