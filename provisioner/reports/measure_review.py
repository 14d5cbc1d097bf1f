"""The lists of the weekly pipeline review: big deals, deals that outstayed their stage, and how old each stage is."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.reports import measure_values as values
from provisioner.reports.measure_parts import Cell, Json, Reader, Row, Section, Table, counted
from provisioner.reports.measure_selling import stage_name


def sections(reader: Reader) -> Iterator[Section]:
    held: Json = reader.details("K16").get("review", {})
    if held:
        yield _big(reader, held["big"])
        yield _ages(reader, held["stages"])
        yield _stale(reader, held["stale"])


def _big(reader: Reader, held: Json) -> Section:
    """The deals that a manager attends."""
    told = []
    if held["deals"]:
        tiers = ", ".join(reader.part("tier", str(one)) for one in held["tiers"])
        word = "big_told" if held["from"] is not None else "big_by_tier"
        told = [
            reader.say(word, tiers=tiers, amount=reader.told(held["from"], "money", "K16")),
            *_counted(reader, held),
        ]
    return Section("big", reader.say("big"), tuple(told), tables=(_deals(reader, held),))


def _stale(reader: Reader, held: Json) -> Section:
    told = (reader.say("stale_told"), *_counted(reader, held)) if held["deals"] else ()
    return Section("stale", reader.say("stale"), told, tables=(_deals(reader, held),))


def _counted(reader: Reader, held: Json) -> Iterator[str]:
    """How many they are, and what they come to; with how many of them are listed where those are not all."""
    told = {"number": values.count(held["n"]), "amount": reader.told(held["amount"], "money", "K16")}
    yield reader.say("in_all", **told)
    if held["n"] > len(held["deals"]):
        yield reader.say("largest_listed", number=values.count(len(held["deals"])))


def _deals(reader: Reader, held: Json) -> Table:
    columns = tuple(reader.say(each) for each in ("deal", "rep", "stage", "in_stage", "closes", "to_mend", "amount"))
    return Table(columns, tuple(_deal(reader, one) for one in held["deals"]))


def _deal(reader: Reader, one: Json) -> Row:
    mend = [reader.say(word) for word, holds in _to_mend(one) if holds]
    close = values.NOTHING if one["close_date"] is None else values.day(str(one["close_date"]), reader.language)
    return (
        Cell(values.clean(one["name"]) or reader.say("deal_without_name", id=values.clean(one["id"]))),
        Cell(values.clean(one["owner_name"] or one["owner"]) or reader.say("nobody")),
        Cell(_stage(reader, one, str(one["stage_label"]))),
        Cell(reader.told(one["days_in_stage"], "days"), number=True),
        Cell(close, number=True),
        Cell(", ".join(mend) or values.NOTHING),
        reader.amount("K16", one["amount"]),
    )


def _to_mend(one: Json) -> Iterator[tuple[str, bool]]:
    yield "a_next_step", not one["has_next_step"]
    yield "a_close_date", one["close_date"] is None
    yield "a_date_to_come", bool(one["is_overdue"])


def _ages(reader: Reader, held: list[Json]) -> Section:
    columns = tuple(reader.say(each) for each in ("stage", "deals", "amount", "median_age", "target", "outstayed"))
    lines = list(dict.fromkeys(str(one["pipeline"]) for one in held))
    tables = (
        Table(
            columns,
            tuple(_age(reader, one) for one in held if str(one["pipeline"]) == line),
            reader.part("pipeline", line) if line else "",
        )
        for line in lines
    )
    return Section("ages", reader.say("ages"), tables=tuple(tables))


def _age(reader: Reader, one: Json) -> Row:
    return (
        Cell(_stage(reader, one, str(one["label"]))),
        counted(one["n"]),
        reader.amount("K16", one["amount"]),
        Cell(reader.told(one["median_days"], "days"), number=True),
        Cell(reader.told(one["target_days"], "days"), number=True),
        counted(one["stale"]),
    )


def _stage(reader: Reader, one: Json, label: str) -> str:
    return stage_name(reader, f"{one['pipeline']}/{one['stage']}", label) or reader.say("none")
