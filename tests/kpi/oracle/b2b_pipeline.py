"""The naive reference of the KPIs about open deals: coverage, pipeline quality, weighted forecast (K5, K16, K22)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from provisioner.kpi.context import Context
from tests.kpi.oracle.b2b_closed import untold, win_rate_between, won_here
from tests.kpi.oracle.b2b_deciders import contacts_of, has_decision_maker
from tests.kpi.oracle.b2b_reading import (
    DAY,
    Found,
    Record,
    Streams,
    count,
    graded,
    in_period,
    least_deals,
    living,
    local_day,
    money,
    number,
    ours,
    stage_of,
    state,
    text,
    trailing,
    when,
)


def coverage(streams: Streams, where: Context) -> Found:
    """K5: open amount that closes in the period ÷ its target; what is overdue is shown and not counted."""
    excluded: dict[str, int] = {}
    open_amount = won_amount = overdue = Decimal(0)
    n = 0
    for deal in [one for one in streams.get("deals", []) if won_here(one, where)]:
        won_amount += money(deal, where)[0]
        count(excluded, money(deal, where)[1])
    for deal in living(streams, where):
        closes, amount, problem = when(deal, "closedate"), *money(deal, where)
        if state(deal, where) == "unknown":
            count(excluded, "unknown_state")
        elif state(deal, where) in ("open", "won") and closes is None:
            count(excluded, "no_close_date")
        elif state(deal, where) == "open" and closes and is_overdue(closes, where) and omitted(deal, where):
            count(excluded, "omitted")
        elif state(deal, where) == "open" and closes and is_overdue(closes, where):
            overdue += amount
            count(excluded, "overdue")
        elif state(deal, where) == "open" and in_period(closes, where) and omitted(deal, where):
            count(excluded, "omitted")
        elif state(deal, where) == "open" and in_period(closes, where):
            n, open_amount = n + 1, open_amount + amount
            count(excluded, problem)
    target = revenue_target(streams, where)
    value, grade, reason = judged(open_amount, won_amount, target, streams, where)
    if "no_rate" in excluded:
        value, grade, reason = None, "n_a", "no_rate"
    return Found(value, grade, reason, n, open_amount, target, excluded, details={"overdue": overdue})


def is_overdue(closes: datetime, where: Context) -> bool:
    return local_day(closes, where) < local_day(where.now, where)


def omitted(deal: Record, where: Context) -> bool:
    return text(deal, "hs_manual_forecast_category") == "OMIT" and not where.settings.coverage_counts_omitted


def judged(
    open_amount: Decimal, won: Decimal, target: Decimal | None, streams: Streams, where: Context
) -> tuple[Decimal | None, str, str]:
    if not target:
        return None, "n_a", "no_target"
    covered = open_amount / target
    if won >= target:
        return covered, "good", ""
    if covered < 3:
        return covered, "risk", ""
    rate, n = win_rate_between(streams, where, *trailing(where))
    needed = Decimal(3)
    if rate is not None and n >= least_deals(where):
        needed = max(needed, 1 / rate) if rate else Decimal("Infinity")
    return covered, "watch" if covered < needed or covered > 8 else "good", ""


def revenue_target(streams: Streams, where: Context) -> Decimal | None:
    """What the settings say of exactly this period, else the goals: the sum of the users', or of the teams'.

    Of two goals for the same people and pipelines the larger is meant.
    """
    if (told := settings_target(where)) is not None:
        return told
    found: dict[str, dict[str, Decimal]] = {"user": {}, "team": {}}
    for goal in streams.get("goal_targets", []):
        kind, amount = goal_for(goal, where)
        if kind and amount is not None:
            names = ("hubspot_owner_id",) if kind == "user" else ("hs_assignee_team_id", "hubspot_team_id")
            key = " ".join(text(goal, name) for name in (*names, "hs_pipeline_ids"))
            found[kind][key] = max(amount, found[kind].get(key, amount))
    held = found["team"] or found["user"]
    return sum(held.values(), Decimal(0)) if held else None


def settings_target(where: Context) -> Decimal | None:
    """For exactly this period, else the sum of its months where each has one."""
    told = {(period.first, period.after): amount for period, amount in where.settings.revenue}
    if (where.period.first, where.period.after) in told:
        return told[where.period.first, where.period.after]
    whole, day = Decimal(0), where.period.first
    while day < where.period.after:
        after = (day.replace(day=1) + 32 * DAY).replace(day=1)
        if (day, after) not in told or after > where.period.after:
            return None
        whole, day = whole + told[day, after], after
    return whole


def goal_for(goal: Record, where: Context) -> tuple[str, Decimal | None]:
    """Bounds are dates of UTC: the last moment of a month belongs to its last day, and the midnight after it too."""
    first, last = when(goal, "hs_start_datetime"), when(goal, "hs_end_datetime")
    lines = [name.strip() for name in text(goal, "hs_pipeline_ids").split(";") if name.strip()]
    if goal.get("archived") or text(goal, "hs_goal_type") != "sales_quota" or first is None or last is None:
        return "", None
    after: date = (last + DAY - timedelta(milliseconds=1)).date()
    if (first.date(), after) != (where.period.first, where.period.after):
        return "", None
    if lines and not any(ours(line, where) for line in lines):
        return "", None
    amount = number(text(goal, "hs_target_amount"))
    if text(goal, "hubspot_owner_id"):
        return "user", amount
    teams = text(goal, "hs_assignee_team_id") + text(goal, "hubspot_team_id")
    return ("team", amount) if teams else ("", None)


def pipeline_quality(streams: Streams, where: Context) -> Found:
    """K16: the mean over open deals of seven checks that make 100 points."""
    points: list[Decimal] = []
    excluded: dict[str, int] = {}
    for deal in living(streams, where):
        if state(deal, where) == "unknown":
            count(excluded, "unknown_state")
        if state(deal, where) == "open":
            points.append(Decimal(sum(worth for worth, passed in checks(deal, streams, where) if passed)))
    if not points:
        return Found(None, "n_a", "no_records", 0, excluded=excluded)
    value = sum(points) / Decimal(len(points))
    grade = graded(value, "80", "60", len(points), least_deals(where))
    return Found(value, grade, "", len(points), Decimal(sum(points)), excluded=excluded)


def checks(deal: Record, streams: Streams, where: Context) -> list[tuple[int, bool]]:
    closes, following = when(deal, "closedate"), when(deal, "notes_next_activity_date")
    soon = following is not None and 0 <= (local_day(following, where) - local_day(where.now, where)).days <= 14
    return [
        (15, has_amount(deal)),
        (20, closes is not None and not is_overdue(closes, where)),
        (20, soon or text(deal, "hs_next_step") != ""),
        (15, young_enough(deal, where)),
        (10, text(deal, "hs_manual_forecast_category") != ""),
        (10, contacts_of(deal) >= 2),
        (10, has_decision_maker(deal, streams, where)),
    ]


def has_amount(deal: Record) -> bool:
    """A sum of money in whatever currency."""
    return any((number(text(deal, name)) or 0) > 0 for name in ("amount_in_home_currency", "amount"))


def young_enough(deal: Record, where: Context) -> bool:
    """Not longer in its stage than one and a half times the target; ``hs_v2_time_in_current_stage`` is the entry."""
    stage = stage_of(text(deal, "dealstage"), where)
    if stage is None or not stage.target_days:
        return True
    entered = when(deal, "hs_v2_time_in_current_stage") or when(deal, stage.entered)
    if entered is None:
        return False
    return (
        Decimal((where.now - entered) // timedelta(milliseconds=1)) <= stage.target_days * Decimal("1.5") * 86_400_000
    )


def weighted_forecast(streams: Streams, where: Context) -> Found:
    """K22: open amount × probability of the stage, of what closes from today to the end of the period."""
    excluded = untold(streams, where)
    weighted = whole = won = historical = Decimal(0)
    months: dict[str, Decimal] = {}
    n = 0
    for deal in [one for one in streams.get("deals", []) if won_here(one, where)]:
        won += money(deal, where)[0]
        count(excluded, money(deal, where)[1])
    for deal in [one for one in living(streams, where) if state(one, where) == "open"]:
        closes, (amount, problem), chance = when(deal, "closedate"), money(deal, where), probability(deal, where)
        if closes is None or is_overdue(closes, where):
            count(excluded, "no_close_date" if closes is None else "overdue")
            continue
        count(excluded, problem)
        count(excluded, "" if chance is not None else "unknown_stage")
        share, month = amount * (chance or 0), local_day(closes, where).strftime("%Y-%m")
        months[month] = months.get(month, Decimal(0)) + share
        if in_period(closes, where):
            n, weighted, whole = n + 1, weighted + share, whole + amount
            rate = stage_win_rate(text(deal, "dealstage"), streams, where)
            historical += share if rate is None else amount * rate
    details = {"months": months, "historical": historical}
    for reason in ("no_rate", "unknown_stage"):
        if reason in excluded:
            return Found(None, "n_a", reason, n, None, None, excluded)
    target = settings_target(where)
    if not target:
        return Found(weighted, "n_a", "no_target", n, weighted, whole, excluded, details=details)
    grade = graded((weighted + won) / target, "0.95", "0.8", 0, 0)
    return Found(weighted, grade, "", n, weighted, whole, excluded, details=details)


def probability(deal: Record, where: Context) -> Decimal | None:
    """The deal's own, else that of its stage; a number outside 0 to 1 is no probability."""
    own = number(text(deal, "hs_deal_stage_probability"))
    if own is not None and 0 <= own <= 1:
        return own
    stage = stage_of(text(deal, "dealstage"), where)
    return stage.probability if stage else None


def stage_win_rate(name: str, streams: Streams, where: Context) -> Decimal | None:
    """The win rate of deals that entered the stage and closed in the twelve months before; of twenty at least."""
    stage, (first, after) = stage_of(name, where), trailing(where)
    if stage is None or not stage.entered:
        return None
    closed = []
    for deal in living(streams, where):
        ended, outcome = when(deal, "closedate"), state(deal, where)
        duplicate = outcome == "lost" and text(deal, "core_loss_reason") == "duplicate"
        if (
            outcome in ("won", "lost")
            and ended
            and first <= ended < after
            and when(deal, stage.entered)
            and not duplicate
        ):
            closed.append(outcome)
    return Decimal(closed.count("won")) / len(closed) if len(closed) >= 20 else None
