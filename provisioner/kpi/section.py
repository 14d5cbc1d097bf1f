"""The section ``kpis:`` of a blueprint, which a portal's target file shares: its schema."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from provisioner.kpi import KPIS
from provisioner.kpi.context import B2B, CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Unit, plain
from provisioner.kpi.scales import Scale

Json = Any

MODES = (CENTRE, B2B)
_UNITS = {Unit.RATIO: "fractions", Unit.MONEY: "company currency", Unit.MONEY_PER_DAY: "company currency a day"}

_AMOUNT: Json = {"type": "number", "minimum": 0}
_NAME: Json = {"enum": list(KPIS)}
_LIST: Json = {"type": "array", "items": {"type": "string", "minLength": 1}}
_CALENDAR: Json = {"type": ["string", "object"]}


def _limit(value: Decimal, meaning: str, least: int) -> Json:
    return {"type": "number", "minimum": least, "default": plain(value), "description": meaning}


def _limits(scale: Scale, least: int) -> dict[str, Json]:
    return {
        "good": _limit(scale.good, "The last value that is good.", least),
        "watch": _limit(scale.watch, "The last value that is not yet a risk.", least),
    }


def _measure(definition: Definition) -> Json:
    """Target and thresholds of one KPI. Coverage below three times the target is a business risk whatever one sets."""
    scales = dict(definition.scales)
    least = 3 if definition.id == "K5" else 0
    inner = {
        name: {"type": "object", "additionalProperties": False, "required": ["good", "watch"],
               "description": "Thresholds of this figure.", "properties": _limits(scale, 0)}
        for name, scale in scales.items() if name != "value"
    }  # fmt: skip
    return {
        "type": "object",
        "additionalProperties": False,
        "dependentRequired": {"good": ["watch"], "watch": ["good"]},
        "description": f"{definition.name['en']}, in {_UNITS.get(definition.unit, definition.unit.value)}.",
        "properties": {
            "target": _AMOUNT | {"description": "What should be reached."},
            **_limits(scales["value"], least),
            **inner,
        },
    }


_TEAM: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["mode"],
    "properties": {
        "mode": {"enum": [*MODES, "hybrid"], "description": "How the team sells."},
        "graded_by": {"type": "array", "items": _NAME, "description": "The KPIs that the team is managed by."},
    },
}
_PEOPLE: dict[str, Json] = {
    "graded_by": {"type": "array", "items": _NAME, "description": "The KPIs that everybody is managed by."},
    "teams": {
        "type": "object",
        "additionalProperties": _TEAM,
        "description": "Teams by their name in HubSpot. Without any, every person who owns records is a rep.",
    },
}
_TIME: dict[str, Json] = {
    "calendar": _CALENDAR | {"description": "Working hours and holidays; that of the mode if left out."},
    "calendars": {
        "type": "object",
        "additionalProperties": False,
        "properties": {mode: _CALENDAR | {"description": f"The calendar of {mode} pipelines."} for mode in MODES},
        "description": "A calendar for each mode of a hybrid.",
    },
    "zone": {"type": "string", "description": "Time zone of the periods (IANA name); the calendar's if left out."},
    "week_starts": {"enum": ["sunday", "monday"], "description": "Sunday for Israeli calendars if left out."},
    "periods": {
        "type": "array",
        "items": {"enum": ["day", "week", "month", "quarter", "year"]},
        "description": "How often reports are made.",
    },
}
_MONEY: dict[str, Json] = {
    "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "description": "The company currency that is expected."},
    "amount_includes_vat": {"type": "boolean", "description": "Whether amounts are with VAT; reports say so."},
    "vat_rate": {"type": "number", "minimum": 0, "maximum": 1, "description": "VAT as a fraction."},
    "rates": {
        "type": "object",
        "propertyNames": {"pattern": "^[A-Z]{3}$"},
        "additionalProperties": {"type": "number", "exclusiveMinimum": 0},
        "description": "Company currency for one unit of another, fixed for the period.",
    },
    "revenue": {
        "type": "object",
        "additionalProperties": _AMOUNT,
        "description": "Money to be won, by period: 2026-11, 2026-Q4 or 2026.",
    },
    "deal_splits": {"type": "boolean", "description": "Share deals between reps as HubSpot's deal splits say."},
    "category_weights": {
        "type": "object",
        "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1},
        "description": "How much of each forecast category is counted on.",
    },
    "size_bands": {
        "type": "array",
        "minItems": 1,
        "uniqueItems": True,
        "items": {"type": "number", "exclusiveMinimum": 0},
        "description": "Amounts at which a new size of deal begins.",
    },
    "coverage_counts_omitted": {"type": "boolean", "description": "Count deals that are left out of the forecast."},
    "growth_pipelines": _LIST | {"description": "Pipelines of business with customers, by id."},
}
_WORK: dict[str, Json] = {
    "lead_source": {
        "enum": ["leads", "contacts", "none"],
        "description": "contacts where the portal has no leads object; none is the default in B2B.",
    },
    "lead_window_days": {"type": "integer", "minimum": 1, "description": "Days in which a lead becomes a deal."},
    "first_contact_minutes": {"type": "number", "exclusiveMinimum": 0, "description": "Business minutes allowed."},
    "exact_first_contact": {"type": "boolean", "description": "Read every call, e-mail, meeting and message."},
    "excluded_sources": _LIST | {"description": "Record sources that nobody waits for, as HubSpot labels them."},
    "handoff_hours": {"type": "number", "exclusiveMinimum": 0, "description": "Business hours to accept a hand-off."},
    "capacity_per_day": {"type": "number", "exclusiveMinimum": 0, "description": "Leads the team can try in a day."},
    "connected_outcomes": _LIST | {"description": "Call outcomes that are a talk, as HubSpot's GUIDs."},
    "connected_seconds": {"type": "integer", "minimum": 0, "description": "Length of a talk without an outcome."},
    "decision_maker": _LIST | {"description": "Association labels and roles of a decision maker."},
}
SCHEMA: Json = {
    "type": "object",
    "additionalProperties": False,
    "description": "What is measured, against which targets and thresholds.",
    "properties": {
        "language": {"enum": ["en", "he"], "description": "Language of reports."},
        **_TIME,
        **_MONEY,
        **_WORK,
        **_PEOPLE,
        "min_samples": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                key: {"type": "integer", "minimum": 1, "description": f"The fewest {key}."}
                for key in ("leads", "deals", "calls")
            },
            "description": "How many records a grade needs.",
        },
        "segments": _LIST | {"description": "By what figures are split; by everything if left out."},
        "measures": {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: _measure(definition) for name, definition in KPIS.items()},
            "description": "Targets and thresholds by KPI.",
        },
    },
}
"""JSON Schema (draft 2020-12) of ``kpis:`` and of a target file."""
