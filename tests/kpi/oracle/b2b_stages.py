"""The naive reference of the KPIs about ways through a process: the bottleneck (K12) and hand-offs (K21)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from provisioner.kpi.context import Context, Pipeline, Stage
from tests.kpi.oracle.b2b_reading import (
    DAY,
    Found,
    Record,
    Streams,
    closed_at,
    count,
    days_between,
    deal_lines,
    graded,
    in_period,
    least_deals,
    living,
    median,
    money,
    number,
    past,
    stage_of,
    state,
    text,
    when,
)


def bottleneck(streams: Streams, where: Context) -> Found:
    """K12: of the stages with enough wins, the one with the highest (median days ÷ target age) × (1 - conversion)."""
    segments: dict[tuple[str, str], Decimal | None] = {}
    best: tuple[Decimal, Decimal, int] | None = None
    named, place = "", 0
    for line in deal_lines(where):
        for at, stage in enumerate(line.stages):
            place += 1
            cohort = [deal for deal in living(streams, where) if in_period(passed(deal, line, at, where), where)]
            days = median([spent for deal in cohort if (spent := days_in(deal, stage, where)) is not None])
            if stage.outcome != "open" or not stage.target_days or days is None:
                continue
            reached = sum(went_on(deal, line, at, where) is not None for deal in cohort)
            index = days * (len(cohort) - reached) / (stage.target_days * len(cohort))
            segments["stage", f"{line.id}/{stage.id}"] = index
            wins = sum(won_moment(deal, line, where) is not None for deal in cohort)
            rank = (index, open_money(cohort, stage, where), -place)
            if wins >= least_deals(where) and (best is None or rank > best):
                best, named = rank, f"{line.id}/{stage.id}"
    excluded = {"moved": sum(left(deal, line, where) for deal in unarchived(streams) for line in deal_lines(where))}
    if best is None:
        return Found(None, "n_a", "few_wins" if segments else "no_records", excluded=excluded, segments=segments)
    grade = "good" if best[0] < Decimal("0.5") else "watch" if best[0] < 1 else "risk"
    details = {"stage": named if best[0] >= Decimal("0.5") else None}
    return Found(best[0], grade, excluded=excluded, segments=segments, details=details)


def unarchived(streams: Streams) -> list[Record]:
    return [one for one in streams.get("deals", []) if not one.get("archived")]


def first_entry(deal: Record, stage: Stage) -> datetime | None:
    """By history where it tells of the stage, else by the stamp."""
    entries = [moment for moment, value in past(deal, "dealstage") or [] if value == stage.id]
    return entries[0] if entries else when(deal, stage.entered) if stage.entered else None


def passed(deal: Record, line: Pipeline, at: int, where: Context) -> datetime | None:
    """When it came to the stage, or past it: who jumps over a stage has passed it, who starts later has not."""
    if text(deal, "pipeline") != line.id:
        return None
    before = [first_entry(deal, stage) for stage in line.stages[:at] if stage.outcome == "open"]
    here, later = first_entry(deal, line.stages[at]), went_on(deal, line, at, where)
    if here is None and not (later and any(before)):
        return None
    return min(moment for moment in (here, later) if moment)


def went_on(deal: Record, line: Pipeline, at: int, where: Context) -> datetime | None:
    """The first entry into any later stage, or the win."""
    later = [first_entry(deal, stage) for stage in line.stages[at + 1 :] if stage.outcome == "open"]
    return min((moment for moment in [*later, won_moment(deal, line, where)] if moment), default=None)


def won_moment(deal: Record, line: Pipeline, where: Context) -> datetime | None:
    """The entry into the won stage, else the close; a win that nothing dates is in nobody's period."""
    if state(deal, where) != "won":
        return None
    stage = stage_of(text(deal, "dealstage"), where)
    stamped = first_entry(deal, stage) if stage and stage in line.stages else None
    return stamped or when(deal, "hs_v2_time_in_current_stage") or closed_at(deal, where)


def left(deal: Record, line: Pipeline, where: Context) -> bool:
    """It came to a stage of the pipeline in the period, and stands in another one now."""
    entries = [first_entry(deal, stage) for stage in line.stages]
    return text(deal, "pipeline") != line.id and any(in_period(moment, where) for moment in entries)


