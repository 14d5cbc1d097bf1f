"""The naive reference of the KPIs about closed deals: K6, K10, K11 and K20."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from provisioner.kpi.context import Context
from tests.kpi.oracle.b2b_reading import (
    Found,
    Record,
    Streams,
    cents,
    closed_at,
    count,
    days_between,
    graded,
    in_period,
    least_deals,
    living,
    median,
    money,
    ours,
    past,
    pipeline_of,
    stage_of,
    state,
    stood,
    text,
    trailing,
    when,
)


def pipeline_at_close(deal: Record, where: Context) -> str:
    """Where it was when it came into the closed stages that it has not left since; without history where it is."""
    came, now_in = None, text(deal, "dealstage") if state(deal, where) in ("won", "lost") else None
    for moment, value in past(deal, "dealstage") or []:
        came = (came or moment) if value == now_in or is_end(value, where) else None
    told = stood(past(deal, "pipeline") or [], came) if came else ""
    return told or text(deal, "pipeline")


def is_end(stage: str, where: Context) -> bool:
    found = stage_of(stage, where)
    return found is not None and found.outcome != "open"


def closed_deals(streams: Streams, where: Context) -> list[Record]:
    """Those that were in one of our pipelines when they closed, wherever they stand now."""
    deals = [one for one in streams.get("deals", []) if not one.get("archived")]
    return [one for one in deals if ours(pipeline_at_close(one, where), where)]


def win_rate_between(streams: Streams, where: Context, first: datetime, after: datetime) -> tuple[Decimal | None, int]:
    held = []
    for deal in closed_deals(streams, where):
        closed, outcome = closed_at(deal, where), state(deal, where)
        duplicate = outcome == "lost" and text(deal, "core_loss_reason") == "duplicate"
        if closed and first <= closed < after and outcome in ("won", "lost") and not duplicate:
            held.append(outcome)
    return (Decimal(held.count("won")) / len(held) if held else None), len(held)


def win_rate(streams: Streams, where: Context) -> Found:
    """K6: won ÷ (won + lost) by count, of what closed in the period, in the state of today."""
    excluded: dict[str, int] = {}
    won = lost = reopened = 0
    won_value = lost_value = Decimal(0)
    parts: dict[tuple[str, str], list[int]] = {}
    for deal in closed_deals(streams, where):
        outcome, closed, (amount, problem) = state(deal, where), closed_at(deal, where), money(deal, where)
        if outcome == "unknown":
            count(excluded, "unknown_state")
        if outcome not in ("won", "lost"):
            continue
        if closed is None:
            count(excluded, "no_close_date")
        elif in_period(closed, where) and outcome == "lost" and text(deal, "core_loss_reason") == "duplicate":
            count(excluded, "duplicate_loss")
        elif in_period(closed, where):
            won, lost = won + (outcome == "won"), lost + (outcome == "lost")
            won_value += amount if outcome == "won" else 0
            lost_value += amount if outcome == "lost" else 0
            count(excluded, problem)
            reopened += was_reopened(deal, where)
            for part in parts_of(deal, where):
                parts.setdefault(part, []).append(int(outcome == "won"))
    n = won + lost
    segments = {part: Decimal(sum(held)) / len(held) for part, held in parts.items()}
    details = {"reopened": reopened, "won_value": won_value, "all_value": won_value + lost_value}
    if n == 0:
        return Found(None, "n_a", "no_records", 0, excluded=excluded)
    value = Decimal(won) / n
    good = where.settings.own("K6").target or Decimal("0.25")
    grade = graded(value, str(good), str(good * Decimal("0.6")), n, least_deals(where))
    return Found(value, grade, "", n, Decimal(won), Decimal(n), excluded, dict(segments), details)


def parts_of(deal: Record, where: Context) -> list[tuple[str, str]]:
    line = pipeline_of(deal, where)
    in_centre = (line.mode if line else where.mode) == "call_center"
    names = ["b2b_source_type", "core_lead_source"]
    sources = [text(deal, name) for name in (names[::-1] if in_centre else names)]
    return [
        ("pipeline", pipeline_at_close(deal, where)),
        ("owner", text(deal, "hubspot_owner_id")),
        ("source", sources[0] or sources[1] or "unknown"),
        ("tier", text(deal, "b2b_deal_tier") or "unknown"),
    ]


def was_reopened(deal: Record, where: Context) -> bool:
    """A closed stage, and an open one after it."""
    stages = [stage_of(value, where) for _, value in past(deal, "dealstage") or []]
    ends_there = [stage is not None and stage.outcome != "open" for stage in stages]
    return any(before and not after for before, after in pairwise(ends_there))


def won_here(deal: Record, where: Context) -> bool:
    """Won in the period, in a pipeline of ours: revenue counts in the pipeline where it closed."""
    living_one = not deal.get("archived") and state(deal, where) == "won"
    return living_one and in_period(closed_at(deal, where), where) and ours(pipeline_at_close(deal, where), where)


def average_size(streams: Streams, where: Context) -> Found:
    """K10: won amount ÷ won deals with an amount above 0; the median beside it."""
    excluded = untold(streams, where)
    amounts: list[Decimal] = []
    for deal in [one for one in streams.get("deals", []) if won_here(one, where)]:
        amount, problem = money(deal, where)
        if problem != "no_rate" and amount > 0:
            amounts.append(amount)
        else:
            count(excluded, problem if problem == "no_rate" else "no_positive_amount")
    if not amounts or "no_rate" in excluded:
        return Found(None, "n_a", "no_rate" if "no_rate" in excluded else "no_records", len(amounts), excluded=excluded)
    whole, n, target = sum(amounts, Decimal(0)), len(amounts), where.settings.own("K10").target
    value, details = cents(whole / n), {"median": median(amounts)}
    if not target:
        return Found(value, "n_a", "no_target", n, whole, excluded=excluded, details=details)
    grade = graded(value / target, "0.95", "0.8", n, least_deals(where))
    return Found(value, grade, "", n, whole, excluded=excluded, details=details)


def untold(streams: Streams, where: Context) -> dict[str, int]:
    """Deals of which nobody can tell whether, or when, they were won."""
    excluded: dict[str, int] = {}
    for deal in living(streams, where):
        if state(deal, where) == "unknown":
            count(excluded, "unknown_state")
        if state(deal, where) == "won" and closed_at(deal, where) is None:
            count(excluded, "no_close_date")
    return excluded


def cycle_length(streams: Streams, where: Context) -> Found:
    """K11: the median from creation to close of won deals; in days, in the centre in minutes from the lead's entry.

    A hybrid's figure is that of its B2B deals; what is left out is told of all.
    """
    excluded: dict[str, int] = {}
    held: list[Decimal] = []
    before: list[Decimal] = []
    first, after = trailing(where)
    for deal in living(streams, where):
        line, closed, began = pipeline_of(deal, where), closed_at(deal, where), cycle_began(deal, streams, where)
        counts = where.mode != "hybrid" or line is None or line.mode == "b2b"
        if state(deal, where) == "unknown":
            count(excluded, "unknown_state")
        elif state(deal, where) == "won" and closed is None:
            count(excluded, "no_close_date")
        elif state(deal, where) == "won" and in_period(closed, where) and began is None:
            count(excluded, "no_entry_time")
        elif state(deal, where) == "won" and in_period(closed, where) and closed and began and closed < began:
            count(excluded, "back_dated")
        elif state(deal, where) == "won" and counts and closed and began and began <= closed:
            held += [days_between(began, closed)] if in_period(closed, where) else []
            before += [days_between(began, closed)] if first <= closed < after else []
    if not held:
        return Found(None, "n_a", "no_records", 0, excluded=excluded)
    days, n, least = median(held) or Decimal(0), len(held), least_deals(where)
    unit = 1440 if where.mode == "call_center" else 1
    details = {"mean": sum(held) / n * unit, "days": days}
    usual = (median(before) or 0) * unit if len(before) >= least else None
    against = where.settings.own("K11").target or usual
    if not against:
        return Found(days * unit, "n_a", "no_comparison", n, excluded=excluded, details=details)
    grade = graded(days * unit / against, "1.1", "1.3", n, least, rising=False)
    return Found(days * unit, grade, "", n, excluded=excluded, details=details)


def cycle_began(deal: Record, streams: Streams, where: Context) -> datetime | None:
    line = pipeline_of(deal, where)
    if (line.mode if line else where.mode) == "call_center":
        for lead in streams.get("leads", []):
            mine = (not where.pipelines or text(lead, "hs_pipeline") in ("", "cc_leads")) and not lead.get("archived")
            if mine and lead["id"] == text(deal, "core_source_lead_id"):
                return when(lead, "core_lead_entry_at") or when(lead, "hs_createdate") or when(deal, "createdate")
    return when(deal, "createdate")


def velocity(streams: Streams, where: Context) -> Found:
    """K20: open deals × win rate × average size ÷ cycle days."""
    opened = sum(state(deal, where) == "open" for deal in living(streams, where))
    tried, sizes, cycle = win_rate(streams, where), average_size(streams, where), cycle_length(streams, where)
    rate, size, days = tried.value, sizes.value, cycle.details.get("days")
    if sizes.reason == "no_rate":
        return Found(None, "n_a", "no_rate")
    if size is None or rate is None or not days:
        return Found(None, "n_a", "no_part")
    a_day = opened * rate * (sizes.numerator or 0) / Decimal(sizes.n or 1) / days
    n, target = min(tried.n or 0, sizes.n or 0, cycle.n or 0), where.settings.own("K20").target
    if not target:
        return Found(cents(a_day), "n_a", "no_target", n)
    return Found(cents(a_day), graded(cents(a_day) / target, "0.95", "0.8", n, least_deals(where)), "", n)
