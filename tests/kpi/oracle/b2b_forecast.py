"""The naive reference of the forecast's accuracy and of the index that it is a part of (K7, K18)."""

from __future__ import annotations

from decimal import Decimal

from provisioner.kpi.context import Context
from provisioner.kpi.k07_forecast_accuracy import SNAPSHOT
from tests.kpi.oracle.b2b_closed import win_rate, won_here
from tests.kpi.oracle.b2b_deciders import contacts_of, has_decision_maker
from tests.kpi.oracle.b2b_reading import (
    DAY,
    Found,
    Record,
    Streams,
    begins,
    count,
    ends,
    graded,
    in_period,
    instant,
    least_deals,
    living,
    local_day,
    number,
    ours,
    past,
    stage_of,
    state,
    stood,
    text,
    when,
)


def forecast_accuracy(streams: Streams, where: Context) -> Found:
    """K7: what was committed at the start of the period against what was won in it."""
    excluded: dict[str, int] = {}
    promised = weighted = actual = Decimal(0)
    owners: dict[str, list[Decimal]] = {}
    kept = dict.fromkeys(("COMMIT", "BEST_CASE", "PIPELINE"), Decimal(0))
    counted = set()
    won_of: dict[str, Decimal] = {}
    for deal in streams.get("deals", []):
        if won_here(deal, where):
            amount, problem = at_fixed_rate(text(deal, "amount"), deal, where)
            count(excluded, problem)
            actual += amount
            won_of[deal["id"]] = amount
            counted.add(deal["id"])
            owners.setdefault(text(deal, "hubspot_owner_id"), [Decimal(0), Decimal(0)])[1] += amount
    promises, without = promises_of(streams, where)
    excluded["no_history"] = without
    for deal, category, written, owner in promises:
        amount, problem = at_fixed_rate(written, deal, where)
        count(excluded, problem)
        weighted += amount * where.settings.category_weights.get(category, Decimal(0))
        if category in kept:
            kept[category] += won_of.get(deal["id"], Decimal(0))
        if category == "COMMIT":
            promised += amount
            counted.add(deal["id"])
            owners.setdefault(owner, [Decimal(0), Decimal(0)])[0] += amount
    segments = {("owner", owner): accuracy(*held) for owner, held in owners.items()}
    details = {"forecast": promised, "weighted": weighted, **hygiene(streams, where)}
    details |= {f"of_{name}": kept[name] for name in kept}
    value, n = accuracy(promised, actual), len(counted)
    for reason in ("no_history", "no_rate"):
        if excluded.get(reason):
            return Found(None, "n_a", reason, n, None, None, excluded)
    if value is None:
        return Found(None, "n_a", "no_records", n, actual, promised, excluded)
    grade, reason = graded(value, "0.9", "0.75", n, least_deals(where)), ""
    if where.now < ends(where):
        grade, reason = "n_a", "provisional"
    return Found(value, grade, reason, n, actual, promised, excluded, segments, details)


def promises_of(streams: Streams, where: Context) -> tuple[list[tuple[Record, str, str, str]], int]:
    """(deal, category, amount, owner) of what was open and due when the period began; and how many nobody can know."""
    found, without, start = [], 0, begins(where)
    if where.snapshot_at and abs(where.snapshot_at - start) <= DAY:
        for row in streams.get(SNAPSHOT, []):
            then = {name: text(row, name) for name in HISTORY}
            if open_and_due(row, then, where):
                found.append((row, category_of(then, where), then["amount"], then["hubspot_owner_id"]))
        return found, 0
    for deal in streams.get("deals", []):
        if is_candidate(deal, where) and past(deal, "dealstage") is None:
            without += not deal.get("archived") and ours(text(deal, "pipeline"), where)
        elif is_candidate(deal, where):
            then = {name: stood(past(deal, name) or [], start) for name in HISTORY}
            if open_and_due(deal, then, where):
                found.append((deal, category_of(then, where), then["amount"], then["hubspot_owner_id"]))
    return found, without


def category_of(then: dict[str, str], where: Context) -> str:
    """A blank one is what the stage suggests."""
    stage = stage_of(then["dealstage"], where)
    return then["hs_manual_forecast_category"] or (stage.category if stage else "")


def hygiene(streams: Streams, where: Context) -> dict[str, Decimal]:
    """Of the open deals: how many have a category, a close date that has passed, a commitment without its reason."""
    opened = [deal for deal in living(streams, where) if state(deal, where) == "open"]
    commits = [deal for deal in opened if text(deal, "hs_manual_forecast_category") == "COMMIT"]
    dates = [when(deal, "closedate") for deal in opened]
    passed = [one for one in dates if one and local_day(one, where) < local_day(where.now, where)]
    return {
        "with_category": Decimal(sum(text(deal, "hs_manual_forecast_category") != "" for deal in opened)),
        "past_close_date": Decimal(len(passed)),
        "commits_without_note": Decimal(sum(text(deal, "b2b_commit_note") == "" for deal in commits)),
    }


HISTORY = ("dealstage", "pipeline", "amount", "closedate", "hs_manual_forecast_category", "hubspot_owner_id")


def is_candidate(deal: Record, where: Context) -> bool:
    """Made by then, and open now or closed since; archived deals were promised all the same."""
    made, closed = when(deal, "createdate"), when(deal, "closedate")
    if made is None or made > begins(where):
        return False
    return state(deal, where) == "open" or closed is None or closed >= begins(where)


def open_and_due(deal: Record, then: dict[str, str], where: Context) -> bool:
    """In one of our pipelines, in a stage that is not a closed one, and due in the period."""
    stage = stage_of(then["dealstage"], where)
    is_open = then["dealstage"] != "" and (stage is None or stage.outcome == "open")
    in_line = ours(then["pipeline"] or text(deal, "pipeline"), where)
    return is_open and in_line and in_period(instant(then["closedate"]), where)


def at_fixed_rate(written: str, deal: Record, where: Context) -> tuple[Decimal, str]:
    """Past and present amounts alike at the one rate of the period."""
    amount, currency = number(written), text(deal, "deal_currency_code").upper()
    if amount is None:
        return Decimal(0), "no_amount"
    if currency in ("", where.company_currency):
        return amount, ""
    rate = where.settings.rates.get(currency)
    return (Decimal(0), "no_rate") if rate is None else (amount * rate, "")


def accuracy(forecast: Decimal, actual: Decimal) -> Decimal | None:
    """Credits may make a sum negative; that is nothing promised, or nothing won."""
    if actual <= 0:
        return Decimal(0) if forecast > 0 else None
    return max(Decimal(0), 1 - abs(actual - forecast) / actual)


def b2b_index(streams: Streams, where: Context) -> Found:
    """K18: quality × depth × forecast; deep is an open deal with two contacts and a decision maker."""
    rate, forecast = win_rate(streams, where).value, forecast_accuracy(streams, where).value
    opened = [deal for deal in living(streams, where) if state(deal, where) == "open"]
    deep = sum(contacts_of(deal) >= 2 and has_decision_maker(deal, streams, where) for deal in opened)
    if rate is None or forecast is None or not opened:
        return Found(None, "n_a", "no_part", len(opened))
    target, depth = where.settings.own("K6").target or Decimal("0.25"), Decimal(deep) / len(opened)
    value = min(Decimal(1), rate / target) * depth * forecast * 100
    details = {"depth": depth, "forecast": forecast}
    if where.now < ends(where):
        return Found(value, "n_a", "provisional", len(opened), details=details)
    grade = graded(value, "60", "40", len(opened), least_deals(where))
    return Found(value, grade, "", len(opened), details=details)
