"""What the reader of figures must know beside them, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provisioner.kpi.context import CENTRE, Context
from provisioner.kpi.settings import GROWTH_PIPELINES
from provisioner.kpi.texts import Text, filled, said
from provisioner.measuring import facts
from provisioner.measuring.scans import Ledger
from provisioner.measuring.surroundings import Surroundings
from provisioner.model.object_names import OBJECTS
from provisioner.model.portal import Account

_MISSING = said(
    "The portal has no pipeline {name} ({key}); its records are not counted. Run `provisioner apply`, or pin its id.",
    "בפורטל אין פייפליין {name} ({key}), ולכן הרשומות שלו אינן נספרות. להריץ `provisioner apply` או לקבע את המזהה שלו.",
)
_UNREADABLE = said(
    "The portal's {what} cannot be read: {why}. What cannot do without them has no figure.",
    "לא ניתן לקרוא בפורטל {what}: {why}. למדדים שאינם יכולים בלעדיהם אין נתון.",
)
_LINKED = said("{target} of {source}", "{target} של {source}")
_PAST = said("past values of {source}", "ערכי עבר של {source}")
_SCOPES = re.compile(r"[a-z_.-]+( or [a-z_.-]+)*")
_SCOPE = said("the token lacks the scope {scopes}", "לאסימון חסרה ההרשאה {scopes}")
_WHY: Mapping[str, Text] = {
    facts.NAMELESS: said(
        "the token lacks a scope that the portal does not name", "לאסימון חסרה הרשאה שהפורטל אינו מציין"
    ),
    facts.ABSENT: said(facts.ABSENT, "אין כאלה בפורטל"),
}
_CHANGED = said(
    "{n:# record|# records} changed while {n:it was|they were} read; "
    "{n:it was read again and is|they were read again and are} counted once, as {n:it is|they are} now.",
    "{n:רשומה אחת השתנתה בזמן הקריאה; היא נקראה שוב ונספרת פעם אחת, כפי שהיא כעת."
    "|# רשומות השתנו בזמן הקריאה; הן נקראו שוב ונספרות פעם אחת, כפי שהן כעת.}",
)
_LACKING = said(
    "The portal counts {n} more {what} than it gave. Records that were archived just now are still counted for some "
    "moments; if the next run says so again, read everything with --fresh.",
    "הפורטל סופר {n} {what} יותר ממה שמסר. רשומות שהועברו לארכיון ממש עכשיו עדיין נספרות לזמן קצר; אם גם ההרצה הבאה "
    "תאמר זאת, לקרוא הכול עם --fresh.",
)
_ZONE = said(
    "The days of this report are those of {zone}; the portal's own time zone is {account}.",
    "הימים בדוח הם לפי {zone}; אזור הזמן של הפורטל עצמו הוא {account}.",
)
_FUTURE = said(
    "The period begins on {first} and has not begun; only figures that look ahead or at the present are given.",
    "התקופה מתחילה ב-{first} וטרם החלה; מוצגים רק מדדים שצופים פני עתיד או את המצב כעת.",
)
_RUNNING = said(
    "The period is not over; its figures are those up to the moment of this report.",
    "התקופה טרם הסתיימה; הנתונים הם עד למועד הדוח.",
)
_NAMES = {
    "exchange_rates": said("exchange rates", "שערי המטבע"),
}
_RATES = said(
    "The targets name no rate for {codes}: where HubSpot has not converted an amount itself, the portal's present rate "
    "is used ({rates}).",
    "ביעדים אין שער עבור {codes}: סכום ש-HubSpot לא המירה בעצמה מומר לפי השער הנוכחי בפורטל ({rates}).",
)
_TEAM = said(
    "No owner of the portal is in a team named {name}.",
    "אין בפורטל בעלי רשומות בצוות בשם {name}.",
)
_GROWTH = said(
    "The targets name the growth pipeline {name}, which the portal does not have.",
    "היעדים מזכירים את פייפליין ההרחבה {name}, שאינו קיים בפורטל.",
)


def of(surroundings: Surroundings, context: Context, account: Account, ledger: Ledger) -> list[Text]:
    unreadable = {**context.unreadable, **ledger.unreadable}
    return [*_of_portal(surroundings, context, account), *_of_reading(unreadable, ledger)]


def _of_portal(surroundings: Surroundings, context: Context, account: Account) -> Iterator[Text]:
    for key, called in surroundings.missing.items():
        yield filled(_MISSING, name=called, key=str(key))
    if account.time_zone and account.time_zone != context.period.zone.key:
        yield filled(_ZONE, zone=context.period.zone.key, account=account.time_zone)
    if context.period.start >= context.now:
        first = context.period.first
        yield filled(_FUTURE, first=said(first.isoformat(), f"{first:%d/%m/%Y}"))
    elif not context.is_over:
        yield _RUNNING
    if used := surroundings.facts.rates:
        told = ", ".join(f"{code} {worth}" for code, worth in sorted(used.items()))
        yield filled(_RATES, codes=", ".join(sorted(used)), rates=told)
    teams = {team for owner in context.owners.values() for team in owner.teams}
    for team in context.settings.teams:
        if team.name not in teams and "owners" not in context.unreadable:
            yield filled(_TEAM, name=team.name)
    there = {line.id for line in context.pipelines}
    if context.mode != CENTRE:
        # The usual one is named by nobody, so nobody misses it.
        for name in set(context.settings.growth_pipelines) - there - set(GROWTH_PIPELINES):
            yield filled(_GROWTH, name=name)


def _of_reading(unreadable: Mapping[str, str], ledger: Ledger) -> Iterator[Text]:
    for what, why in sorted(unreadable.items()):
        yield filled(_UNREADABLE, what=_what(what), why=_why(why))
    for what, n in sorted(ledger.lacking.items()):
        yield filled(_LACKING, n=n, what=_what(what))
    if ledger.changed:
        yield filled(_CHANGED, n=ledger.changed)


def _what(what: str) -> Text:
    """Records, their associations (``deals/contacts``) or their past values (``deals#history``) in words."""
    source, slash, target = what.partition("/")
    source, history, _ = source.partition("#")
    if history:
        return filled(_PAST, source=_records(source))
    return filled(_LINKED, source=_records(source), target=_records(target)) if slash else _records(source)


def _records(name: str) -> Text:
    return OBJECTS.get(name) or _NAMES.get(name) or said(name, name)


def _why(why: str) -> Text:
    """What HubSpot itself says stays as it says it."""
    if why in _WHY:
        return _WHY[why]
    if _SCOPES.fullmatch(why):
        return filled(_SCOPE, scopes=said(why, why.replace(" or ", " או ")))
    return said(why, why)
