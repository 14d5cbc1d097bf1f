"""What the reader of figures must know beside them, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provisioner.kpi.context import CENTRE, Context
from provisioner.kpi.settings import GROWTH_PIPELINES
from provisioner.kpi.texts import Text, filled, said
from provisioner.measuring.scans import Ledger
from provisioner.measuring.surroundings import Surroundings
from provisioner.model.portal import Account

_MISSING = said(
    "The portal has no pipeline {key}; its records are not counted. Run `provisioner apply`, or pin its id.",
    "בפורטל אין פייפליין {key}, ולכן הרשומות שלו אינן נספרות. להריץ `provisioner apply` או לקבע את המזהה שלו.",
)
_UNREADABLE = said(
    "The portal's {what} cannot be read: {why}. What needs them has no figure.",
    "לא ניתן לקרוא את {what} בפורטל: {why}. למדדים שתלויים בהם אין נתון.",
)
_CHANGED = said(
    "{n:# record|# records} changed while {n:it was|they were} read; "
    "{n:it was read again and is|they were read again and are} counted once, as {n:it is|they are} now.",
    "{n:רשומה אחת השתנתה בזמן הקריאה; היא נקראה שוב ונספרת פעם אחת, כפי שהיא כעת."
    "|# רשומות השתנו בזמן הקריאה; הן נקראו שוב ונספרות פעם אחת, כפי שהן כעת.}",
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
    for key in surroundings.missing:
        yield filled(_MISSING, key=str(key))
    if account.time_zone and account.time_zone != context.period.zone.key:
        yield filled(_ZONE, zone=context.period.zone.key, account=account.time_zone)
    if context.period.start >= context.now:
        yield filled(_FUTURE, first=context.period.first.isoformat())
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
        yield filled(_UNREADABLE, what=what, why=why)
    if ledger.changed:
        yield filled(_CHANGED, n=ledger.changed)
