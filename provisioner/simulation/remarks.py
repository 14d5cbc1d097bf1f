"""What a reader of a rehearsal should know beside the time line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

from provisioner.automation.calendars_windows import Lost

_SAID = {
    "too_early": {
        "en": "The rules count records from {day} on (go_live), and the rehearsal begins before that: they do nothing"
        " with what is older.",
        "he": "הכללים חלים על רשומות מ-{day} ואילך (go_live), וההדמיה מתחילה לפני כן: רשומות ישנות יותר לא יטופלו.",
    },
    "no_holidays": {
        "en": "Holidays are sent to HubSpot from {first} to {last} only; outside of that the workflows know the"
        " ordinary week.",
        "he": "החגים נשלחים אל HubSpot רק מ-{first} עד {last}; מחוץ לתקופה זו תהליכי העבודה מכירים רק שבוע רגיל.",
    },
    "other_hours": {
        "en": "The hours beside the days are those of {calendar}. These pipelines go by others: {names}.",
        "he": "השעות שליד הימים הן של {calendar}. פייפליינים אלה פועלים לפי שעות אחרות: {names}.",
    },
    "by_hand": {
        "en": "Not rehearsed, since HubSpot has no workflow for them and people do them by hand: {names}.",
        "he": "לא נכללו בהדמיה, כי אין להם תהליך עבודה ב-HubSpot והם נעשים ידנית: {names}.",
    },
    "made_up": {
        "en": "Only the real portal knows who is in these teams, so each has two people who do not exist: {names}.",
        "he": "רק הפורטל האמיתי יודע מי חבר בצוותים האלה, ולכן בכל אחד שני אנשים שאינם קיימים: {names}.",
    },
}


class Days(Protocol):
    """The part of a calendar that knows what HubSpot cannot be told."""

    def lost(self, first: date, last: date, /) -> Sequence[Lost]: ...


def said(name: str, language: str, **values: object) -> str:
    """One of the remarks."""
    return _SAID[name][language].format(**values)


def of_days(calendar: Days, first: date, last: date, language: str) -> Iterator[str]:
    """The days, both included, on which HubSpot's windows say something else than the calendar."""
    for each in calendar.lost(first, last + timedelta(days=1)):
        yield each.text(language)


def of_period(first: date, last: date, go_live: date, blocked_until: date, language: str) -> Iterator[str]:
    """What lies outside the time for which the rules are made."""
    if first < go_live:
        yield said("too_early", language, day=go_live)
    if first < go_live or last > blocked_until:
        yield said("no_holidays", language, first=go_live, last=blocked_until)


def of_hours(calendar: str, others: Mapping[str, str], language: str) -> Iterator[str]:
    """Pipelines that go by another calendar than the one shown; ``others`` gives each of them its name."""
    if others:
        named = ", ".join(f"{pipeline} ({name})" for pipeline, name in others.items())
        yield said("other_hours", language, calendar=calendar, names=named)


def of_names(name: str, names: Sequence[str], language: str) -> Iterator[str]:
    """A remark about names, where there are any."""
    if names:
        yield said(name, language, names=", ".join(names))
