"""What every report of KPIs begins and ends with: what matters first, the measures, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provisioner.model import measure_reasons
from provisioner.reports import measure_texts as texts
from provisioner.reports import measure_values as values
from provisioner.reports import measure_words as words
from provisioner.reports.measure_parts import Cell, Json, Reader, Row, Section, Table, counted

_BLOCKS: Mapping[str, tuple[str, ...]] = {
    "pace": ("K1", "K8", "K13", "K14", "K17"),
    "conversion": ("K2", "K3"),
    "control": ("K5", "K7", "K16", "K18", "K22"),
    "quality": ("K6", "K9", "K10", "K11", "K12", "K20"),
    "money": ("K4", "K15", "K23"),
    "order": ("K19", "K21"),
}
"""Win rate stands with quality, apart from the counts of activity: it tells of focus, not of effort."""

TARGET_IN_MONEY = frozenset({"K5"})
_URGENT = {grade: words.GRADES[grade] for grade in ("risk", "watch")}


def advice(reader: Reader) -> Section:
    """One line for each measure at risk, then for each on watch."""
    points = [
        f"{words.SHAPES[grade]} {reader.name(name)}, {word[reader.language]}: {reader.text(kpi['advice'])}"
        for grade, word in _URGENT.items()
        for name, kpi in reader.kpis.items()
        if kpi["grade"] == grade
    ]
    return Section("advice", reader.say("advice"), () if points else (reader.say("no_advice"),), tuple(points))


def measures(reader: Reader) -> Section:
    columns = tuple(reader.say(each) for each in ("measure", "value", "target", "grade", "n"))
    tables = tuple(
        Table(columns, rows, reader.say(title))
        for title, block in blocks(reader)
        if (rows := tuple(_measure(reader, name) for name in block))
    )
    return Section("measures", reader.say("measures"), tables=tables)


def blocks(reader: Reader) -> list[tuple[str, list[str]]]:
    """The measures of the document by block; those that no block names come last."""
    named = {name for block in _BLOCKS.values() for name in block}
    others = [name for name in reader.kpis if name not in named]
    held = [(title, [name for name in block if name in reader.kpis]) for title, block in _BLOCKS.items()]
    return [*held, ("measures", others)]


def _measure(reader: Reader, name: str) -> Row:
    kpi = reader.kpis[name]
    grade, told = str(kpi["grade"]), (kpi["value"], kpi["target"], str(kpi["unit"]))
    return (
        Cell(f"{name} {reader.name(name)}"),
        Cell(values.beside(*told, reader.currency(name), reader.language), number=True),
        Cell(target(reader, name), number=True),
        Cell(words.GRADES[grade][reader.language], grade),
        counted(kpi["n"]),
    )


def target(reader: Reader, name: str) -> str:
    kpi = reader.kpis[name]
    if kpi["target"] is None:
        return values.NOTHING
    told = reader.told(kpi["target"], "money" if name in TARGET_IN_MONEY else str(kpi["unit"]), name)
    return reader.say("at_most", target=told) if name in words.LOWER_IS_BETTER else told


# What is missing, and how it was done


def not_measured(reader: Reader) -> Section:
    points = (
        f"{name} {reader.name(name)}: {_why(reader, kpi)}" for name, kpi in reader.kpis.items() if not reader.has(name)
    )
    return Section("not_measured", reader.say("not_measured"), points=tuple(points))


def not_graded(reader: Reader) -> Section:
    points = (
        f"{name} {reader.name(name)}: {_why(reader, kpi)}"
        for name, kpi in reader.kpis.items()
        if reader.has(name) and kpi["grade"] in ("n_a", "low_sample")
    )
    return Section("not_graded", reader.say("not_graded"), points=tuple(points))


def _why(reader: Reader, kpi: Json) -> str:
    """The reason with what helps, or for a small sample its advice, which says so."""
    if kpi.get("reason"):
        told = f"{reason(str(kpi['reason']), reader.language)}."
        return f"{told} {reader.text(kpi['remedy'])}" if kpi.get("remedy") else told
    return reader.text(kpi["advice"])


def reason(code: str, language: str) -> str:
    known = measure_reasons.TEXTS.get(code)
    return known[language] if known else values.clean(code).replace("_", " ")


def left_out(reader: Reader) -> Section:
    columns = tuple(reader.say(each) for each in ("measure", "reason", "n"))
    rows = tuple(
        (Cell(f"{name} {reader.name(name)}"), Cell(reason(str(one["reason"]), reader.language)), counted(one["n"]))
        for name, kpi in reader.kpis.items()
        for one in kpi["excluded"]
    )
    return Section("left_out", reader.say("left_out"), tables=(Table(columns, rows),))


def method(reader: Reader) -> Section:
    points = (f"{name} {reader.name(name)}: {' '.join(_method(reader, kpi))}" for name, kpi in reader.kpis.items())
    return Section("method", reader.say("method"), points=tuple(points), in_full=True)


def _method(reader: Reader, kpi: Json) -> Iterator[str]:
    yield reader.text(kpi["method"])
    if kpi["properties"]:
        yield reader.say("properties", names=", ".join(map(values.clean, kpi["properties"]))) + "."


def cost(reader: Reader) -> Section:
    """Requests in all and by purpose, then how each object type was read and why so."""
    held: Json = reader.document.get("cost", {})
    points = []
    if "requests" in held:
        by = ", ".join(f"{_known(reader, 'cost', name)} {values.count(n)}" for name, n in held.get("by", {}).items())
        told = f"{reader.say('cost_requests')}: {values.count(held['requests'])}"
        points = [f"{told} ({by})" if by else told]
    points += [
        f"{reader.part('object', name)}: {', '.join(_how(reader, how))}" for name, how in held.get("how", {}).items()
    ]
    return Section("cost", reader.say("cost"), points=tuple(points))


def _how(reader: Reader, how: object) -> Iterator[str]:
    """In words why it was read so, then what was counted."""
    if not isinstance(how, Mapping):
        yield reader.text(how)
        return
    if "why" in how:
        yield reader.text(how["why"])
    for name, value in how.items():
        if isinstance(value, int | float):
            yield f"{_known(reader, 'how', str(name))} {values.count(value)}"


def _known(reader: Reader, kind: str, name: str) -> str:
    """A purpose or a count in words; one that is not known is told as it is."""
    return reader.say(f"{kind}_{name}") if f"{kind}_{name}" in texts.WORDS else values.clean(name).replace("_", " ")
