"""What the time line says, in English and Hebrew. Hebrew words for people are neutral or infinitive."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

_SAID: Mapping[str, Mapping[str, str]] = {
    "born": {"en": "{object} is created in {stage}", "he": "{object}: יצירה בשלב {stage}"},
    "born_bare": {"en": "{object} is created", "he": "{object}: יצירה"},
    "born_more": {"en": ", with {values}", "he": ", עם {values}"},
    "changed": {"en": "is changed: {values}", "he": "שינוי: {values}"},
    "switched_on": {"en": "the rule is switched on", "he": "הכלל הופעל"},
    "switched_off": {"en": "the rule is switched off", "he": "הכלל כובה"},
    "alert": {"en": "alert to {who}: {subject}", "he": "התראה אל {who}: {subject}"},
    "task": {"en": "task for {who}: {subject}, due {due}", "he": "משימה עבור {who}: {subject}, לביצוע עד {due}"},
    "move": {"en": "moved to {stage}", "he": "מעבר לשלב {stage}"},
    "stamp": {"en": "{property} set to {value}", "he": "{property}: {value}"},
    "assign": {"en": "assigned to {who}", "he": "הקצאה אל {who}"},
    "reassign": {"en": "passed from {before} to {who}", "he": "העברה מ-{before} אל {who}"},
    "keep": {"en": "stays with {who}", "he": "הבעלים נשאר {who}"},
    "same": {"en": "stays with {who}, whose turn it is", "he": "הבעלים נשאר {who}, שתורו הגיע"},
    "create": {"en": "{object} {name} is created", "he": "{object} {name}: יצירה"},
    "hold": {"en": "held until {until}", "he": "ממתין עד {until}"},
    "skip": {"en": "skipped, since the rule is switched off", "he": "דילוג: הכלל כבוי"},
    "told": {"en": "{what}", "he": "{what}"},
    "nobody": {"en": "nobody", "he": "אף אחד"},
    "empty": {"en": "nothing", "he": "ריק"},
    "period": {"en": "{start} to {end}", "he": "{start} עד {end}"},
    "stage": {"en": "stage", "he": "שלב"},
    "owner": {"en": "owner", "he": "בעלים"},
}
_OBJECTS: Mapping[str, Mapping[str, str]] = {
    "leads": {"en": "lead", "he": "ליד"},
    "deals": {"en": "deal", "he": "עסקה"},
    "contacts": {"en": "contact", "he": "איש קשר"},
    "companies": {"en": "company", "he": "חברה"},
    "tickets": {"en": "ticket", "he": "פנייה"},
    "tasks": {"en": "task", "he": "משימה"},
}
_DAYS: Mapping[str, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "he": ("יום ב׳", "יום ג׳", "יום ד׳", "יום ה׳", "יום ו׳", "שבת", "יום א׳"),
}


def said(name: str, language: str) -> str:
    """One of the sentences above, with its places in braces."""
    return _SAID[name][language]


def noun(object_type: str, language: str) -> str:
    """One record of an object type."""
    return _OBJECTS.get(object_type, {}).get(language, object_type)


def weekday(day: datetime.date, language: str) -> str:
    """The day of the week."""
    return _DAYS[language][day.weekday()]


def date(day: datetime.date, language: str) -> str:
    """``Thu 2026-11-19``, and in Hebrew ``יום ה׳ 19/11/2026``."""
    name = weekday(day, language)
    return f"{name[:3] if language == 'en' else name} {plain(day, language)}"


def plain(day: datetime.date, language: str) -> str:
    """The day alone: ``2026-11-19``, and in Hebrew ``19/11/2026``."""
    return f"{day:%Y-%m-%d}" if language == "en" else f"{day:%d/%m/%Y}"


def dated(moment: datetime.datetime, language: str) -> str:
    """``Thu 2026-11-19 17:03``."""
    return f"{date(moment.date(), language)} {moment:%H:%M}"


def clock(moment: datetime.datetime, near: datetime.datetime, language: str) -> str:
    """``17:03``, with the date when it is another day than ``near``."""
    return f"{moment:%H:%M}" if moment.date() == near.date() else dated(moment, language)
