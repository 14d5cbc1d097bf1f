"""The weekly pipeline review of B2B: coverage, forecast, care of the deals, focus, and what to talk about with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from provisioner.reports import measure_review
from provisioner.reports import measure_values as values
from provisioner.reports.measure_centre import by_part
from provisioner.reports.measure_parts import Cell, Json, Reader, Row, Section, Table, counted

_WEEK = 7


def sections(reader: Reader) -> Iterator[Section]:
    """In the order of the meeting; for periods of a week and longer, since a day says nothing about a pipeline."""
    if reader.days < _WEEK:
        return
    yield _coverage(reader)
    yield _forecast(reader)
    yield _months(reader)
    yield from measure_review.sections(reader)
    yield _care(reader)
    yield coaching(reader)


# Coverage


def _coverage(reader: Reader) -> Section:
    held, kpi = reader.details("K5"), reader.kpis.get("K5", {})
    rows: list[Row] = []
    if "open" in held or kpi.get("numerator") is not None:
        rows = [
            (Cell(reader.say(name)), cell) for name, cell in _figures(reader, kpi, held) if cell.text != values.NOTHING
        ]
    tables = [Table((reader.say("measure"), reader.say("value")), tuple(rows))]
    tables += [_split(reader, "K5", "owner", "rep"), _split(reader, "K5", "pipeline", "pipeline")]
    rule = str(held.get("rule", ""))
    needed = reader.told(held.get("needed"), "times")
    told = (reader.say(f"rule_{rule}", needed=needed),) if rule else ()
    return Section("coverage", reader.say("coverage"), told, tables=tuple(tables))


def _figures(reader: Reader, kpi: Json, held: Json) -> Iterator[tuple[str, Cell]]:
    yield "open_due", reader.amount("K5", kpi.get("numerator"))
    yield "target", reader.amount("K5", kpi.get("target"))
    yield "cover", reader.figure("K5", kpi)
    yield "won_to_date", reader.amount("K5", held.get("won_to_date"))
    yield "remaining", reader.figure("K5", held.get("remaining"))
    yield "needed", Cell(reader.told(held.get("needed"), "times"), number=True)
    overdue = held.get("overdue") or {"value": None, "n": 0}
    counted_too = f" ({values.count(overdue['n'])})" if overdue["n"] or overdue["value"] is not None else ""
    yield "overdue", Cell(reader.told(overdue["value"], "money", "K5") + counted_too, number=True)


def _split(reader: Reader, kpi: str, by: str, first: str) -> Table:
    """Money and deals by owner or pipeline, the largest first."""
    held = sorted(reader.segments(kpi, by), key=lambda one: -(one["value"] or 0))
    columns = tuple(reader.say(each) for each in (first, "amount", "deals"))
    rows = tuple(
        (
            Cell(reader.rep(one) if by == "owner" else reader.part(by, str(one["key"]))),
            reader.figure(kpi, one),
            counted(one["n"]),
        )
        for one in held
    )
    return Table(columns, rows)


def revenue(reader: Reader) -> Section:
    """Won money by rep and by pipeline; of those who left and of nobody it is said."""
    held = reader.details("K4")
    told = [
        reader.say(name, amount=reader.told(held[key], "money", "K4"))
        for name, key in (("a_day", "per_open_day"), ("departed", "departed"), ("without_owner", "without_owner"))
        if held.get(key)
    ]
    tables = (_split(reader, "K4", "owner", "rep"), _split(reader, "K4", "pipeline", "pipeline"))
    return Section("revenue", reader.say("by_rep"), tuple(told), tables=tables)


# Forecast


def _forecast(reader: Reader) -> Section:
    held = reader.details("K7")
    columns = tuple(reader.say(each) for each in ("category", "at_start", "won", "kept"))
    rows = tuple(
        (
            Cell(reader.part("category", name)),
            reader.amount("K7", one["denominator"]),
            reader.amount("K7", one["numerator"]),
            reader.figure("K7", one),
        )
        for name, one in held.get("calibration", {}).items()
    )
    tables = [Table(columns, (*rows, *_unforeseen(reader, held)))]
    for by, first in (("team", "team"), ("owner", "rep")):
        tables.append(by_part(reader, by, {"accuracy": ("K7", by)}, first))
    return Section("forecast", reader.say("forecast"), tuple(_promises(reader, held)), tables=tuple(tables))


def _unforeseen(reader: Reader, held: Json) -> Iterator[Row]:
    """What was won of deals that were not in the forecast."""
    if "actual" in held:
        kept = sum(one["numerator"] for one in held["calibration"].values())
        empty = Cell(values.NOTHING, number=True)
        yield Cell(reader.say("unforeseen")), empty, reader.amount("K7", round(held["actual"] - kept, 2)), empty


def _promises(reader: Reader, held: Json) -> Iterator[str]:
    if "forecast" not in held:
        return
    if reader.is_provisional("K7"):
        yield reader.say("still_runs")
    told = {name: reader.told(held[key], "money", "K7") for name, key in (("promised", "forecast"), ("won", "actual"))}
    if held["bias"] is None:
        yield reader.say("promised_nothing", **told)
    else:
        yield reader.say("promised", bias=values.percent(held["bias"], signed=True), **told)
    weighted = held["weighted"]
    amount, accuracy = reader.told(weighted["forecast"], "money", "K7"), reader.told(weighted["accuracy"], "ratio")
    yield reader.say("weighted_told", amount=amount, accuracy=accuracy)
    yield reader.say("from_snapshot" if held["from"] == "snapshot" else "from_history")
    if held["suggested"]:
        yield reader.say("suggested", count=values.count(held["suggested"]))


def _months(reader: Reader) -> Section:
    columns = tuple(reader.say(each) for each in ("month", "deals", "open", "weighted", "historical", "range"))
    rows = tuple(
        (
            Cell(values.month(month, reader.language)),
            counted(one["n"]),
            *(reader.amount("K22", one[name]) for name in ("open", "weighted", "historical")),
            Cell(_range(reader, one), number=True),
        )
        for month, one in reader.details("K22").get("months", {}).items()
    )
    overdue = reader.details("K22").get("overdue") or {"n": 0}
    told = (_overdue(reader, overdue),) if overdue["n"] else ()
    return Section("months", reader.say("months"), told, tables=(Table(columns, rows),))


def _overdue(reader: Reader, held: Json) -> str:
    amount = reader.told(held["value"], "money", "K22")
    return reader.say("months_overdue", number=values.count(held["n"]), amount=amount)


def _range(reader: Reader, one: Json) -> str:
    low, high = (reader.told(one[name], "money", "K22") for name in ("low", "high"))
    return low if low == high else reader.say("between", low=low, high=high)


# Care


def _care(reader: Reader) -> Section:
    columns = tuple(reader.say(each) for each in ("finding", "n", "share"))
    hygiene: Json = reader.details("K7").get("hygiene", {})
    rows = [
        (Cell(reader.say(name)), counted(hygiene[name]["numerator"]), reader.figure("K7", hygiene[name]))
        for name in ("past_close_date", "pushed_often", "commits_without_note", "with_category")
        if name in hygiene
    ]
    checks: Json = reader.details("K16").get("checks", {})
    passed = tuple((Cell(reader.part("check", name)), reader.figure("K16", one)) for name, one in checks.items())
    check_columns = (reader.say("check"), reader.say("passed"))
    return Section(
        "care",
        reader.say("care"),
        tables=(Table(columns, tuple(rows)), Table(check_columns, passed, reader.say("checks") if passed else "")),
    )


# People


_ASKED = ("K6", "K7", "K16")


def coaching(reader: Reader) -> Section:
    """For each active rep what goes well and what to ask about: outcomes only, never counts of activity."""
    names, good, weak = _judged(reader)
    points = []
    for key in sorted(names, key=lambda key: names[key]):
        told = {"rep": names[key], "good": ", ".join(good[key]), "what": ", ".join(weak[key])}
        if good[key] or weak[key]:
            points.append(reader.say("both" if good[key] and weak[key] else "strong" if good[key] else "talk", **told))
    means = (reader.say("coaching_means"),) if points else ()
    return Section("coaching", reader.say("coaching"), means, tuple(points))


def _judged(reader: Reader) -> tuple[dict[str, str], Mapping[str, list[str]], Mapping[str, list[str]]]:
    """Names by owner, and what is good and what is weak with each."""
    names: dict[str, str] = {}
    good: defaultdict[str, list[str]] = defaultdict(list)
    weak: defaultdict[str, list[str]] = defaultdict(list)
    people = _people(reader)
    for kpi in _ASKED:
        for one in reader.segments(kpi, "owner"):
            key, cell = str(one["key"]), reader.figure(kpi, one)
            if key in people and cell.grade in ("good", "watch", "risk"):
                names[key] = reader.rep(one)
                told = f"{reader.name(kpi)} {cell.text}"
                if cell.grade == "good":
                    good[key].append(told)
                else:
                    weak[key].append(f"{told} ({reader.say(f'ask_{kpi}')})")
    return names, good, weak


def _people(reader: Reader) -> set[str]:
    """Who is there to talk to: active reps with deals in the forecast or open ones, not those of the centre."""
    found = {str(one["key"]) for kpi in ("K5", "K7", "K16") for one in reader.segments(kpi, "owner")} - {""}
    active = reader.details("K4").get("reps")
    return found if active is None else found.intersection(map(str, active))
