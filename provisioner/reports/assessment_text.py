"""What an existing portal says, for a terminal: measured answers with their evidence, and its pipelines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provisioner.advice.questions import BY_NUMBER
from provisioner.advice.texts import TITLES
from provisioner.model.advice import Text
from provisioner.model.assessment import Assessment, Course, Difference, Evidence, Unmeasured
from provisioner.model.counts import Shown, shown
from provisioner.reports import bidi, phrases
from provisioner.reports.plan_text import Paint, plain

_WORDS: Mapping[str, Text] = {
    "portal": {
        "en": "Measured in {name} (portal {id}, {since} to {until}, {reads:# request|# requests})",
        "he": "נמדד ב-{name} (פורטל {id}; {reads:בקשה אחת|# בקשות}; מ-{since} עד {until})",
    },
    "hint": {"en": "only a hint", "he": "רמז בלבד"},
    "different": {
        "en": "Answered {given}, measured {measured}: the answer given counts.",
        "he": "התשובה שניתנה {given}, והמדידה {measured}: נספרת התשובה שניתנה.",
    },
    "unmeasured": {"en": "Not measured", "he": "לא נמדד"},
    "scopes": {"en": "Add one of these scopes to the key: {scopes}.", "he": "הוסיפו למפתח אחת מההרשאות: {scopes}."},
    "pipelines": {"en": "Its pipelines", "he": "הפייפליינים שלו"},
    "course": {
        "en": "{label} ({object_type}, id {id}): {records:# record|# records}, {open} open, "
        "{stages:# stage|# stages} before the end.",
        "he": "{label} ({object_type}, id {id}): {records:רשומה אחת|# רשומות}, {open} פתוחות, "
        "{stages:שלב אחד|# שלבים} לפני הסוף.",
    },
    "leads_course": {
        "en": "{label} ({object_type}, id {id}): {records:# record|# records}, {open} open, {stages:# stage|# stages}.",
        "he": "{label} ({object_type}, id {id}): {records:רשומה אחת|# רשומות}, {open} פתוחות, "
        "{stages:שלב אחד|# שלבים}.",
    },
    "unattended": {
        "en": "Of the open ones {no_owner} without an owner, {no_next_step} without a next step.",
        "he": "מהפתוחות: {no_owner} בלי בעלים, {no_next_step} בלי צעד הבא.",
    },
    "looks": {"en": "It looks like {mode}: {because}.", "he": "נראה כמו {mode}: {because}."},
    "unclear": {"en": "It looks like neither way of selling: {because}.", "he": "לא נראה כמו אף שיטה: {because}."},
    "few": {
        "en": "Won in twelve months: {won}, too few to say which way of selling it looks like.",
        "he": "נסגרו ב-12 חודשים: {won}, מעט מכדי לומר לאיזו שיטת מכירה הוא דומה.",
    },
    "remarks": {"en": "Before it is re-aimed", "he": "לפני שמכוונים מחדש"},
}
_UNKNOWN = "?"
"""In place of a count that the portal did not tell."""


def render(found: Assessment, language: str, *, paint: Paint = plain) -> str:
    """Evidence, what stays open and why, the pipelines, and the remarks."""
    parts = [
        "\n".join([_heading(found, language, paint), *_evidence(found, language)]),
        "\n".join(_unmeasured(found, language)),
        "\n".join(_courses(found, language)),
        "\n".join(_remarks(found, language)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def proposal(each: Evidence, language: str) -> str:
    """A measured answer with its evidence, as the interview shows it before it asks."""
    return "\n".join(bidi.paragraph(f"{_answer(each, language)}: {each.how[language]}", language, indent=4, hanging=4))


def _say(word: str, language: str, **filled: object) -> str:
    return _WORDS[word][language].format_map(shown(filled))


def _heading(found: Assessment, language: str, paint: Paint) -> str:
    told = _say(
        "portal",
        language,
        name=found.portal,
        id=found.account.portal_id,
        since=found.since.isoformat(),
        until=found.until.isoformat(),
        reads=found.reads,
    )
    return paint(bidi.line(told, language), "bold")


def _answer(each: Evidence, language: str) -> str:
    if not each.answer:
        return _WORDS["hint"][language]
    return f"{each.answer} ({BY_NUMBER[each.question].choices[each.answer][language]})"


def _evidence(found: Assessment, language: str) -> Iterator[str]:
    differing = {each.question: each for each in found.differences}
    for each in found.evidence:
        told = f"{each.question}. {_answer(each, language)}: {each.how[language]}"
        if each.question in differing:
            told += f" {_different(differing[each.question], language)}"
        yield from bidi.paragraph(told, language, indent=2, hanging=6)


def _different(each: Difference, language: str) -> str:
    return _say("different", language, given=each.given, measured=each.measured)


def _unmeasured(found: Assessment, language: str) -> Iterator[str]:
    if found.unmeasured:
        yield bidi.line(_WORDS["unmeasured"][language], language)
    for each in found.unmeasured:
        told = f"{each.question}. {each.why[language]}{_scopes(each, language)}"
        yield from bidi.paragraph(told, language, indent=2, hanging=6)


def _scopes(each: Unmeasured, language: str) -> str:
    return f" {_say('scopes', language, scopes=', '.join(each.scopes))}" if each.scopes else ""


def _courses(found: Assessment, language: str) -> Iterator[str]:
    if found.courses:
        yield bidi.line(_WORDS["pipelines"][language], language)
    for each in found.courses:
        yield from bidi.paragraph(" ".join(_course(each, language)), language, indent=2, hanging=4)


def _course(each: Course, language: str) -> Iterator[str]:
    counts = {
        "label": phrases.isolated(each.label),
        "object_type": each.object_type,
        "id": phrases.visible(each.id),
        "records": _number(each.records),
        "open": _number(each.open),
        "stages": each.stages,
    }
    yield _say("leads_course" if each.object_type == "leads" else "course", language, **counts)
    if each.open:
        no_owner, no_next = _number(each.no_owner), _number(each.no_next_step)
        yield _say("unattended", language, no_owner=no_owner, no_next_step=no_next)
    if each.because is not None:
        mode = TITLES[each.looks_like][language] if each.looks_like else ""
        yield _say("looks" if mode else "unclear", language, mode=mode, because=each.because[language])
    elif each.object_type == "deals" and each.records:
        yield _say("few", language, won=each.won)


def _number(value: int | None) -> str:
    return Shown(_UNKNOWN if value is None else value)


def _remarks(found: Assessment, language: str) -> Iterator[str]:
    if found.remarks:
        yield bidi.line(_WORDS["remarks"][language], language)
    for each in found.remarks:
        label = f"{phrases.isolated(each.label)}: " if each.label else ""
        yield from bidi.paragraph(f"- {label}{each.text[language]}", language, indent=2, hanging=4)
