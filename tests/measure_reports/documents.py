"""Documents to report on: a made-up company, measured by the KPIs themselves, the same on every run."""

from __future__ import annotations

import copy
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from provisioner.kpi import of_mode
from provisioner.kpi.context import CENTRE, Context, Owner
from provisioner.kpi.gathering import measure
from provisioner.kpi.measurement import Measurement
from provisioner.kpi.period import Period
from provisioner.measuring import comparing
from provisioner.reports import measure_words
from tests.kpi import world

MODES = ("call_center", "b2b", "hybrid")
NASTY = (
    "=HYPERLINK(1)",
    "<script>alert(1)</script>",
    "a|b`c*[d](e)",
    "\u202eevil\x1b[31m",
    "+972-3",
    "@all\nnext",
    "W" * 90,
)
_PEOPLE = {
    "dana": ("דנה לוי", "field"),
    "omer": ("Omer Katz", "field"),
    "tal": ("טל בר-און (מרכז)", "desk"),
    "gal": ("Gal 7", "desk"),
}
_SOURCES = ("google_search", "social_paid", "referral", "my_campaign")
_CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7"
_NO_ANSWER = "73a0d17f-1163-4015-bdd5-ec830791da20"
_MEASURES = {"K8": {"target": 60}, "K10": {"target": 9_000}, "K23": {"target": 0.3}}
_KPIS: Mapping[str, Any] = {
    "call_center": {"revenue": {"2026-05": 150_000}, "capacity_per_day": 3, "measures": _MEASURES},
    "b2b": {"revenue": {"2026-05": 900_000, "2026-W20": 250_000, "2026-04": 700_000}, "measures": _MEASURES},
    "hybrid": {"revenue": {"2026-05": 1_000_000}, "capacity_per_day": 3, "measures": _MEASURES},
}
_TITLES = {
    "call_center": {"en": "Inbound call centre", "he": "מוקד מכירות"},
    "b2b": {"en": "Senior B2B sales", "he": "מכירות B2B בכירות"},
    "hybrid": {"en": "Call centre and senior B2B", "he": "מוקד ומכירות B2B בכירות"},
}
_NAMES = {
    "pipeline": {
        "cc_leads": {"en": "Inbound leads", "he": "לידים נכנסים"},
        "cc_sales": {"en": "Call centre sales", "he": "מכירות מוקד"},
        "b2b_new_business": {"en": "B2B new business", "he": "עסקאות חדשות B2B"},
    },
    "stage": {
        "b2b_new_business/proposal": {"en": "Proposal", "he": "הצעה"},
        "cc_sales/offer": {"en": "Offer presented", "he": "הוצגה הצעה"},
    },
}
"""Some of the names: what has none is told by the portal's label, or by its key."""

Json = dict[str, Any]


def owners(nasty: bool = False) -> dict[str, Owner]:
    names = [*NASTY] if nasty else [name for name, _ in _PEOPLE.values()]
    return {
        **{key: Owner(key, names[place], teams=(team,)) for place, (key, (_, team)) in enumerate(_PEOPLE.items())},
        "gone": world.OWNERS["gone"],
    }


def _moment(dice: random.Random, first: str, days: int) -> str:
    day = datetime.fromisoformat(first) + timedelta(days=dice.randrange(days))
    return f"{day:%Y-%m-%d} {dice.randrange(9, 18):02d}:{dice.randrange(60):02d}"


def _later(moment: str, minutes: int) -> str:
    return f"{datetime.fromisoformat(moment) + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"


def _lead(dice: random.Random, number: int) -> Json:
    entered = _moment(dice, "2026-04-01", 60)
    wait = dice.choice((1, 2, 3, 4, 4, 7, 12, 30, 90, 3000, None))
    return world.lead(
        entered,
        None if wait is None else _later(entered, wait),
        id=f"l{number}",
        hubspot_owner_id=dice.choice((*_PEOPLE, None)),
        core_lead_source=dice.choice(_SOURCES),
        hs_lead_is_open=dice.choice(("true", "false")),
        hs_next_step=dice.choice((None, "call")),
        hs_object_source_label=dice.choice(("FORM", "FORM", "FORM", "IMPORT")),
        entered_new=world.utc(entered),
        entered_attempting=world.utc(_later(entered, 5)) if wait else None,
        core_handoff_status=(status := dice.choice(("none", "none", "accepted", "returned"))),
        propertiesWithHistory={
            "core_handoff_status": []
            if status == "none"
            else world.past((_later(entered, 60), "proposed"), (_later(entered, dice.choice((90, 200, 900))), status))
        },
    )


