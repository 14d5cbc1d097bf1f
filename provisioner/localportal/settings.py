"""The portal's switches: facts that differ between accounts, or that nobody has established, can be set either way.

They live in the portal's file and are read again for every request, so a change counts from the next request on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from provisioner.localportal.paths import AUTOMATION_BASES, PIPELINE_RULES_VERSIONS, TEAM_VERSIONS

CHOICES: dict[str, tuple[object, ...]] = {
    "account_type": ("STANDARD", "DEVELOPER_TEST", "SANDBOX", "APP_DEVELOPER"),
    "reference_check_flags_bypass": ("seen_live", "documented"),
    "stage_order": ("slots", "verbatim"),
    "duplicate_group_status": (409, 400),
    "stale_revision_status": (400, 409),
    "unset_pipeline_rules": ("404", "empty"),
    "stage_delete_with_rules": ("kept", "dropped", "refused"),
    "teams_access": ("write", "read", "none"),
    "unknown_label_delete_status": (400, 404, 204),
    "export_times": ("local_minutes", "iso"),
    "create_next_action_id": ("ignored", "required"),
    "put_next_action_id": ("ignored", "refused", "required"),
}
# Addresses that answer: any of these.
_SOME_OF = {
    "automation_bases": AUTOMATION_BASES,
    "teams_versions": TEAM_VERSIONS,
    "pipeline_rules_versions": PIPELINE_RULES_VERSIONS,
}


def _default_tokens() -> dict[str, list[str] | None]:
    return {"pat-local-embedded": None}


def _default_automation_bases() -> list[str]:
    return ["v4", "2026-09-beta"]


def _default_pipeline_limits() -> dict[str, int]:
    return {"deals": 100, "tickets": 100, "leads": 100, "orders": 50}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every switch with its default; README.md tells what each does."""

    portal_id: int = 1_000_001
    account_type: str = "DEVELOPER_TEST"
    time_zone: str = "UTC"
    currency: str = "USD"
    tokens: dict[str, list[str] | None] = field(default_factory=_default_tokens)
    default_pipelines: bool = True
    leads_enabled: bool = True
    lead_state_key: str = "leadState"
    honour_ids: bool = True
    reference_check_flags_bypass: str = "seen_live"
    stage_order: str = "slots"
    duplicate_group_status: int = 409
    sensitive_data_enabled: bool = False
    batch_errors_name_inputs: bool = True
    neq_matches_empty: bool = False
    association_reads_name_lonely: bool = True
    exchange_rates: dict[str, float] = field(default_factory=dict)
    automation_bases: list[str] = field(default_factory=_default_automation_bases)
    workflows_enabled: bool = True
    recurring_schedules_enabled: bool = True
    workflow_limit: int = 300
    closed_flows: list[str] = field(default_factory=list)
    failing_action_types: list[str] = field(default_factory=list)
    flow_pending_reads: int = 0
    stale_revision_status: int = 400
    create_next_action_id: str = "ignored"
    put_next_action_id: str = "ignored"
    flow_paths_may_converge: bool = False
    flow_markers_survive: bool = False
    flow_action_versions_rise: bool = False
    flows_check_references: bool = True
    flows_enrol_existing: bool = False
    creation_fires_property_changes: bool = False
    association_labels_enabled: bool = True
    association_label_limit: int = 50
    label_object_types_shown: bool = False
    unknown_label_delete_status: int = 400
    label_name_lag_s: float = 300
    validations_bind_writes: bool = True
    validations_check_property_types: bool = True
    validation_normalization_always_told: bool = False
    lists_check_references: bool = True
    list_names_ignore_case: bool = True
    deleted_lists_keep_names: bool = False
    deleted_lists_readable: bool = False
    list_processing_ms: float = 0
    list_search_fields_required: bool = True
    list_search_by_object_type: bool = True
    list_filters_omit_empty: bool = False
    list_filter_values_sorted: bool = False
    teams_versions: list[str] = field(default_factory=lambda: list(TEAM_VERSIONS))
    teams_access: str = "write"
    team_patch_needs_both: bool = False
    pipeline_rules_versions: list[str] = field(default_factory=lambda: list(PIPELINE_RULES_VERSIONS))
    pipeline_rules_enabled: bool = True
    unset_pipeline_rules: str = "404"
    stage_delete_with_rules: str = "kept"
    user_tokens: list[str] = field(default_factory=list)
    custom_property_limit: int = 1_000
    custom_property_overall_limit: int = 10_000
    calculated_property_limit: int = 200
    pipeline_limits: dict[str, int] = field(default_factory=_default_pipeline_limits)
    rate_limit: bool = False
    burst_limit: int = 190
    daily_limit: int = 625_000
    search_limit: int = 5
    latency_ms: float = 0
    read_lag: int = 0
    search_lag_s: float = 0
    export_pending_reads: int = 1
    export_times: str = "local_minutes"
    clock: str = ""
    clock_offset_s: float = 0


