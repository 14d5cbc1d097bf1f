"""A period beside others: each measure against another period, and its course over a row of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from provisioner.reports import measure_summary
from provisioner.reports import measure_values as values
from provisioner.reports import measure_words as words
from provisioner.reports.measure_parts import Cell, Reader, Row, Section, Table

_SUMS = frozenset({"K4", "K8"})
"""What grows as a period runs."""


def trend(reader: Reader) -> Section | None:
    """Each measure now and before, as far as the two can be compared; in the blocks of the measures."""
    before = reader.before
    if before is None:
        return None
    problems = {name: why for name in reader.kpis if (why := _not_comparable(reader, before, name))}
    both = comparable(reader, before)
    columns = tuple(reader.say(each) for each in ("measure", "before", "now", "change", "trend_word"))
    tables = tuple(
        Table(columns, tuple(_change(reader, before, name) for name in block if name in both), reader.say(title))
        for title, block in measure_summary.blocks(reader)
    )
    points = [reader.say("no_trend", name=f"{name} {reader.name(name)}", why=why) for name, why in problems.items()]
    return Section("trend", reader.say("trend", period=before.period()), points=tuple(points), tables=tables)


def comparable(reader: Reader, before: Reader) -> list[str]:
    """The measures that have a figure in both periods, and may stand beside each other."""
    both = [name for name in reader.kpis if reader.has(name) and before.has(name)]
    return [name for name in both if not _not_comparable(reader, before, name)]


def _not_comparable(reader: Reader, before: Reader, name: str) -> str:
    """Why there is no trend; what is missing on one side needs no reason here."""
    said = reader.document["against"].get("not_comparable") or {}
    if name in said:
        return measure_summary.reason(str(said[name]), reader.language)
    if not (reader.has(name) and before.has(name)):
        return ""
    now, then = reader.kpis[name], before.kpis[name]
    if "money" in str(now["unit"]) and now["currency"] != then["currency"]:
        return measure_summary.reason("currency_changed", reader.language)
    return measure_summary.reason("other_measure", reader.language) if now["unit"] != then["unit"] else ""


def _change(reader: Reader, before: Reader, name: str) -> Row:
    now, then = reader.kpis[name], before.kpis[name]
    return (
        Cell(f"{name} {reader.name(name)}"),
        before.figure(name, then, grade=False),
        reader.figure(name, now, grade=False),
        Cell(_moved(then["value"], now["value"]), number=True),
        Cell(reader.say(direction(reader, before, name))),
    )


def _moved(then: Any, now: Any) -> str:
    """The change as a part of what was before."""
    if now == then:
        return values.percent(0)
    return values.percent((now - then) / abs(then), signed=True) if then else values.NOTHING


def direction(reader: Reader, before: Reader, name: str) -> str:
    """``better``, ``worse``, ``same``, or ``so_far`` where a period that runs cannot be held against a whole one."""
    now, then = reader.kpis[name]["value"], before.kpis[name]["value"]
    if reader.is_provisional(name) or before.is_provisional(name) or (name in _SUMS and reader.runs):
        return "so_far"
    if now == then:
        return "same"
    return "better" if (now < then) == (name in words.LOWER_IS_BETTER) else "worse"


# A row of periods


def course(reader: Reader) -> Section | None:
    """A table for each block of measures: a row for each period, the oldest first; what has no value is a gap."""
    earlier = reader.earlier
    if not earlier:
        return None
    points = [*earlier, reader]
    followed = followable(reader, earlier)
    tables = tuple(
        Table(_columns(reader, names), tuple(_rows(reader, points, names)), reader.say(title))
        for title, block in measure_summary.blocks(reader)
        if (names := [name for name in block if name in followed])
    )
    title = reader.say("course", number=values.count(len(points)))
    return Section("course", title, points=tuple(_missing(reader, earlier, followed)), tables=tables)


def followable(reader: Reader, earlier: list[Reader]) -> list[str]:
    """The measures with a value in one of the earlier periods, and so with a course."""
    return [name for name in reader.kpis if any(one.has(name) for one in earlier)]


def _columns(reader: Reader, names: list[str]) -> tuple[str, ...]:
    return (reader.say("period_word"), *(f"{name} {reader.name(name)}" for name in names))


def _rows(reader: Reader, points: list[Reader], names: list[str]) -> Iterator[Row]:
    for point in points:
        so_far = f" ({reader.say('so_far')})" if point.runs else ""
        yield Cell(point.short_period() + so_far), *(_figure(point, name) for name in names)
    aims = [measure_summary.target(reader, name) for name in names]
    if any(aim != values.NOTHING for aim in aims):
        yield Cell(reader.say("target")), *(Cell(aim, number=True) for aim in aims)


def _figure(point: Reader, name: str) -> Cell:
    return point.figure(name, point.kpis[name]) if point.has(name) else Cell(values.NOTHING, number=True)


def _missing(reader: Reader, earlier: list[Reader], followed: list[str]) -> Iterator[str]:
    """The measures without a course, by the reason of the period just before."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in reader.kpis:
        if name not in followed:
            found[str(earlier[-1].kpis.get(name, {}).get("reason", ""))].append(f"{name} {reader.name(name)}")
    for code, names in found.items():
        yield reader.say("no_course", names=", ".join(names), why=measure_summary.reason(code, reader.language))
