"""Spacing of reminders: a record gets one within so many days, whichever rule it comes from.

Rules that keep the same stamp share the limit. A rule that finds a fresh stamp waits until it is old enough, and looks
again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provisioner.automation import amounts
from provisioner.automation.conditions import AnyOf, Before, Unknown
from provisioner.automation.parameters import Parameter, Shape
from provisioner.automation.steps import Branch, Choose, Now, Set, Steps, WaitUntil
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Words

SPACING = Parameter(
    "spacing",
    Shape.SPAN,
    "At least so long since the last reminder of any rule with the same stamp.",
    least="1d",
    most="90d",
)
STAMP = Parameter(
    "stamp_property", Shape.PROPERTY, "Takes the moment of each reminder.", "b2b_last_reminder_at", only_with="spacing"
)
LOOKS = 3
"""How often a rule looks for a free place: two other reminders may come first."""
_FREE, _TAKEN = "Still so, and no reminder lately", "Not now"


def spaced(given: Mapping[str, Any], who: AnyOf, remind: Steps) -> Steps:
    """The steps of a reminder for records that meet ``who``; as they are where the rule has no ``spacing``."""
    if "spacing" not in given:
        return remind
    stamp = given["stamp_property"]
    free = (Unknown(stamp), Before(stamp, pieces.ago(given["spacing"])))
    branch = Branch(_FREE, tuple((*each, one) for each in who for one in free), (Set(stamp, Now()), *remind))
    # HubSpot's filter asks for more than the span, so the wait is a little longer. Without a stamp it is none.
    wait = WaitUntil(stamp, -(amounts.amount(given["spacing"]).minutes + _MARGIN))
    return _looks(branch, wait, LOOKS)


_MARGIN = 5


def _looks(branch: Branch, wait: WaitUntil, left: int) -> Steps:
    later = (wait, *_looks(branch, wait, left - 1)) if left > 1 else ()
    return (Choose((branch,), later, _TAKEN),)


def unspaced(steps: Steps) -> tuple[dict[str, Any], Steps]:
    """The parameters of a spacing, and the steps without it; nothing, and the steps, where there is none."""
    match steps:
        case (Choose((Branch(when=(_, (*_, Before(name) as old), *_), then=(Set(stamp, Now()), *remind)),)),):
            if name == stamp:
                return {"spacing": pieces.span_of(old), "stamp_property": stamp}, tuple(remind)
    return {}, steps


def said(given: Mapping[str, Any]) -> Words:
    """What a sentence adds; empty where the rule has no ``spacing``."""
    if "spacing" not in given:
        return {"en": "", "he": ""}
    within = amounts.words(given["spacing"])
    return {
        "en": f" No reminder comes within {within['en']} of another one about the same deal.",
        "he": f" תזכורת אינה נשלחת בתוך {within['he']} מתזכורת אחרת על אותה עסקה.",
    }