def _call(dice: random.Random) -> Json:
    inbound = dice.random() < 0.3
    return world.call(
        _moment(dice, "2026-04-01", 60),
        "INBOUND" if inbound else "OUTBOUND",
        hubspot_owner_id=dice.choice(list(_PEOPLE)),
        hs_call_status=dice.choice(("COMPLETED", "COMPLETED", "COMPLETED", "MISSED")),
        hs_call_disposition=None if inbound else dice.choice((_CONNECTED, _NO_ANSWER, _NO_ANSWER)),
        hs_call_duration=60_000,
    )


def _centre_deal(dice: random.Random, number: int) -> Json:
    made = _moment(dice, "2026-04-01", 60)
    state = dice.choice(("won", "won", "lost", "open"))
    return world.centre_deal(
        state,
        dice.choice((1_200, 2_400.5, 4_800, 12_000, None)),
        id=f"c{number}",
        made=made,
        closes=_later(made, dice.choice((180, 900, 4000))),
        hubspot_owner_id=dice.choice((*_PEOPLE, "gone")),
        core_source_lead_id=f"l{dice.randrange(140)}",
        core_lead_source=dice.choice(_SOURCES),
        entered_offer=world.utc(made),
        time_offer=dice.choice((1, 2, 3)) * 43_200_000,
        entered_decision=world.utc(_later(made, 60)) if dice.random() < 0.6 else None,
        time_decision=86_400_000,
        hs_next_step=dice.choice((None, "call")),
    )


_AHEAD = ("prospecting", "qualified", "proposal", "negotiation")


def _b2b_deal(dice: random.Random, number: int) -> Json:
    made = _moment(dice, "2026-01-05", 128)
    entered = max(_later(made, 1440), _moment(dice, "2026-05-01", 12))
    state = dice.choice(("won", "lost", "lost", "open", "open", "open"))
    stage = dice.choice(_AHEAD) if state == "open" else state
    reached = (
        _AHEAD[: _AHEAD.index(stage) + 1] if stage in _AHEAD else _AHEAD[: 4 if state == "won" else dice.randint(1, 4)]
    )
    when = {_later(entered, 1440 * place): name for place, name in enumerate(reached[1:])}
    amount = dice.choice((8_000, 24_000, 60_000, 140_000))
    category = dice.choice(
        {"won": ("COMMIT", "COMMIT", ""), "lost": ("BEST_CASE", "PIPELINE")}.get(state, ("COMMIT", "BEST_CASE", ""))
    )
    due = "2026-05-20T12:00:00Z" if state != "open" or number % 4 == 0 else "2026-06-20T12:00:00Z"
    return world.deal(
        state,
        amount,
        id=f"b{number}",
        made=made,
        closes=_moment(dice, "2026-05-10", 50 if state == "open" else 8),
        dealstage=stage,
        hubspot_owner_id=dice.choice(("dana", "omer", "tal", None)),
        hs_manual_forecast_category=category or None,
        dealname=("City museum tickets", "שדרוג מרכזייה", "Fleet 2026", None)[number % 4],
        b2b_deal_tier=dice.choice(("strategic", "large", "standard")),
        core_lead_source=dice.choice(("referral", "event", "outbound")),
        hs_deal_stage_probability=dice.choice((0.2, 0.5, 0.8)),
        hs_next_step=dice.choice((None, "meeting", "meeting")),
        hs_v2_time_in_current_stage=world.utc(_moment(dice, "2026-05-01", 14)),
        num_associated_contacts=dice.randrange(1, 4),
        dealtype=dice.choice((None, "existingbusiness")),
        propertiesWithHistory={
            "dealstage": world.past((made, reached[0]), *when.items()),
            "pipeline": world.past((made, "b2b_new_business")),
            "amount": world.past((made, amount)),
            "closedate": world.past((made, due)),
            "hs_manual_forecast_category": world.past((made, category or None)),
            "hubspot_owner_id": world.past((made, dice.choice(("dana", "omer", "tal")))),
        },
        associations={
            **world.contacts(*["Decision maker"] * dice.randrange(2), ""),
            **world.companies(f"{dice.randrange(9)}"),
        },
        **{f"entered_{name}": world.utc(moment) for moment, name in ((made, reached[0]), *when.items())},
        **{f"time_{name}": dice.choice((3, 9, 14, 21)) * 86_400_000 for name in reached},
    )