_DEFAULTS = Settings()


def changed(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """The settings with `changes`; ValueError names what is wrong. `rate_limit` also takes a burst tier such as 190."""
    changes = dict(changes)
    tier = changes.get("rate_limit")
    if isinstance(tier, int) and not isinstance(tier, bool) and tier > 1:
        changes |= {"rate_limit": True, "burst_limit": tier}
    elif tier in ("on", "off", 0, 1):
        changes["rate_limit"] = tier in ("on", 1)
    known = {item.name for item in fields(Settings)}
    if unknown := sorted(set(changes) - known):
        raise ValueError(f"unknown settings: {', '.join(unknown)}; known are: {', '.join(sorted(known))}")
    for name, value in changes.items():
        _check(name, value)
    return replace(settings, **changes)  # type: ignore[arg-type]  # each value was held against its field


def _check(name: str, value: object) -> None:
    default = getattr(_DEFAULTS, name)
    wanted: tuple[type, ...] = (int, float) if isinstance(default, float | int) else (type(default),)
    right_type = isinstance(value, bool) if isinstance(default, bool) else isinstance(value, wanted)
    if not right_type or (isinstance(value, bool) and not isinstance(default, bool)):
        raise ValueError(f"setting {name}: {value!r} is not a {type(default).__name__}")
    if name in CHOICES and value not in CHOICES[name]:
        raise ValueError(f"setting {name}: {value!r} is none of {', '.join(map(str, CHOICES[name]))}")
    if isinstance(value, int | float) and not isinstance(value, bool) and value < 0 and name != "clock_offset_s":
        raise ValueError(f"setting {name}: {value!r} is below zero")
    if name == "time_zone" and value != "UTC":
        _known_zone(str(value))
    if name in _SOME_OF and (unknown := sorted(set(_texts(name, value)) - set(_SOME_OF[name]))):
        raise ValueError(f"setting {name}: {unknown} is none of {', '.join(_SOME_OF[name])}")
    if name in ("closed_flows", "failing_action_types", "user_tokens"):
        _texts(name, value)
    if name == "exchange_rates":
        _rates(value)
    if name == "clock" and value:
        moment(str(value))
    if name == "tokens" and not value:
        raise ValueError("setting tokens: a portal needs at least one token")


def _rates(value: object) -> None:
    rates = value.values() if isinstance(value, dict) else ()
    if not all(isinstance(one, int | float) and not isinstance(one, bool) and one > 0 for one in rates):
        raise ValueError(f"setting exchange_rates: {value!r} is not a map of currencies to numbers above zero")


def _texts(name: str, value: object) -> list[str]:
    listed = value if isinstance(value, list) else []
    if not all(isinstance(one, str) for one in listed):
        raise ValueError(f"setting {name}: {value!r} is not a list of texts")
    return listed


def moment(text: str) -> datetime:
    """A moment told as ISO-8601 with its offset, in UTC; ValueError for anything else."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a moment such as 2026-11-12T09:00:00+02:00") from error
    if told.tzinfo is None:
        raise ValueError(f"{text!r} does not say its zone; write it such as {text}+02:00 or {text}Z")
    return told.astimezone(UTC)


def _known_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"setting time_zone: {name!r} is not a time zone that this machine knows") from error


def read(db: sqlite3.Connection) -> Settings:
    """The settings as they stand in the portal's file."""
    row = db.execute("SELECT value FROM portal WHERE key = 'settings'").fetchone()
    return _parsed(row[0]) if row else _DEFAULTS


@lru_cache(maxsize=8)
def _parsed(text: str) -> Settings:
    return changed(_DEFAULTS, json.loads(text))


def write(db: sqlite3.Connection, settings: Settings) -> None:
    """Keep the settings in the portal's file."""
    text = json.dumps(as_json(settings), sort_keys=True, ensure_ascii=False)
    db.execute("INSERT OR REPLACE INTO portal (key, value) VALUES ('settings', ?)", (text,))


def as_json(settings: Settings) -> dict[str, Any]:
    """Every setting by name, as JSON values."""
    return asdict(settings)