def days_in(deal: Record, stage: Stage, where: Context) -> Decimal | None:
    """HubSpot adds a visit up when it ends; the running one is counted from the entry into the present stage."""
    ended = number(text(deal, stage.cumulative)) if stage.cumulative else None
    running = None
    if state(deal, where) == "open" and text(deal, "dealstage") == stage.id:
        entered = when(deal, "hs_v2_time_in_current_stage") or (when(deal, stage.entered) if stage.entered else None)
        running = days_between(entered, where.now) if entered else None
    if ended is None and running is None:
        return None
    return (ended or Decimal(0)) / 86_400_000 + (running or 0)


def open_money(cohort: list[Record], stage: Stage, where: Context) -> Decimal:
    held = [one for one in cohort if text(one, "dealstage") == stage.id and state(one, where) == "open"]
    return sum((money(deal, where)[0] for deal in held), Decimal(0))


OFFICE = ZoneInfo("Asia/Jerusalem")
CLOSED_2026 = {(4, 2), (4, 8), (4, 22), (5, 22), (9, 12), (9, 13), (9, 21), (9, 26), (10, 3)}
EVES_2026 = {(4, 1), (4, 7), (4, 21), (5, 21), (9, 20)}


def open_hours(day: date, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The Israeli office: Sunday to Thursday from nine to six, eves to one, as the page lists the days of 2026."""
    if day.weekday() in (4, 5) or (day.month, day.day) in CLOSED_2026:
        return None
    shuts = 13 if (day.month, day.day) in EVES_2026 else 18
    return datetime.combine(day, time(9), zone), datetime.combine(day, time(shuts), zone)


def business_time(first: datetime, last: datetime, zone: ZoneInfo) -> timedelta:
    """Day by day; the hours of a day have no change of clocks in them."""
    whole, day = timedelta(0), first.astimezone(zone).date()
    while day <= last.astimezone(zone).date():
        if hours := open_hours(day, zone):
            whole += max(timedelta(0), min(last, hours[1]) - max(first, hours[0]))
        day += DAY
    return whole


def handoff_health(streams: Streams, where: Context) -> Found:
    """K21: accepted within four business hours ÷ proposed; returned ÷ proposed beside it."""
    excluded: dict[str, int] = {}
    told = {"in_time": 0, "late": 0, "returned": 0, "pending": 0}
    for record in handed(streams):
        entries = past(record, "core_handoff_status")
        if entries is None:
            count(excluded, "no_history" if text(record, "core_handoff_status") not in ("", "none") else "")
            continue
        moves = [entry for at, entry in enumerate(entries) if at == 0 or entries[at - 1][1] != entry[1]]
        for at, (proposed, status) in enumerate(moves):
            if status == "proposed" and in_period(proposed, where):
                fate = answered(proposed, moves[at + 1 : at + 2], where)
                if fate == "not_due":
                    count(excluded, fate)
                else:
                    told[fate] += 1
    if "no_history" in excluded:
        return Found(None, "n_a", "no_history", excluded={"no_history": excluded["no_history"]})
    n = sum(told.values())
    if n == 0:
        return Found(None, "n_a", "no_records", 0, excluded=excluded)
    value, back = Decimal(told["in_time"]) / n, Decimal(told["returned"]) / n
    grade = graded(value, "0.9", "0.75", n, 0)
    if back > Decimal("0.15") and grade == "good":
        grade = "watch"
    return Found(value, grade, "", n, Decimal(told["in_time"]), Decimal(n), excluded, details=dict(told))


def answered(proposed: datetime, answers: list[tuple[datetime, str]], where: Context) -> str:
    """What came of a proposal; one that was withdrawn before its hours were over was not due."""
    until, answer = answers[0] if answers else (where.now, "")
    taken = business_time(proposed, until, OFFICE)
    in_time = taken <= timedelta(hours=float(where.settings.handoff_hours))
    if answer == "returned":
        return "returned"
    if answer == "accepted":
        return "in_time" if in_time else "late"
    return "not_due" if in_time else "pending"


def handed(streams: Streams) -> list[Record]:
    """The hand-off stands on the lead and on its deal: a deal that came of a lead carries that of the lead on."""
    deals = [one for one in streams.get("deals", []) if not text(one, "core_source_lead_id")]
    return [one for one in [*streams.get("leads", []), *deals] if not one.get("archived")]
