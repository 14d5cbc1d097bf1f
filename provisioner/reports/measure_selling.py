"""The parts of a report that every way of selling needs: stages with their bottleneck, focus, hand-offs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provisioner.reports import measure_values as values
from provisioner.reports.measure_parts import Cell, Json, Reader, Row, Section, Table, counted


def stages(reader: Reader) -> Section:
    """A table for each pipeline; the bottleneck is named in its row."""
    tables = [_stages(reader, by, line) for by in ("lead_stage", "stage") for line in lines(reader, by)]
    return Section("stages", reader.say("stages"), tuple(_bottleneck(reader)), tables=tuple(tables))


def lines(reader: Reader, by: str) -> list[str]:
    """The pipelines whose stages something entered, in order."""
    return list(dict.fromkeys(_line(one) for one in reader.segments("K9", by) if one["n"]))


def of_line(reader: Reader, by: str, line: str) -> list[Json]:
    return [one for one in reader.segments("K9", by) if _line(one) == line]


def _line(segment: Json) -> str:
    return str(segment["key"]).rpartition("/")[0]


def stage_name(reader: Reader, key: str, label: str) -> str:
    """What a stage is called; ``key`` is that of its segment."""
    return reader.named("stage", key) or values.clean(label or key.rpartition("/")[2])


def _stages(reader: Reader, by: str, line: str) -> Table:
    hold = {str(one["key"]): one for one in reader.segments("K12", "stage")}
    top = reader.details("K12").get("stage")
    rows: list[Row] = []
    for one in of_line(reader, by, line):
        mark = f" ({reader.say('is_bottleneck')})" if one["key"] == top else ""
        rows.append((
            Cell(stage_name(reader, str(one["key"]), str(one["label"])) + mark),
            counted(one["denominator"]),
            reader.figure("K9", one),
            reader.figure("K12", hold.get(str(one["key"])) if by == "stage" else None),
        ))  # fmt: skip
    columns = tuple(reader.say(each) for each in ("stage", "entered", "further", "hold"))
    title = reader.part("pipeline", line) + (f" ({reader.say('lead_stages')})" if by == "lead_stage" else "")
    return Table(columns, tuple(rows), title)


def _bottleneck(reader: Reader) -> Iterator[str]:
    held = reader.details("K12")
    if "stage" in held:
        yield reader.say(
            "bottleneck",
            stage=stage_name(reader, str(held["stage"]), str(held["label"])),
            median=reader.told(held["median_days"], "days"),
            target=reader.told(held["target_days"], "days"),
            rate=values.percent(held["conversion"]),
            open=reader.told(held["open_amount"], "money", "K12"),
        )
    elif reader.has("K12"):
        yield reader.say("no_bottleneck")


def focus(reader: Reader) -> Section:
    """Where deals are won and where not: a low rate is said to be a question of focus."""
    splits = (
        ("tier", "by_tier"),
        ("size", "by_size"),
        ("source", "by_source"),
        ("pipeline", "by_pipeline"),
        ("team", "by_team"),
    )
    tables = tuple(_rates(reader, by, title) for by, title in splits)
    return Section("focus", reader.say("focus"), tuple(_focus(reader)), tables=tables)


def _focus(reader: Reader) -> Iterator[str]:
    held = reader.details("K6")
    if reader.kpis.get("K6", {}).get("grade") in ("watch", "risk") and held.get("worst"):
        worst = (f"{_part(reader, one)} {values.percent(one['value'])}" for one in held["worst"])
        yield reader.say("focus_told", worst=", ".join(worst))
    if held.get("by_value", {}).get("value") is not None:
        yield reader.say("by_value", rate=values.percent(held["by_value"]["value"]))
    if held.get("reopened"):
        yield reader.say("reopened", count=values.count(held["reopened"]))


def _part(reader: Reader, one: dict[str, Any]) -> str:
    """``Large`` for a tier, the name for an owner."""
    if one["by"] == "owner":
        found = next((held for held in reader.segments("K6", "owner") if held["key"] == one["key"]), None)
        return reader.rep(found) if found else values.clean(one["key"])
    return reader.part(str(one["by"]), str(one["key"]))


def _rates(reader: Reader, by: str, title: str) -> Table:
    columns = tuple(reader.say(each) for each in ("segment", "win_rate", "decided"))
    rows = tuple(
        (Cell(reader.part(by, str(one["key"]))), reader.figure("K6", one), counted(one["n"]))
        for one in sorted(reader.segments("K6", by), key=_size if by == "size" else lambda _: 0.0)
    )
    return Table(columns, rows, reader.say(title))


def _size(segment: Json) -> float:
    """Where a band of amounts begins."""
    low = str(segment["key"]).partition("-")[0]
    return float(low.lstrip(">=")) if low.lstrip(">=").replace(".", "", 1).isdigit() else 0.0


def cracks(reader: Reader) -> Section:
    """Open records without an owner, a present one, or a next step: how many, and why."""
    causes: Json = reader.details("K19").get("causes", {})
    columns = tuple(reader.say(each) for each in ("records", "leak", "of_open", "share"))
    rows = tuple(
        (
            Cell(reader.part("object", str(one["key"]))),
            counted(one["numerator"]),
            counted(one["denominator"]),
            reader.figure("K19", one),
        )
        for one in reader.segments("K19", "object")
    )
    known = ("no_next_step", "no_owner", "owner_left")
    told = ", ".join(f"{reader.say(name)} {values.count(causes[name])}" for name in known if causes.get(name))
    return Section(
        "cracks",
        reader.say("cracks"),
        (f"{reader.name('K19')}: {told}.",) if told else (),
        tables=(Table(columns, rows),),
    )


def handoffs(reader: Reader) -> Section:
    held = reader.details("K21")
    rows: tuple[Row, ...] = ()
    if "returned" in held:
        rows = (
            (Cell(reader.say("taken_in_time")), reader.figure("K21", reader.kpis["K21"])),
            (Cell(reader.say("taken_late")), counted(held["late"])),
            (Cell(reader.say("pending")), counted(held["pending"])),
            (Cell(reader.say("returned")), reader.figure("K21", held["returned"])),
        )
    return Section(
        "handoffs", reader.say("handoffs"), tables=(Table((reader.say("measure"), reader.say("value")), rows),)
    )
