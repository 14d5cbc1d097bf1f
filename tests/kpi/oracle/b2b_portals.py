"""Small messy portals at random: every edge that the definitions of the B2B KPIs name, and more."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from provisioner.kpi import period
from provisioner.kpi.context import Context
from provisioner.kpi.k07_forecast_accuracy import SNAPSHOT
from tests.kpi.oracle.b2b_reading import DAY, Record, Streams, begins, ends
from tests.kpi.world import JERUSALEM, contacts, context, record

PERIODS = ("2026-05", "2026-Q2", "2026-W15", "2026-03-22..2026-04-09", "2026-05-21", "2026")
AMOUNTS = ("100", "250.5", "20000", "400000", "1e3", " 70 ", "0", "-5", "1,000", "abc", "", "  ", None)
STAGES = {
    "b2b_new_business": ("prospecting", "qualified", "proposal", "negotiation", "won", "lost"),
    "b2b_account_growth": ("idea", "growth_won", "growth_lost"),
    "cc_sales": ("offer", "decision", "cc_won", "cc_lost"),
    "elsewhere": ("x", "y", "z"),
}
OPEN = {"b2b_new_business": 4, "b2b_account_growth": 1, "cc_sales": 2, "elsewhere": 1}
OWNERS = ("dana", "omer", "gone", "queue", "leaver", "4711", "", None)


def portal(seed: int) -> tuple[Streams, Context]:
    """Records of every object, and the context in which they are measured. Every third is kept well."""
    dice = random.Random(seed)  # noqa: S311  made-up records, not secrets
    where, neat = setting(dice), seed % 3 == 0
    deals = [deal(dice, where, f"d{number}", neat) for number in range(dice.choice((0, 1, 3, 8, 20, 40)))]
    if dice.random() < 0.05:
        deals += [decided(dice, where, f"c{number}") for number in range(dice.choice((18, 22, 30)))]
    leads = [lead(dice, where, f"l{number}") for number in range(dice.choice((0, 2, 10)))]
    roles = (None, "champion", "decision_maker", "champion;decision_maker", "blocker")
    people = [
        record({"b2b_buying_role": dice.choice(roles)}, id=str(100 + number), archived=dice.random() < 0.1)
        for number in range(3)
    ]
    goals = [goal(dice, where) for _ in range(dice.choice((0, 1, 3)))]
    stored = [kept(dice, one) for one in deals if dice.random() < 0.8] if where.snapshot_at else []
    return {"deals": deals, "leads": leads, "contacts": people, "goal_targets": goals, SNAPSHOT: stored}, where


def setting(dice: random.Random) -> Context:
    mode = dice.choice(("b2b", "b2b", "b2b", "call_center", "hybrid", "hybrid"))
    told = dice.choice(PERIODS)
    kpis: dict[str, Any] = {"min_samples": {"leads": 1, "deals": dice.choice((1, 1, 2, 5)), "calls": 1}}
    if dice.random() < 0.5:
        kpis["rates"] = {"USD": 4}
    if dice.random() < 0.5:
        kpis["revenue"] = {told: dice.choice((0, 1000, 20_000, 100_000, 400_000))}
    if told == "2026-Q2" and dice.random() < 0.5:
        kpis["revenue"] = {f"2026-{month:02d}": 7000 for month in dice.choice(((4, 5, 6), (4, 6)))}
    if dice.random() < 0.2:
        kpis["coverage_counts_omitted"] = True
    if dice.random() < 0.5:
        targets = {"K6": 0.4, "K10": dice.choice((500, 20_000)), "K11": 30, "K20": dice.choice((10, 1000))}
        kpis["measures"] = {name: {"target": target} for name, target in targets.items()}
    kpis["week_starts"] = "sunday"
    made = context(told, mode, kpis=kpis)
    first, after = begins(made), ends(made)
    inside = first + (after - first) * dice.random()
    now = dice.choice((after, after + 40 * DAY, after - timedelta(seconds=1), inside, inside, first, first - 20 * DAY))
    taken = first + timedelta(hours=dice.choice((-24, -3, 24, 25))) if dice.random() < 0.2 else None
    at = f"{now.astimezone(JERUSALEM):%Y-%m-%d %H:%M:%S}"
    more = {"pipelines": ()} if dice.random() < 0.05 else {}
    found = context(told, mode, at, kpis=kpis, snapshot_at=taken, **more)
    zone = dice.choice((JERUSALEM,) * 5 + (ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")))
    return replace(found, period=period.Period(found.period.first, found.period.after, zone, found.period.months))


def moment(dice: random.Random, where: Context, spread: int = 120) -> datetime:
    """Any time around the period; often exactly on its bounds, on those of today, or where clocks change."""
    first, after = begins(where), ends(where)
    midnight = where.now.astimezone(where.period.zone).replace(hour=0, minute=0, second=0)
    edges = (first, after, where.now, midnight, midnight + DAY, datetime(2026, 3, 27, 0, 30, tzinfo=UTC))
    if dice.random() < 0.35:
        return dice.choice(edges) + timedelta(seconds=dice.choice((-1, 0, 0, 1)))
    if dice.random() < 0.6:
        return first + timedelta(seconds=dice.randrange(int((after - first).total_seconds())))
    return first + timedelta(minutes=dice.randrange(-spread * 1440, spread * 1440))


def written(dice: random.Random, at: datetime) -> str:
    """As HubSpot writes moments in one place or another."""
    utc = at.astimezone(UTC)
    return dice.choice((
        f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z",
        f"{utc:%Y-%m-%dT%H:%M:%S}Z",
        str((utc - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)),
        f"{at.astimezone(JERUSALEM):%Y-%m-%dT%H:%M:%S%z}",
    ))  # fmt: skip


def stamp(dice: random.Random, where: Context, missing: float = 0.15) -> str | None:
    if dice.random() < missing:
        return dice.choice((None, "", "soon"))
    return written(dice, moment(dice, where))


def entries(
    dice: random.Random, where: Context, values: Sequence[Any], since: datetime | None = None
) -> list[dict[str, Any]]:
    """A history of these values at rising moments, newest first as HubSpot sends it; ``since`` is when it began."""
    moments: set[datetime] = {since} if since and values else set()
    while len(moments) < len(values):
        drawn = min(where.now, moment(dice, where) - dice.choice((0, 0, 60)) * DAY)
        drawn = max(drawn, since or drawn)
        moments.add(min(moments) - timedelta(seconds=1) if drawn in moments else drawn)
    held = [{"value": value, "timestamp": written(dice, at)} for value, at in zip(values, sorted(moments), strict=True)]
    return held[::-1]


def deal(dice: random.Random, where: Context, name: str, neat: bool) -> Record:
    line = dice.choice(("b2b_new_business",) * 5 + ("b2b_account_growth", "cc_sales", "cc_sales", "elsewhere"))
    outcome = dice.choice(("open", "open", "won", "won", "lost"))
    stages, opened = STAGES[line], OPEN[line]
    stage = dice.choice(stages[:opened]) if outcome == "open" else stages[opened + (outcome == "lost")]
    if not neat and dice.random() < 0.05:
        stage = "removed"
    path = way(dice, where, line, stage, neat)
    amount, currency = (
        dice.choice(AMOUNTS[:4] if neat else AMOUNTS),
        dice.choice((*[None] * 9, "", "ILS", "USD", "usd", "EUR")),
    )
    held: dict[str, Any] = {
        "pipeline": line if neat or dice.random() > 0.03 else None,
        "dealstage": stage,
        "amount": amount,
        "amount_in_home_currency": dice.choice((amount, amount, amount, None, "", "abc")),
        "deal_currency_code": None if neat else currency,
        "createdate": dice.choice((written(dice, path[0][0]), stamp(dice, where, 0.1))),
        "closedate": dice.choice((written(dice, path[-1][0]), stamp(dice, where, 0.1), stamp(dice, where, 0.1))),
        "hubspot_owner_id": dice.choice(OWNERS),
        **flags(dice, outcome),
        **opinions(dice, where),
        **times(dice, path),
    }
    labels = [dice.choice(("", "Champion", "Decision maker", "מקבל החלטות")) for _ in range(dice.randrange(4))]
    made = record(held, id=name, archived=dice.random() < 0.08, associations=contacts(*labels))
    if neat or dice.random() < 0.93:
        made["propertiesWithHistory"] = history(dice, where, made, path)
    return made


def decided(dice: random.Random, where: Context, name: str) -> Record:
    """One of many that passed the proposal before the period, so that the stage has a past."""
    outcome = dice.choice(("won", "lost", "lost"))
    closed = begins(where) - timedelta(hours=dice.randrange(1, 12 * 720))
    return record({
        **flags(dice, outcome),
        "pipeline": "b2b_new_business",
        "dealstage": outcome,
        "closedate": written(dice, closed),
        "createdate": written(dice, closed - 30 * DAY),
        "entered_proposal": written(dice, closed - 3 * DAY) if dice.random() < 0.95 else None,
        "core_loss_reason": dice.choice((None, None, "duplicate")),
    }, id=name, propertiesWithHistory={"dealstage": []})  # fmt: skip


def kept(dice: random.Random, deal: Record) -> Record:
    """The deal as a snapshot may have kept it, when it had perhaps another stage, amount, category or date."""
    names = ("pipeline", "dealstage", "amount", "deal_currency_code", "closedate", "hs_manual_forecast_category")
    held = {name: deal["properties"].get(name) for name in (*names, "hubspot_owner_id")}
    if dice.random() < 0.7:
        held["dealstage"] = dice.choice(STAGES["b2b_new_business"])
    held["hs_manual_forecast_category"] = dice.choice(("COMMIT", "COMMIT", None, "BEST_CASE", "OMIT"))
    return record(held, id=deal["id"])


def way(dice: random.Random, where: Context, line: str, stage: str, neat: bool) -> list[tuple[datetime, str]]:
    """Through stages in any order, back and forth, perhaps from another pipeline; to the one in which it is now."""
    lines = [dice.choice((line, line, line, dice.choice(list(STAGES)))) for _ in range(dice.randrange(4))]
    before = [dice.choice((*STAGES[one][: OPEN[one]], dice.choice((*STAGES[one], "removed")))) for one in lines]
    stages = [one for one, _ in groupby([*before, stage])]
    moments: set[datetime] = set()
    while len(moments) < len(stages):
        drawn = min(where.now, moment(dice, where) - dice.choice((0, 60) if neat else (0, 0, 60)) * DAY)
        moments.add(min(moments) - timedelta(seconds=1) if drawn in moments else drawn)
    return list(zip(sorted(moments), stages, strict=True))


def times(dice: random.Random, path: list[tuple[datetime, str]]) -> dict[str, Any]:
    """What HubSpot derives of the way: the latest entry into each stage, and the time of the visits that ended."""
    found: dict[str, Any] = {"hs_v2_time_in_current_stage": written(dice, path[-1][0])}
    spent: dict[str, int] = {}
    for at, (entered, stage) in enumerate(path):
        found[f"entered_{stage}"] = written(dice, entered)
        if at + 1 < len(path):
            spent[stage] = spent.get(stage, 0) + (path[at + 1][0] - entered) // timedelta(milliseconds=1)
    found |= {
        f"time_{stage}": dice.choice((milliseconds, f"{milliseconds}.0")) for stage, milliseconds in spent.items()
    }
    return {name: dice.choice((None, "", "soon")) if dice.random() < 0.07 else value for name, value in found.items()}


def flags(dice: random.Random, outcome: str) -> dict[str, Any]:
    truth = {
        "hs_is_closed": "false" if outcome == "open" else "true",
        "hs_is_closed_won": "true" if outcome == "won" else "false",
        "hs_is_closed_lost": "true" if outcome == "lost" else "false",
    }
    return {name: None if dice.random() < 0.08 else value for name, value in truth.items()}


def opinions(dice: random.Random, where: Context) -> dict[str, Any]:
    return {
        "hs_manual_forecast_category": dice.choice(
            (None, "", "COMMIT", "COMMIT", "BEST_CASE", "PIPELINE", "OMIT", "OWN")
        ),
        "hs_next_step": dice.choice((None, "", " ", "call")),
        "notes_next_activity_date": stamp(dice, where, 0.5),
        "num_associated_contacts": dice.choice((None, "", 0, 1, 2, 3, "x")),
        "hs_deal_stage_probability": dice.choice((None, None, "0.5", "-0.2", "1.7", "", "high")),
        "core_loss_reason": dice.choice((None, None, "price", "duplicate")),
        "b2b_source_type": dice.choice((None, "referral", "outbound", "unheard_of")),
        "core_lead_source": dice.choice((None, "referral", "google_search")),
        "b2b_deal_tier": dice.choice((None, "large", "standard")),
        "core_source_lead_id": dice.choice((None, None, "", "l1", "l4", "nobody")),
        "hs_closed_won_date": stamp(dice, where, 0.5),
        "core_handoff_status": dice.choice((None, "none", "proposed", "accepted", "returned")),
    }


def history(dice: random.Random, where: Context, made: Record, path: list[tuple[datetime, str]]) -> dict[str, Any]:
    """A past for each property that is read with it: pipelines as the way went, the others by chance."""
    last = str(made["properties"]["pipeline"] or "elsewhere")
    lines = [next((one for one in STAGES if stage in STAGES[one]), last) for _, stage in path[:-1]]
    held, promise = made["properties"], ("COMMIT", "COMMIT", "BEST_CASE", "PIPELINE", "OMIT", None, "OWN", " ")
    told: dict[str, Sequence[Any]] = {
        "amount": [dice.choice((*AMOUNTS, *[held["amount"]] * 20)), held["amount"]],
        "closedate": [stamp(dice, where, 0.1) for _ in range(dice.randrange(1, 5))],
        "hs_manual_forecast_category": [dice.choice(promise)],
        "hubspot_owner_id": [dice.choice(OWNERS)],
    }
    found = {name: entries(dice, where, values, path[0][0]) for name, values in told.items() if dice.random() < 0.97}
    statuses = [dice.choice(("none", "proposed", "accepted", "returned")) for _ in range(dice.randrange(4))]
    found["core_handoff_status"] = entries(dice, where, statuses)
    ways = {"dealstage": [stage for _, stage in path], "pipeline": [*lines, last]}
    for name, values in ways.items():
        pairs = zip(values, path, strict=True)
        found[name] = [{"value": value, "timestamp": written(dice, entered)} for value, (entered, _) in pairs][::-1]
    return found


def lead(dice: random.Random, where: Context, name: str) -> Record:
    steps = passed_on(dice, where)
    held = {
        "hs_createdate": stamp(dice, where, 0.1),
        "core_lead_entry_at": stamp(dice, where, 0.6),
        "hs_pipeline": dice.choice(("cc_leads", "cc_leads", "elsewhere", None)),
        "core_handoff_status": steps[0]["value"] if steps else dice.choice((None, "", "none", "proposed")),
    }
    made = record(held, id=name, archived=dice.random() < 0.1)
    if steps or dice.random() < 0.8:
        made["propertiesWithHistory"] = {"core_handoff_status": steps}
    return made


def passed_on(dice: random.Random, where: Context) -> list[dict[str, Any]]:
    """Proposals and their answers, many of them about the hours of an office and the four that are allowed."""
    minutes = dice.choice((0, 509, 510, 539, 540, 541, 780, 840, 1079, 1080, 1081, 1200))
    clock = begins(where) + DAY * dice.randrange(-2, (where.period.after - where.period.first).days + 1)
    at, steps = clock + timedelta(minutes=minutes), []
    for _ in range(dice.randrange(5)):
        value = dice.choice(("none", "proposed", "proposed", "accepted", "accepted", "returned"))
        steps.append({"value": value, "timestamp": written(dice, at)})
        waits = (timedelta(minutes=one) for one in (1, 120, 239, 240, 241, 600, 780, 1440, 4320))
        at += dice.choice((*waits, timedelta(minutes=240, seconds=1)))
        if at > where.now:
            break
    return steps[::-1] if clock + timedelta(minutes=minutes) <= where.now else []


def goal(dice: random.Random, where: Context) -> Record:
    other = period.parse(dice.choice(("2026-03", "2026-06")), where.period.zone)
    mine = where.period if dice.random() < 0.8 else other
    last = dice.choice((
        f"{mine.after - DAY}T23:59:59.999Z",
        f"{mine.after - DAY}T23:59:59Z",
        f"{mine.after}T00:00:00Z",
    ))  # fmt: skip
    return record({
        "hs_goal_type": dice.choice(("sales_quota", "sales_quota", "sales_quota", "calls", None)),
        "hs_target_amount": dice.choice(("1000", "100000", "2.5", "0", "abc", None, Decimal(5000))),
        "hs_start_datetime": dice.choice((f"{mine.first}T00:00:00Z", f"{mine.first}T00:00:00Z", None)),
        "hs_end_datetime": last,
        "hubspot_owner_id": dice.choice(("dana", "omer", None)),
        "hs_assignee_team_id": dice.choice((None, None, None, "9")),
        "hs_pipeline_ids": dice.choice((None, "", "b2b_new_business", "elsewhere", "elsewhere;b2b_new_business")),
    })  # fmt: skip
