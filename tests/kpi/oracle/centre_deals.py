"""K4, K15 and K23 read literally from the definitions: won money, by rep, by day and of existing customers."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from provisioner.kpi.context import Context
from tests.kpi.oracle.centre_leads import Streams, of_the_lines, owner
from tests.kpi.oracle.centre_words import (
    Record,
    Told,
    business_minutes,
    cents,
    days,
    full_day,
    higher,
    hours,
    midnight,
    moment,
    number,
    said,
    when,
)


def state(deal: Record, where: Context) -> str:
    """By HubSpot's flags; where they say nothing by what the stage means."""
    if said(deal, "hs_is_closed_won") == "true":
        return "won"
    if said(deal, "hs_is_closed_lost") == "true":
        return "lost"
    if said(deal, "hs_is_closed") == "false":
        return "open"
    if said(deal, "hs_is_closed") == "true" and said(deal, "hs_is_closed_won") == "false":
        return "lost"
    lines = [line for line in where.pipelines if line.object_type == "deals"]
    return next((one.outcome for line in lines for one in line.stages if one.id == said(deal, "dealstage")), "")


def closed_at(deal: Record, where: Context) -> datetime | None:
    """The close date; for a win of the centre the entry into the won stage or HubSpot's own stamp of it."""
    modes = {line.id: line.mode for line in where.pipelines if line.object_type == "deals"}
    if state(deal, where) == "open":
        return None
    if state(deal, where) == "won" and modes.get(said(deal, "pipeline"), where.mode) == "call_center":
        stages = [one for line in where.pipelines if line.object_type == "deals" for one in line.stages]
        stamp = next((one.entered for one in stages if one.id == said(deal, "dealstage") and one.outcome == "won"), "")
        return when(deal, *([stamp] if stamp else []), "hs_closed_won_date", "closedate")
    return when(deal, "closedate")


def money(deal: Record, where: Context) -> tuple[Decimal, str]:
    """The amount in the company's currency, and what is wrong with it."""
    home = number(said(deal, "amount_in_home_currency"))
    if home is not None:
        return home, ""
    amount = number(said(deal, "amount"))
    if amount is None:
        return Decimal(0), "no_amount"
    currency = said(deal, "deal_currency_code").upper() or where.company_currency
    if currency == where.company_currency:
        return amount, ""
    rate = where.settings.rates.get(currency)
    return (Decimal(0), "no_rate") if rate is None else (amount * rate, "")


def won_in_period(streams: Streams, where: Context, told: Told) -> list[tuple[Record, datetime, Decimal]]:
    """Deals that closed in the mode's pipelines, wherever they stand now."""
    found = []
    out: Counter[str] = Counter()
    mine = {line.id for line in where.pipelines if line.object_type == "deals"} | {""}
    for deal in streams["deals"]:
        known = state(deal, where)
        at = closed_at(deal, where)
        if known == "":
            out["unknown_state"] += said(deal, "pipeline") in mine
        elif known == "won" and at is None:
            out["no_close_date"] += said(deal, "pipeline") in mine
        elif closed_in(deal, where) not in mine:
            continue
        elif known == "won" and at is not None and where.period.has(at):
            amount, problem = money(deal, where)
            if problem:
                out[problem] += 1
            found.append((deal, at, amount))
    told.excluded = {reason: n for reason, n in out.items() if n}
    return found


def closed_in(deal: Record, where: Context) -> str:
    """The pipeline in which it came into the closed stage where it still is; without history the one it is in."""
    stages = past(deal, "dealstage")
    pipelines = past(deal, "pipeline")
    ends = {one.id for line in where.pipelines for one in line.stages if one.outcome != "open"}
    if state(deal, where) in ("won", "lost"):
        ends.add(said(deal, "dealstage"))
    at = None
    for held_at, stage in reversed(stages):
        if stage not in ends:
            break
        at = held_at
    held = [value for held_at, value in pipelines if at and held_at <= at]
    return held[-1] if held else said(deal, "pipeline")


