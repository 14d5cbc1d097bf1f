"""From facts to answers: what each measurable question gets, by the thresholds of the questions, or why nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from statistics import mean, median

from provisioner.advice.questions import LIMITS
from provisioner.assessing import texts
from provisioner.assessing.facts import Closed, Facts, Team, Won
from provisioner.automation import calendars
from provisioner.model.advice import Limits, Text
from provisioner.model.assessment import Course, Evidence, Unmeasured

LEAST_RECORDS, LEAST_DEALS = 10, 5
"""What a measurement must stand on; below it, a question stays open. As for the KPIs."""

_ENQUIRIES = ((20, "a"), (8, "b"), (2, "c"))
_CAMPAIGNS = ((0.8, "a"), (0.5, "b"), (0.2, "c"))
_DAYS = ((1, "a"), (7, "b"), (42, "c"))
_PEOPLE = ((1, "a"), (2, "b"), (4, "c"))
_SHARE = ((2, "a"), (10, "b"), (40, "c"))
_TEAM = ((15, "a"), (7, "b"), (3, "c"))
_TURNOVER = 30
_DAYS_IN_MONTH = 365 / 12

Found = Evidence | Unmeasured


def answered(facts: Facts, courses: Sequence[Course]) -> Iterator[Found]:
    """Question by question: evidence, or why there is none."""
    yield _enquiries(facts)
    yield _sources(facts)
    yield _cycle(facts)
    yield _people(facts)
    yield from (Unmeasured(number, texts.WHY[f"q{number}"]) for number in (5, 6, 7))
    yield _share(facts)
    yield _team(facts)
    yield Unmeasured(10, texts.WHY["q10"])
    yield _split(courses)
    yield _limits(facts)


def limits(facts: Facts) -> Limits:
    """What the portal has room for, as far as it tells."""
    free = None if isinstance(facts.room, Closed) else max(0, facts.room.limit - facts.room.usage)
    return Limits(None if isinstance(facts.leads, Closed) else facts.leads, free)


def _above(value: float, steps: Sequence[tuple[float, str]]) -> str:
    return next((letter for least, letter in steps if value >= least), "d")


def _up_to(value: float, steps: Sequence[tuple[float, str]]) -> str:
    return next((letter for most, letter in steps if value <= most), "d")


def _closed(question: int, closed: Closed) -> Unmeasured:
    return Unmeasured(question, closed.why, closed.scopes)


def _why(question: int, name: str, **values: object) -> Unmeasured:
    return Unmeasured(question, texts.filled(name, **values))


def working_days(facts: Facts, days: int) -> int:
    """Days on which an office of the portal's zone works, holidays taken out where they are known."""
    israel = facts.account.time_zone == "Asia/Jerusalem"
    calendar, _ = calendars.calendar("il_office" if israel else "mon_fri", facts.account.time_zone or "UTC")
    if calendar is None:  # a zone that this machine does not know
        calendar, _ = calendars.calendar("mon_fri", "UTC")
    today = facts.now.date()
    return calendar.open_days(today - timedelta(days=days), today).total if calendar else round(days * 5 / 7)


def _enquiries(facts: Facts) -> Found:
    found, team = facts.enquiries, facts.team
    if isinstance(found, Closed):
        return _closed(1, found)
    if isinstance(team, Closed):
        return _closed(1, team)
    if not team.active:
        return _why(1, "no_owners")
    if found.last_90 < LEAST_RECORDS:
        return _why(1, "few_enquiries", n=found.last_90, least=LEAST_RECORDS)
    young = found.last_30 == found.last_90
    days, n = (30, found.last_30) if young else (90, found.last_90)
    per_day = n / team.active / working_days(facts, days)
    recent = found.last_30 / team.active / working_days(facts, 30)
    trend = texts.HOW["young"] if young else texts.put_in(texts.HOW["trend"], value=recent)
    how = texts.put_in(
        texts.HOW["enquiries"],
        n=n,
        objects=texts.OBJECTS[found.object_type],
        days=days,
        open_days=working_days(facts, days),
        reps=team.active,
        value=per_day,
        trend=trend,
    )
    unit = "enquiries_per_rep_and_working_day"
    return Evidence(1, _above(per_day, _ENQUIRIES), round(per_day, 2), unit, n, how, (found.object_type, "owners"))


def _sources(facts: Facts) -> Found:
    found = facts.sources
    if isinstance(found, Closed):
        return _closed(2, found)
    told = found.campaigns + found.relations
    n = told + found.offline
    if n < LEAST_RECORDS:
        return _why(2, "few_sources", n=n, property=found.property, least=LEAST_RECORDS)
    share = found.campaigns / n
    if found.offline and share < _CAMPAIGNS[1][0]:
        return _why(2, "offline_sources", n=n, property=found.property, offline=found.offline)
    how = texts.put_in(
        texts.HOW["sources"],
        n=n,
        property=found.property,
        objects=texts.OBJECTS[found.object_type],
        campaigns=found.campaigns,
        relations=found.relations or found.offline,
    )
    read = (found.object_type, found.property)
    return Evidence(2, _above(share, _CAMPAIGNS), round(share * 100, 1), "percent_from_campaigns", n, how, read)


def _won(facts: Facts, question: int) -> Won | Unmeasured:
    if isinstance(facts.won, Closed):
        return _closed(question, facts.won)
    if facts.won.total < LEAST_DEALS:
        return _why(question, "few_won", n=facts.won.total, least=LEAST_DEALS)
    return facts.won


