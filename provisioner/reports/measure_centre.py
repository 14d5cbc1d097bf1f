"""The parts of a report that a call centre needs: daily control, first contact, sources, and the pace of each rep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from provisioner.reports import measure_texts as texts
from provisioner.reports import measure_values as values
from provisioner.reports.measure_parts import Cell, Json, Reader, Row, Section, Table, counted

_WEEK = 7
_ENOUGH = 10
"""Leads on either side from which two rates say something."""
_Told = Callable[[Reader], Cell]


def sections(reader: Reader) -> Iterator[Section]:
    """In the order in which a shift manager asks."""
    yield _first_contact(reader)
    yield _sources(reader)
    yield _pace(reader)
    yield _handling(reader)
    yield _days(reader)


# Daily control


def _detail(kpi: str, name: str) -> _Told:
    return lambda reader: reader.figure(kpi, reader.details(kpi).get(name))


def _whole(kpi: str) -> _Told:
    return lambda reader: reader.figure(kpi, reader.kpis.get(kpi))


def _count(kpi: str, name: str) -> _Told:
    return lambda reader: counted(reader.details(kpi).get(name))


_DAILY: Mapping[str, _Told] = {
    "in_time": _detail("K1", "sla"),
    "contact": _whole("K1"),
    "attempted": _detail("K1", "attempted"),
    "breaches": _count("K1", "open_breaches"),
    "new_leads": _whole("K8"),
    "calls": _count("K13", "calls"),
    "inbound": _whole("K14"),
    "connect": _detail("K14", "connect"),
    "revenue": lambda reader: reader.amount("K15", _sum(reader, "amount")),
    "won_deals": lambda reader: counted(_sum(reader, "n")),
    "leaking": _whole("K19"),
}
_AS_OF_NOW = frozenset({"leaking"})
"""What is told as it stands at this moment, and so is the same for any period."""


def _sum(reader: Reader, name: str) -> Any:
    days = reader.details("K15").get("days")
    return None if days is None else round(sum(day[name] for day in days), 2)


def daily(reader: Reader) -> Section | None:
    """What a shift manager looks at every morning, for periods of up to a week."""
    if reader.mode not in ("call_center", "hybrid") or reader.days > _WEEK:
        return None
    before = reader.before
    columns = (reader.say("measure"), reader.period(), *((before.period(),) if before else ()))
    rows = tuple(
        (Cell(reader.say(name)), told(reader), *((_earlier(before, name, told),) if before else ()))
        for name, told in _DAILY.items()
    )
    return Section("daily", reader.say("daily"), tables=(Table(columns, rows),))


def _earlier(before: Reader, name: str, told: _Told) -> Cell:
    return Cell(values.NOTHING, number=True) if name in _AS_OF_NOW else told(before)


# First contact


def _first_contact(reader: Reader) -> Section:
    held: Json = reader.details("K1").get("buckets", {})
    columns = tuple(reader.say(each) for each in ("waited", "leads", "became", "rate"))
    rows = tuple(
        (Cell(reader.part("bucket", name)), counted(one["n"]), counted(one["numerator"]), reader.figure("K1", one))
        for name, one in held.items()
    )
    table = Table(columns, rows)
    return Section("first_contact", reader.say("first_contact"), tuple(_pays(reader, held)), tables=(table,))


def _pays(reader: Reader, held: Json) -> Iterator[str]:
    """Whether those who were reached at once became deals more often than the others."""
    early, later = [one for name, one in held.items() if name == "<=5"], [held[name] for name in held if name != "<=5"]
    rates = [_rate(each) for each in (early, later)]
    if None not in rates and min(sum(one["n"] for one in each) for each in (early, later)) >= _ENOUGH:
        limit = reader.told(5, "minutes")
        yield reader.say("quick_pays", limit=limit, early=values.percent(rates[0]), late=values.percent(rates[1]))


def _rate(held: list[Json]) -> float | None:
    of = sum(one["n"] for one in held)
    return sum(one["numerator"] for one in held) / of if of else None


# Sources and reps


def by_part(reader: Reader, by: str, columns: Mapping[str, tuple[str, str]], first: str) -> Table:
    """A row for each part, with a column for the segments of each KPI: title to (KPI, what it is split by)."""
    found: dict[str, dict[str, Cell]] = {}
    names: dict[str, str] = {}
    for title, (kpi, split) in columns.items():
        for one in reader.segments(kpi, split):
            key = str(one["key"])
            names.setdefault(key, reader.rep(one) if by == "owner" else reader.part(by, key))
            found.setdefault(key, {})[title] = reader.figure(kpi, one)
    empty = Cell(values.NOTHING, number=True)
    rows: list[Row] = [
        (Cell(names[key]), *(cells.get(title, empty) for title in columns))
        for key, cells in sorted(found.items(), key=lambda entry: (not entry[0], names[entry[0]]))
    ]
    return Table((reader.say(first), *(reader.say(title) for title in columns)), tuple(rows))


def _sources(reader: Reader) -> Section:
    columns = {"leads": ("K8", "source"), "contact": ("K1", "source"), "to_deal": ("K2", "source")}
    weak = reader.details("K3").get("weak_sources", ())
    points = [reader.say("weak_source", source=reader.part("source", str(one))) for one in weak]
    table = by_part(reader, "source", columns, "source")
    return Section("sources", reader.say("sources"), points=tuple(points), tables=(table,))


def _pace(reader: Reader) -> Section:
    columns = {
        "contact": ("K1", "owner"),
        "calls_a_day": ("K13", "owner"),
        "inbound": ("K14", "owner"),
        "connect": ("K14", "owner_connect"),
    }
    return Section("rep_pace", reader.say("rep_pace"), tables=(by_part(reader, "owner", columns, "rep"),))


def _handling(reader: Reader) -> Section:
    held = list(reader.segments("K3", "owner"))
    names = {str(one["key"]): reader.rep(one) for one in held}
    columns = tuple(reader.say(each) for each in ("rep", "leads", "became", "expected", "index"))
    rows = tuple(
        (
            Cell(reader.rep(one)),
            counted(one["n"]),
            counted(one["numerator"]),
            counted(one["denominator"]),
            reader.figure("K3", one),
        )
        for one in sorted(held, key=lambda one: (not one["key"], reader.rep(one)))
    )
    weak = reader.details("K3").get("weak_reps", ())
    points = tuple(reader.say("weak_rep", rep=names.get(str(one), values.clean(one))) for one in weak)
    means = (reader.say("handling_means"),) if rows else ()
    return Section("handling", reader.say("handling"), means, points, (Table(columns, rows),))


def _days(reader: Reader) -> Section:
    """Closed days are named, so that they are not read as bad ones."""
    held = reader.details("K15").get("days", ())
    columns = tuple(reader.say(each) for each in ("day", "hours", "amount", "deals"))
    rows = tuple(
        (
            Cell(values.day(str(one["date"]), reader.language, weekday=True)),
            Cell(reader.say(one["hours"]) if one["hours"] in texts.WORDS else values.clean(one["hours"])),
            reader.amount("K15", one["amount"]),
            counted(one["n"]),
        )
        for one in held
    )
    return Section("days", reader.say("days"), tables=(Table(columns, rows),), in_full=len(rows) > _WEEK)
