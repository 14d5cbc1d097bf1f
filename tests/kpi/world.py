"""A small company to measure: its pipelines, its people, and records as HubSpot returns them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from provisioner.kpi import KPIS, period, targets
from provisioner.kpi.context import Context, Owner, Pipeline, Stage
from provisioner.kpi.gathering import measure
from provisioner.kpi.measurement import Measurement

JERUSALEM = ZoneInfo("Asia/Jerusalem")
_IDS = count(1)

SMALL = {"min_samples": {"leads": 1, "deals": 1, "calls": 1}}
"""So that an example of three deals earns its grade."""

CENTRE_LINE = Pipeline("deals", "cc_sales", "call_center", (
    Stage("offer", "Offer presented", probability=Decimal("0.4"), target_days=Decimal(1), category="PIPELINE",
          entered="entered_offer", cumulative="time_offer"),
    Stage("decision", "Awaiting decision", probability=Decimal("0.6"), target_days=Decimal(3), category="BEST_CASE",
          entered="entered_decision", cumulative="time_decision"),
    Stage("cc_won", "Won", "won", Decimal(1), category="CLOSED", entered="entered_cc_won"),
    Stage("cc_lost", "Lost", "lost", Decimal(0), category="OMIT"),
))  # fmt: skip
B2B_LINE = Pipeline("deals", "b2b_new_business", "b2b", (
    Stage("prospecting", "Prospecting", probability=Decimal("0.1"), target_days=Decimal(14), category="OMIT",
          entered="entered_prospecting", cumulative="time_prospecting"),
    Stage("qualified", "Qualified", probability=Decimal("0.2"), target_days=Decimal(7), category="PIPELINE",
          entered="entered_qualified", cumulative="time_qualified"),
    Stage("proposal", "Proposal sent", probability=Decimal("0.6"), target_days=Decimal(10), category="BEST_CASE",
          entered="entered_proposal", cumulative="time_proposal"),
    Stage("negotiation", "Negotiation", probability=Decimal("0.8"), target_days=Decimal(14), category="COMMIT",
          entered="entered_negotiation", cumulative="time_negotiation"),
    Stage("won", "Won", "won", Decimal(1), category="CLOSED", entered="entered_won"),
    Stage("lost", "Lost", "lost", Decimal(0), category="OMIT"),
))  # fmt: skip
GROWTH_LINE = Pipeline("deals", "b2b_account_growth", "b2b", (
    Stage("idea", "Idea identified", probability=Decimal("0.2"), entered="entered_idea"),
    Stage("growth_won", "Won", "won", Decimal(1), entered="entered_growth_won"),
    Stage("growth_lost", "Lost", "lost", Decimal(0)),
))  # fmt: skip
LEAD_LINE = Pipeline("leads", "cc_leads", "call_center", (
    Stage("new", "New", entered="entered_new"),
    Stage("attempting", "Attempting", entered="entered_attempting"),
    Stage("qualified_lead", "Qualified", "won", entered="entered_qualified_lead"),
    Stage("disqualified", "Disqualified", "lost"),
))  # fmt: skip
LINES = {
    "call_center": (CENTRE_LINE, LEAD_LINE),
    "b2b": (B2B_LINE, GROWTH_LINE),
    "hybrid": (CENTRE_LINE, LEAD_LINE, B2B_LINE, GROWTH_LINE),
}
OWNERS = {
    **{name: Owner(name, name.title(), teams=("field",)) for name in ("dana", "omer", "tal", "gal", "noa", "adi")},
    "queue": Owner("queue", "The queue", person=False),
    "gone": Owner("gone", "Long gone", archived=True, archived_at=datetime(2025, 1, 1, tzinfo=UTC)),
    "leaver": Owner("leaver", "Left in May", archived=True, archived_at=datetime(2026, 5, 15, tzinfo=UTC)),
}


def at(text: str) -> datetime:
    """A moment on the wall in Jerusalem."""
    return datetime.fromisoformat(text).replace(tzinfo=JERUSALEM)


def utc(text: str) -> str:
    """The same moment as HubSpot writes it."""
    return at(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def context(text: str = "2026-05", mode: str = "b2b", now: str = "2027-06-01 12:00", **more: Any) -> Context:
    """``kpis`` is the section of a blueprint; samples of one are enough unless it says otherwise."""
    settings, findings = targets.read({**SMALL, **more.pop("kpis", {})}, mode)
    assert settings is not None, findings
    given = {"owners": OWNERS, "pipelines": LINES[mode], "company_currency": "ILS", **more}
    return Context(period.parse(text, JERUSALEM, settings.week_starts), at(now), settings, mode, **given)


def record(properties: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    made = {name: None if value is None else str(value) for name, value in properties.items()}
    return {"id": str(more.pop("id", next(_IDS))), "properties": made, **more}


def deal(
    state: str = "open", amount: Any = 1000, *, closes: str | None = "2026-05-10 12:00", **more: Any
) -> dict[str, Any]:
    """A deal of the B2B pipeline unless said otherwise; ``made`` and ``closes`` on the wall in Jerusalem."""
    given = {
        name: more.pop(name) for name in ("id", "associations", "propertiesWithHistory", "archived") if name in more
    }
    made = more.pop("made", "2026-04-01 12:00")
    held = {
        "hs_is_closed": "false" if state == "open" else "true",
        "hs_is_closed_won": "true" if state == "won" else "false",
        "amount": amount,
        "amount_in_home_currency": amount,
        "pipeline": "b2b_new_business",
        "dealstage": {"open": "qualified", "won": "won", "lost": "lost"}[state],
        "createdate": utc(made) if made else None,
        "closedate": utc(closes) if closes else None,
        "hubspot_owner_id": "dana",
    }
    return record({**held, **more}, **given)


def centre_deal(state: str = "open", amount: Any = 1000, **more: Any) -> dict[str, Any]:
    stage = {"open": "offer", "won": "cc_won", "lost": "cc_lost"}[state]
    return deal(state, amount, **{"pipeline": "cc_sales", "dealstage": stage, **more})


def lead(entered: str = "2026-05-03 10:00", attempt: str | None = None, **more: Any) -> dict[str, Any]:
    given = {
        name: more.pop(name) for name in ("id", "associations", "propertiesWithHistory", "archived") if name in more
    }
    held = {
        "hs_createdate": utc(entered),
        "cc_first_attempt_at": utc(attempt) if attempt else None,
        "hs_lead_is_open": "true",
        "hs_pipeline": "cc_leads",
        "hs_pipeline_stage": "new",
        "hubspot_owner_id": "dana",
        "core_lead_source": "google_search",
    }
    return record({**held, **more}, **given)


def call(when: str = "2026-05-03 10:00", direction: str | None = "OUTBOUND", **more: Any) -> dict[str, Any]:
    held = {"hs_timestamp": utc(when), "hs_call_direction": direction, "hubspot_owner_id": "dana"}
    return record({**held, **more})


def past(*entries: tuple[str, Any]) -> list[dict[str, Any]]:
    """Property history from (moment on the wall, value), newest first as HubSpot sends it."""
    made = [
        {"value": None if value is None else str(value), "timestamp": utc(when), "sourceType": "CRM_UI"}
        for when, value in entries
    ]
    return sorted(made, key=lambda entry: str(entry["timestamp"]), reverse=True)


def companies(name: str, label: str = "Primary") -> dict[str, Any]:
    return {"companies": {"results": [{"id": name, "type": label}]}}


def contacts(*labels: str) -> dict[str, Any]:
    """As many contacts as labels, in the shape of associations v4."""
    kinds = [[{"category": "USER_DEFINED", "typeId": 1, "label": label}] for label in labels]
    return {
        "contacts": {"results": [{"toObjectId": 100 + n, "associationTypes": kind} for n, kind in enumerate(kinds)]}
    }


def measured(kpi: str, streams: Mapping[str, Iterator[Any] | list[Any]], where: Context) -> Measurement:
    return measure([KPIS[kpi]], streams, where)[kpi]


def left_out(found: Measurement) -> dict[str, int]:
    return {one.reason: one.n for one in found.excluded}


def segments(found: Measurement, by: str) -> dict[str, Decimal | None]:
    return {one.key: one.figure.value for one in found.segments if one.by == by}


def rounded(value: Decimal | None, digits: int = 1) -> float:
    assert value is not None
    return round(float(value), digits)
