"""What measurements are made in: the blueprint's pipelines as they are in the portal, and what the portal lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from provisioner.automation import amounts
from provisioner.automation.modes import mode_of
from provisioner.kpi import stage_times
from provisioner.kpi.context import Context, Pipeline, Stage
from provisioner.kpi.definition import Definition
from provisioner.kpi.needs import in_force
from provisioner.kpi.period import Period
from provisioner.kpi.settings import Settings
from provisioner.measuring import names
from provisioner.measuring.facts import WITH_PIPELINES, Facts
from provisioner.model.blueprint import Blueprint
from provisioner.model.keys import Key
from provisioner.model.portal import Account
from provisioner.model.resource import Resource
from provisioner.model.texts import Text

_DAY_MINUTES = 1440
_STATES: Mapping[str, str] = {"qualified": "won", "unqualified": "lost"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything that a context is made of but its period. ``missing``: pipelines that the portal does not have, with
    what the blueprint calls them."""

    settings: Settings
    mode: str
    currency: str
    facts: Facts
    pipelines: tuple[Pipeline, ...]
    limited: frozenset[str]
    missing: Mapping[Key, Text]
    lacking: Mapping[str, frozenset[str]]

    def context(
        self, period: Period, now: datetime, earlier_leads: Sequence[int] = (), snapshot_at: datetime | None = None
    ) -> Context:
        return Context(
            period,
            now,
            self.settings,
            self.mode,
            self.currency,
            self.facts.owners,
            self.pipelines,
            self.lacking,
            self.facts.unreadable,
            tuple(earlier_leads),
            snapshot_at,
            self.limited,
        )


def of(
    blueprint: Blueprint, facts: Facts, account: Account, settings: Settings, definitions: Sequence[Definition]
) -> Surroundings:
    """Join what the blueprint says of its pipelines with what the portal has of them."""
    wanted = [key for key in blueprint.resources if key.kind == "pipeline" and key == key.whole]
    wanted = [key for key in wanted if key.object_type in WITH_PIPELINES]
    live = {each.key: each for held in facts.pipelines.values() for each in held}
    read = [key for key in wanted if key.object_type not in facts.unreadable]
    return Surroundings(
        settings,
        blueprint.mode,
        account.currency,
        facts,
        tuple(_pipeline(key, live, blueprint, facts) for key in read if key in live),
        frozenset(key.object_type for key in wanted),
        {key: names.written(blueprint, key) for key in read if key not in live},
        _lacking(facts, settings, definitions),
    )


def _lacking(facts: Facts, settings: Settings, definitions: Sequence[Definition]) -> dict[str, frozenset[str]]:
    """Properties that a KPI would use and that the portal does not have, by object type."""
    found: dict[str, set[str]] = {}
    for definition in definitions:
        for need in in_force(definition.needs, settings.variants):
            if need.object_type in facts.properties:
                there = facts.properties[need.object_type]
                found.setdefault(need.object_type, set()).update({*need.properties, *need.history} - there.keys())
    return {name: frozenset(held) for name, held in found.items()}


def _pipeline(key: Key, live: Mapping[Key, Resource], blueprint: Blueprint, facts: Facts) -> Pipeline:
    found = live[key]
    stages = tuple(_stages(found, live, blueprint, facts.properties.get(key.object_type, {})))
    return Pipeline(key.object_type, found.id or "", mode_of(blueprint.mode, key), stages, found.title)


def _stages(
    pipeline: Resource, live: Mapping[Key, Resource], blueprint: Blueprint, properties: Mapping[str, str]
) -> Iterator[Stage]:
    """In the portal's own order, also those that somebody added by hand."""
    key = pipeline.key
    section: Any = blueprint.document.get("pipelines", {})
    said = section.get(key.object_type, {}).get(key.name, {}).get("stages", {})
    for name in pipeline.spec["order"]:
        stage = live[key.part(name)]
        given = said.get(name) or {}
        id_, label = stage.id or "", stage.title
        probability = stage.spec.get("probability", given.get("probability"))
        yield Stage(
            id_,
            label,
            _outcome(probability, str(given.get("lead_state", ""))),
            None if probability is None else Decimal(str(probability)),
            target_days(str(given.get("max_age", ""))),
            str(given.get("forecast_category", "")).upper(),
            stage_times.resolve("entered", id_, label, pipeline.title, properties),
            stage_times.resolve("cumulative", id_, label, pipeline.title, properties),
        )


def _outcome(probability: float | None, lead_state: str) -> str:
    """Of a deal stage by the portal's own probability: 1 is won and 0 is lost; of a lead stage by its state."""
    if lead_state:
        return _STATES.get(lead_state, "open")
    return {1.0: "won", 0.0: "lost"}.get(probability, "open") if probability is not None else "open"


def target_days(max_age: str) -> Decimal | None:
    """How long a record may stay, in calendar days: five working days are seven."""
    if max_age.endswith("w"):
        return Decimal(7) * int(max_age[:-1])
    if not amounts.is_amount(max_age):
        return None
    given = amounts.amount(max_age)
    if given.unit == "d":
        given = amounts.amount(amounts.calendar_span(max_age))
    return Decimal(given.minutes) / _DAY_MINUTES
