"""Board: the sales pipelines of a blueprint as a picture, every text in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provisioner.model.blueprint import Blueprint, text
from provisioner.model.keys import Key

MILESTONES = ("prospecting", "qualification", "presentation", "negotiation", "closing")
"""The steps of the buyer's journey, in order; a stage need not name one."""


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule of the automation, where it fires.

    ``stages`` are names within ``pipeline``; none for a rule that works in all of them. ``opens`` is the stage in
    which it starts a new record. ``by_hand``: people do it, and the system does nothing.
    """

    key: str
    title: str
    sentence: str
    pipeline: Key
    stages: tuple[str, ...] = ()
    opens: Key | None = None
    by_hand: bool = False

    @property
    def hands_over(self) -> bool:
        """Whether people pass a record on by it: its sentence says when."""
        return self.by_hand and self.opens is not None

    @property
    def belongs_to_one(self) -> bool:
        """Whether it works in one stage only."""
        return len(self.stages) == 1


@dataclass(frozen=True, slots=True)
class Column:
    """One stage. ``state`` is the lead or ticket state; ``max_age`` is written as in a blueprint (``5bm``, ``3d``);
    ``until`` is what people call the date property that takes its place. What is not said is empty.
    """

    key: Key
    number: int
    label: str
    where: str
    probability: float | None = None
    state: str = ""
    forecast_category: str = ""
    milestone: str = ""
    max_age: str = ""
    until: str = ""
    entry: str = ""
    exit: str = ""
    playbook: tuple[str, ...] = ()
    rules: tuple[Firing, ...] = ()

    @property
    def handovers(self) -> tuple[Firing, ...]:
        """By which people pass a record on from this stage."""
        return tuple(rule for rule in self.rules if rule.hands_over)

    @property
    def at_work(self) -> tuple[Firing, ...]:
        """The other rules."""
        return tuple(rule for rule in self.rules if not rule.hands_over)

    @property
    def outcome(self) -> str:
        """``good`` or ``bad`` for a stage that ends the journey, empty for one on the way."""
        if self.probability == 1 or self.state in ("qualified", "closed"):
            return "good"
        return "bad" if self.probability == 0 or self.state == "unqualified" else ""


@dataclass(frozen=True, slots=True)
class SalesPipeline:
    """One sales pipeline with its stages in display order. ``rules`` are those that belong to no single stage."""

    key: Key
    label: str
    about: str
    columns: tuple[Column, ...]
    rules: tuple[Firing, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Who chose the mode, when (an ISO date) and why."""

    made_on: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Board:
    """What a blueprint lets people see. ``language`` is a label language: ``en``, ``he`` or ``both``."""

    name: str
    version: str
    mode: str
    title: str
    about: str
    language: str
    pipelines: tuple[SalesPipeline, ...]
    decision: Decision | None = None

    @property
    def prose(self) -> str:
        """The language of everything but labels: ``en`` or ``he``."""
        return "en" if self.language == "en" else "he"

    @property
    def columns(self) -> Iterator[Column]:
        return (column for pipeline in self.pipelines for column in pipeline.columns)

    @property
    def handoffs(self) -> Iterator[tuple[Column, Firing, Column]]:
        """From which stage which rule starts a new record in which other stage."""
        known = {column.key: column for column in self.columns}
        for column in self.columns:
            for rule in column.rules:
                if rule.opens in known:
                    yield column, rule, known[rule.opens]


def board(blueprint: Blueprint, language: str, firings: Sequence[Firing] = ()) -> Board:
    """The board of a blueprint with the texts of a label language; ``firings`` are its rules in that language."""
    document = blueprint.document
    prose = "en" if language == "en" else "he"
    made = document.get("decision")
    return Board(
        blueprint.name,
        blueprint.version,
        blueprint.mode,
        text(document.get("title"), prose) or blueprint.name,
        text(document.get("description"), prose),
        language,
        tuple(_pipelines(document, language, firings)),
        Decision(str(made["made_on"]), text(made["by"], prose), text(made.get("why"), prose)) if made else None,
    )


def _pipelines(document: Mapping[str, Any], language: str, firings: Sequence[Firing]) -> Iterator[SalesPipeline]:
    for object_type, named in document.get("pipelines", {}).items():
        properties = document.get("properties", {}).get(object_type, {})
        for name, fields in named.items():
            key = Key("pipeline", f"{object_type}/{name}")
            rules = [each for each in firings if each.pipeline == key]
            label = text(fields["label"], language)
            columns = tuple(
                _column(key.part(stage), number, label, given, properties, language, rules)
                for number, (stage, given) in enumerate(fields["stages"].items(), 1)
            )
            shared = tuple(each for each in rules if not each.belongs_to_one and not each.hands_over)
            yield SalesPipeline(key, label, _prose(fields.get("description"), language), columns, shared)


def _column(
    key: Key,
    number: int,
    where: str,
    given: Mapping[str, Any],
    properties: Mapping[str, Any],
    language: str,
    rules: Sequence[Firing],
) -> Column:
    until = given.get("max_age_property", "")
    return Column(
        key,
        number,
        text(given["label"], language),
        where,
        probability=given.get("probability"),
        state=given.get("lead_state") or given.get("ticket_state") or "",
        forecast_category=given.get("forecast_category", ""),
        milestone=given.get("milestone", ""),
        max_age=given.get("max_age", ""),
        until=text(properties.get(until, {}).get("label"), language) or until,
        entry=_prose(given.get("entry"), language),
        exit=_prose(given.get("exit"), language),
        playbook=tuple(_prose(each, language) for each in given.get("playbook", ())),
        rules=tuple(each for each in rules if key.name in each.stages),
    )


def _prose(value: Any, language: str) -> str:
    """A sentence in one language: two of them beside each other help nobody, as two labels do."""
    return text(value, "en" if language == "en" else "he")