@cache
def _records(mode: str) -> Mapping[str, list[Json]]:
    dice = random.Random(7)  # noqa: S311  # the same on every run
    centre, b2b = mode != "b2b", mode != "call_center"
    return {
        "leads": [_lead(dice, number) for number in range(140)] if centre else [],
        "deals": [
            *([_centre_deal(dice, number) for number in range(90)] if centre else []),
            *([_b2b_deal(dice, number) for number in range(90)] if b2b else []),
        ],
        "calls": [_call(dice) for _ in range(900)] if centre else [],
    }


def _context(mode: str, period: str, now: str, more: Mapping[str, Any]) -> Context:
    given = {"owners": owners(), "kpis": dict(_KPIS[mode]), **more}
    return world.context(period, mode, now, **given)


def _measured(mode: str, where: Context, empty: bool = False) -> dict[str, Measurement]:
    streams: Mapping[str, list[Json]] = {} if empty else _records(mode)
    return measure(of_mode(mode), streams, where)


def _earlier(mode: str, where: Context, number: int, empty: bool) -> list[tuple[Period, dict[str, Measurement]]]:
    """So many periods before, the oldest first."""
    found: list[tuple[Period, dict[str, Measurement]]] = []
    for _ in range(number):
        where = replace(where, period=where.period.before())
        found.insert(0, (where.period, _measured(mode, where, empty)))
    return found


def document(
    mode: str, period: str = "2026-05", against: str = "", now: str = "2026-05-18 12:00", *, empty: bool = False,
    trend: int = 0, **more: Any,
) -> Json:  # fmt: skip
    """A ``provisioner/measure/1`` of the made-up company."""
    where = _context(mode, period, now, more)
    told = _measured(mode, where, empty)
    made: Json = {
        "format": "provisioner/measure/1",
        "portal": {
            "name": "acme",
            "id": 1111111,
            "environment": "sandbox",
            "zone": "Asia/Jerusalem",
            "currency": "ILS",
        },
        "blueprint": {"name": mode, "version": "1.0.0", "mode": mode, "title": _TITLES[mode]},
        "period": where.period.document(),
        "moment": where.now.isoformat(),
        "kpis": comparing.kpis(told),
        "names": _NAMES,
        "warnings": [],
        "cost": {
            "requests": 37,
            "by": {"history": 4, "list": 12, "search": 16, "settings": 5},
            "how": {"deals": {"way": "list", "why": {"en": "all are listed", "he": "כולן נקראות"}, "records": 180}},
        },
    }
    if against:
        before = _context(mode, against, now, more)
        made["against"] = comparing.against(of_mode(mode), told, before.period, _measured(mode, before, empty))
    if trend:
        made["trend"] = comparing.trend(of_mode(mode), told, _earlier(mode, where, trend, empty))
    made["headline"] = measure_words.headline(made)
    return made


@cache
def _shared(mode: str, period: str, against: str, now: str, trend: int = 0) -> Json:
    return document(mode, period, against, now, trend=trend)


def month(mode: str) -> Json:
    """A month that is running, against the one before."""
    return copy.deepcopy(_shared(mode, "2026-05", "2026-04", "2026-05-18 12:00"))


def months(mode: str) -> Json:
    """A month that is running, against the one before and after two others."""
    return copy.deepcopy(_shared(mode, "2026-05", "2026-04", "2026-05-18 12:00", 2))


def over(mode: str) -> Json:
    """A month that is over."""
    return copy.deepcopy(_shared(mode, "2026-05", "", "2026-07-02 09:00"))


def week(mode: str) -> Json:
    """A week against the one before."""
    return copy.deepcopy(_shared(mode, "2026-W20", "2026-W19", "2026-05-14 17:30"))


def day(mode: str = CENTRE) -> Json:
    """A day against the one before."""
    return copy.deepcopy(_shared(mode, "2026-05-14", "2026-05-13", "2026-05-14 17:30"))


def hostile(mode: str = "hybrid") -> Json:
    """Names that would like to be formulas, markup, or terminal escapes."""
    made = document(mode, "2026-05", "2026-04", owners=owners(nasty=True))
    made["portal"]["name"] = NASTY[1]
    made["warnings"] = [NASTY[3], {"en": NASTY[1], "he": NASTY[2]}]
    for name, kpi in made["kpis"].items():
        for place, segment in enumerate(kpi["segments"]):
            if segment["by"] in ("source", "pipeline", "team", "tier"):
                segment["key"] = f"{NASTY[place % len(NASTY)]}{place}"
        kpi["currency"] = "ILS" if name != "K10" else NASTY[0]
    return made
