"""What a report of KPIs is made of, before any format: sections with sentences, points and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from provisioner.reports import measure_names as names
from provisioner.reports import measure_texts as texts
from provisioner.reports import measure_values as values
from provisioner.reports import measure_words as words

Json = Mapping[str, Any]
_GAP = re.compile(r"\{(\w+)\}")


class Cell(NamedTuple):
    """``grade``: said by word and shape beside the text; ``number``: runs left to right and lines up at the end."""

    text: str
    grade: str = ""
    number: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """``key`` names it, for its chart and its place; ``in_full``: left out where there is little room."""

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    in_full: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.sentences and not self.points and not any(table.rows for table in self.tables)


@dataclass(frozen=True, slots=True)
class Reader:
    """A document, read in one language. Every text that comes out of it is clean."""

    document: Json
    language: str
    against: bool = False

    @property
    def before(self) -> Reader | None:
        """The other period, where the document has one."""
        held = self.document.get("against")
        return Reader({**self.document, **held}, self.language, against=True) if held else None

    @property
    def earlier(self) -> list[Reader]:
        """The periods of a trend, the oldest first. Of each measure they know the value, the grade and the reason."""
        found = []
        for point in self.document.get("trend", ()):
            known: dict[str, Any] = {"details": {}, "segments": (), "excluded": ()}
            kpis = {name: {**self.kpis[name], **known, **one} for name, one in point["kpis"].items()}
            found.append(Reader({**self.document, "period": point["period"], "kpis": kpis}, self.language))
        return found

    @property
    def kpis(self) -> Json:
        held: Json = self.document["kpis"]
        return held

    @property
    def mode(self) -> str:
        return str(self.document["blueprint"]["mode"])

    @property
    def runs(self) -> bool:
        """Whether the period was not over when the portal was read."""
        return values.runs(str(self.document.get("moment", "")), self.document["period"])

    @property
    def days(self) -> int:
        return values.length(self.document["period"])

    def say(self, word: str, /, **filled: str) -> str:
        """One of ``measure_texts.WORDS`` with its gaps filled, whatever the fillings look like."""
        return _GAP.sub(lambda gap: filled.get(gap[1], gap[0]), texts.WORDS[word][self.language])

    def text(self, held: object) -> str:
        """A text of the document that may be there in both languages."""
        if isinstance(held, Mapping):
            held = held.get(self.language) or held.get("message") or held.get("en") or ""
        return values.clean(held)

    def name(self, kpi: str) -> str:
        return self.text(self.kpis[kpi]["name"])

    def details(self, kpi: str) -> Json:
        held: Json = self.kpis.get(kpi, {}).get("details", {})
        return held

    def currency(self, kpi: str) -> str:
        return str(self.kpis.get(kpi, {}).get("currency") or self.document["portal"].get("currency", ""))

    def has(self, kpi: str) -> bool:
        """Whether a KPI belongs to the report and has a figure."""
        return self.kpis.get(kpi, {}).get("value") is not None

    def segments(self, kpi: str, by: str) -> Iterator[Json]:
        return (one for one in self.kpis.get(kpi, {}).get("segments", ()) if one["by"] == by)

    def told(self, value: Any, unit: str, kpi: str = "") -> str:
        return values.told(value, unit, self.currency(kpi), self.language)

    def is_provisional(self, kpi: str) -> bool:
        """Whether some of its records may still be decided, so that nobody is judged by it."""
        return bool(self.kpis.get(kpi, {}).get("reason") == "provisional")

    def figure(self, kpi: str, held: Json | None, *, grade: bool = True) -> Cell:
        """A measurement, a segment or a figure of the details, with its grade."""
        if not held:
            return Cell(values.NOTHING, number=True)
        told = self.told(held["value"], str(held["unit"]), kpi)
        is_judged = grade and not self.is_provisional(kpi)
        return Cell(told, str(held.get("grade") or "") if is_judged else "", number=True)

    def amount(self, kpi: str, value: Any) -> Cell:
        return Cell(self.told(value, "money", kpi), number=True)

    def rep(self, segment: Json) -> str:
        """Who a segment by owner is about."""
        return values.clean(segment["label"] or segment["key"]) or self.say("nobody")

    def part(self, by: str, key: str) -> str:
        """The name of a part: a pipeline by its label, a known source, tier or band in words, else as it is."""
        if by == "size":
            return self._band(key)
        known = names.PARTS.get(by, {}).get(key)
        told = self.named(by, key) or (known[self.language] if known else values.clean(key))
        return told or self.say("nobody" if by == "owner" else "none")

    def named(self, by: str, key: str) -> str:
        """What the document calls a part; empty where it does not say."""
        return self.text(self.document.get("names", {}).get(by, {}).get(key, ""))

    def _band(self, key: str) -> str:
        currency = self.currency("K6")
        if key.startswith("<"):
            return self.say("below", amount=_money(key[1:], currency))
        if key.startswith(">="):
            return self.say("from", amount=_money(key[2:], currency))
        low, _, high = key.partition("-")
        return self.say("between", low=_money(low, currency), high=_money(high, currency))

    def period(self) -> str:
        return values.period(self.document["period"], self.language)

    def short_period(self) -> str:
        return values.short_period(self.document["period"], self.language)


def _money(text: str, currency: str) -> str:
    return values.money(text, currency) if text.replace(".", "", 1).isdigit() else values.clean(text)


def counted(value: Any) -> Cell:
    return Cell(values.count(value), number=True)


def marked(cell: Cell) -> str:
    """A cell as text, with the shape of its grade before it."""
    return f"{words.SHAPES[cell.grade]} {cell.text}" if cell.grade in words.SHAPES else cell.text