def past(record: Record, name: str) -> list[tuple[datetime, str]]:
    """What a property was, the oldest first."""
    held = record.get("propertiesWithHistory", {}).get(name, [])
    read = [(moment(one["timestamp"]), one["value"] or "") for one in held]
    return sorted((at, value) for at, value in read if at)


def began(where: Context) -> list[date]:
    today = where.now.astimezone(where.period.zone).date()
    return [day for day in days(where.period.first, where.period.after) if day <= today]


def passed(where: Context) -> Decimal:
    """The part of the period's working time that is over."""
    whole = business_minutes(where.period.start, where.period.end, where)
    if where.now >= where.period.end or not whole:
        return Decimal(1)
    return business_minutes(where.period.start, where.now, where) / whole


def revenue_per_rep(streams: Streams, where: Context) -> Told:
    """K4: won amount of the period for each rep who worked in it."""
    from tests.kpi.oracle.centre_work import is_rep

    told = Told(None, 0)
    won = won_in_period(streams, where, told)
    active = {owner(one) for one in streams["calls"] if where.period.has(when(one, "hs_timestamp"))}
    active |= {owner(deal) for deal, _, _ in won}
    for deal in of_the_lines(streams["deals"], "deals", where):
        made = when(deal, "createdate")
        if state(deal, where) == "open" and (made is None or made < where.period.end):
            active.add(owner(deal))
    reps = sorted(name for name in active if is_rep(name, where))
    told.n = len(won)
    told.denominator = len(reps)
    if "no_rate" in told.excluded or not reps:
        told.reason = "no_rate" if "no_rate" in told.excluded else "no_reps"
        return told
    total = sum((amount for *_, amount in won), Decimal(0))
    for by, key in (("owner", owner), ("pipeline", lambda one: closed_in(one, where))):
        for name in {key(deal) for deal, _, _ in won}:
            mine = [amount for deal, _, amount in won if key(deal) == name]
            told.segments[by, name] = (sum(mine), len(mine))
    told.numerator = total
    told.value = cents(total / len(reps))
    worked = [day for day in began(where) if hours(day, where)]
    full = Decimal(sum(hours(day, where) for day in worked)) / full_day(where)
    told.details["reps"] = reps
    told.details["open_days"] = len(worked)
    told.details["per_open_day"] = cents(total / len(reps) / len(worked)) if worked else None
    told.details["per_full_day"] = cents(total / len(reps) / full) if worked else None
    departed = [deal for deal, _, _ in won if owner(deal) and _has_left(owner(deal), where)]
    told.details["departed"] = sum((amount for deal, _, amount in won if deal in departed), Decimal(0))
    told.details["without_owner"] = sum((amount for deal, _, amount in won if not owner(deal)), Decimal(0))
    target = where.settings.own("K4").target
    part = passed(where)
    if not part:
        told.reason = "no_open_days"
    elif target:
        told.grade = higher(total / len(reps) / part / target, "0.95", "0.80")
    else:
        told.reason = "no_target"
    return told


def _has_left(name: str, where: Context) -> bool:
    return bool(where.owners) and (name not in where.owners or where.owners[name].archived)


def on(at: datetime, where: Context) -> date:
    return at.astimezone(where.period.zone).date()


def daily_revenue(streams: Streams, where: Context) -> Told:
    """K15: won amount by local close date, for each open day that has begun."""
    told = Told(None, 0)
    won = won_in_period(streams, where, told)
    told.n = len(won)
    if "no_rate" in told.excluded:
        told.reason = "no_rate"
        return told
    total = sum((amount for *_, amount in won), Decimal(0))
    worked = [day for day in began(where) if hours(day, where)]
    told.numerator, told.denominator = total, len(worked)
    told.details["days"] = [
        {
            "date": day,
            "hours": {full_day(where): "full", 4: "short", 0: "closed"}[hours(day, where)],
            "amount": sum((amount for _, at, amount in won if on(at, where) == day), Decimal(0)),
            "n": sum(on(at, where) == day for _, at, _ in won),
        }
        for day in began(where)
    ]
    if not worked:
        told.reason = "no_open_days"
        return told
    told.value = cents(total / len(worked))
    revenue = [amount for part, amount in where.settings.revenue if part.first == where.period.first]
    target = where.settings.own("K15").target
    if not target and revenue:
        every = days(where.period.first, where.period.after)
        target = revenue[0] / sum(hours(day, where) > 0 for day in every)
    if target:
        told.grade = higher(told.value / target, "0.95", "0.80")
    else:
        told.reason = "no_target"
    return told