def _cycle(facts: Facts) -> Found:
    won = _won(facts, 3)
    if isinstance(won, Unmeasured):
        return won
    days = [each.days for each in won.latest if each.days is not None]
    if won.days is None and len(days) < LEAST_DEALS:
        return _why(3, "no_days")
    n, value = (won.total, won.days) if won.days is not None else (len(days), float(median(days)))
    how = texts.put_in(texts.HOW["cycle"], n=n, value=value)
    # A deal of the same day takes less than one day.
    letter = "b" if value == 1 else _up_to(value, _DAYS)
    return Evidence(3, letter, round(value, 2), "days", n, how, ("deals",))


def _people(facts: Facts) -> Found:
    won = _won(facts, 4)
    if isinstance(won, Unmeasured):
        return won
    people = [each.people for each in won.latest if each.people]
    if won.people is None and len(people) < LEAST_DEALS:
        return _why(4, "no_people")
    n, value = (won.total, won.people) if won.people is not None else (len(people), float(median(people)))
    how = texts.put_in(texts.HOW["people"], n=n, value=value)
    return Evidence(4, _up_to(value, _PEOPLE), value, "contacts_on_a_won_deal", n, how, ("deals",))


def _share(facts: Facts) -> Found:
    won, team = _won(facts, 8), facts.team
    if isinstance(won, Unmeasured):
        return won
    if isinstance(team, Closed):
        return _closed(8, team)
    amounts = [each.amount for each in won.latest if each.amount]
    if not team.active:
        return _why(8, "no_owners")
    if len(amounts) < LEAST_DEALS:
        return _why(8, "no_amounts", n=len(amounts), least=LEAST_DEALS)
    months = _months(facts, won)
    revenue = mean(amounts) * won.total * len(amounts) / len(won.latest) / team.active / months
    value = 100 * median(amounts) / revenue
    how = texts.put_in(texts.HOW["share"], value=value, n=len(amounts), reps=team.active, months=months)
    return Evidence(8, _up_to(value, _SHARE), round(value, 1), "percent", len(amounts), how, ("deals", "owners"))


def _months(facts: Facts, won: Won) -> float:
    """The months that the won deals stand for: those since the first of them, at least one, twelve at most."""
    since = (facts.now - won.first).days if won.first else 365
    return min(12.0, max(1.0, round(since / _DAYS_IN_MONTH, 1)))


def _team(facts: Facts) -> Found:
    team = facts.team
    if isinstance(team, Closed):
        return _closed(9, team)
    if not team.active:
        return _why(9, "no_owners")
    turnover = 100 * team.departed / team.active
    how = texts.put_in(texts.HOW["team"], reps=team.active, gone=team.departed, turnover=turnover)
    return Evidence(9, _size(team, turnover), float(team.active), "active_owners", team.active, how, ("owners",))


def _size(team: Team, turnover: float) -> str:
    """By size; the outermost answers also speak of turnover, and without it the next one fits better."""
    letter = next((letter for more_than, letter in _TEAM if team.active > more_than), "d")
    if letter == "a" and turnover <= _TURNOVER:
        return "b"
    return "c" if letter == "d" and turnover > _TURNOVER else letter


def _split(courses: Sequence[Course]) -> Found:
    """Only a hint: two pipelines that differ widely in pace."""
    timed = sorted((each for each in courses if each.cycle is not None), key=lambda each: (each.cycle or 0, each.id))
    if len(timed) < 2 or timed[0].looks_like != "call_center" or timed[-1].looks_like != "b2b":
        return Unmeasured(11, texts.WHY["q11"])
    fast, slow = timed[0], timed[-1]
    how = texts.put_in(texts.HOW["two_ways"], fast=fast.id, fast_days=fast.cycle, slow=slow.id, slow_days=slow.cycle)
    n = fast.won + slow.won
    return Evidence(11, "", None, "days", n, how, ("deals", "deal pipelines"))


def _limits(facts: Facts) -> Found:
    found = limits(facts)
    if isinstance(facts.leads, Closed) and isinstance(facts.room, Closed):
        return Unmeasured(12, facts.leads.why, facts.leads.scopes)
    how = texts.put_in(
        texts.HOW["limits"],
        leads=facts.leads.why if isinstance(facts.leads, Closed) else _yes_or_no(facts.leads, "leads"),
        pipelines=facts.room.why
        if isinstance(facts.room, Closed)
        else texts.put_in(texts.LIMITS["pipelines"], free=found.pipelines_free, limit=facts.room.limit),
        labels=_yes_or_no(facts.labels, "labels"),
    )
    free = found.pipelines_free
    read = ("object library", "limits")
    return Evidence(12, _letter(found), None if free is None else float(free), "deal_pipelines_free", 1, how, read)


def _yes_or_no(value: bool | None, name: str) -> Text:
    return {"en": "", "he": ""} if value is None else texts.LIMITS[name if value else f"no_{name}"]


def _letter(found: Limits) -> str:
    """The answer that says this, where everything that it says is known."""
    if found.leads_object is None or found.pipelines_free is None:
        return ""
    said = Limits(found.leads_object, min(2, max(1, found.pipelines_free)))
    return next(letter for letter, each in LIMITS.items() if each == said)