def basket_growth(streams: Streams, where: Context) -> Told:
    """K23: won amount of existing customers of all that was won; and for each customer, year against year."""
    told = Told(None, 0)
    won = won_in_period(streams, where, told)
    told.n = len(won)
    ends = min(where.period.after, where.now.astimezone(where.period.zone).date() + timedelta(days=1))
    years = {
        "per_customer": customers(streams, where, _earlier(ends, 1), ends),
        "per_customer_before": customers(streams, where, _earlier(ends, 2), _earlier(ends, 1)),
    }
    if nameless := sum(len(held.pop("", [])) for held in years.values()):
        told.excluded["no_company"] = nameless
    total = sum((amount for *_, amount in won), Decimal(0))
    if "no_rate" in told.excluded or not total:
        told.reason = "no_rate" if "no_rate" in told.excluded else "no_records"
        return told
    growth = where.settings.growth_pipelines
    again = [one for one in won if closed_in(one[0], where) in growth or said(one[0], "dealtype") == "existingbusiness"]
    told.numerator, told.denominator = sum((amount for *_, amount in again), Decimal(0)), total
    told.value = told.numerator / total
    bad = any(problem == "no_rate" for held in years.values() for bought in held.values() for _, problem in bought)
    for name, held in years.items():
        spent = sum((amount for bought in held.values() for amount, _ in bought), Decimal(0))
        told.details[name] = (cents(spent / len(held)) if held and not bad else None, spent, len(held))
    recent, before = told.details["per_customer"][0], told.details["per_customer_before"][0]
    falls = recent is not None and bool(before) and recent < before
    if target := where.settings.own("K23").target:
        grade = higher(told.value / target, "0.95", "0.80")
        few = told.n < where.settings.least("deals")
        told.grade = "low_sample" if few else "watch" if falls and grade == "good" else grade
    else:
        told.grade, told.reason = ("watch", "") if falls else ("n_a", "no_target")
    return told


def customers(streams: Streams, where: Context, first: date, after: date) -> dict[str, list[tuple[Decimal, str]]]:
    """What each company bought from a day on up to another; without a name what no company is known of."""
    found: dict[str, list[tuple[Decimal, str]]] = defaultdict(list)
    mine = {line.id for line in where.pipelines if line.object_type == "deals"} | {""}
    for deal in streams["deals"]:
        at = closed_at(deal, where)
        if state(deal, where) != "won" or closed_in(deal, where) not in mine:
            continue
        if at and midnight(first, where) <= at < midnight(after, where):
            found[company(deal)].append(money(deal, where))
    return found


def company(deal: Record) -> str:
    """The primary company, by the label of the association, else as the deal names it, else the first."""
    held = [
        (str(one.get("id", one.get("toObjectId"))), label.casefold())
        for one in deal.get("associations", {}).get("companies", {}).get("results", [])
        for label in ([kind["label"] or "" for kind in one.get("associationTypes", [])] or [one.get("type", "")])
    ]
    primary = [name for name, label in held if label in ("primary", "deal_to_company")]
    names = [*primary, said(deal, "hs_primary_associated_company"), *(name for name, _ in held)]
    return next((name for name in names if name), "")


def _earlier(day: date, years: int) -> date:
    return day.replace(year=day.year - years)


KPIS = {"K4": revenue_per_rep, "K15": daily_revenue, "K23": basket_growth}
