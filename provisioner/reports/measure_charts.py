"""Which chart stands in which section of a page on KPIs, and what it is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from provisioner.reports import measure_selling, measure_summary, measure_trend
from provisioner.reports import measure_values as values
from provisioner.reports.measure_parts import Json, Reader, marked
from provisioner.reports.measure_svg import Bar, Bars, Chart, Column, Drawn, Point

_MOST_DAYS = 92
_LABELS = 8
"""Labels that columns have room for."""

_SMALL = 280
"""The width of a chart of which several stand side by side."""

_TONES = {"better": "good", "worse": "risk"}


def of(section: str, reader: Reader) -> list[Drawn]:
    """The charts of a section; none where there is nothing to draw."""
    draw = _CHARTS.get(section)
    return [] if draw is None else list(draw(reader))


def _chart(reader: Reader, name: str, title: str) -> Chart:
    return Chart(f"chart-{name}", title, reader.language)


def _first_contact(reader: Reader) -> Iterator[Drawn]:
    """How many waited how long, and above them how many of those became deals."""
    held: Json = reader.details("K1").get("buckets", {})
    highest = max((one["value"] or 0 for one in held.values()), default=0) or 1
    columns = [
        Column(
            reader.part("bucket", name),
            one["n"],
            values.count(one["n"]),
            "" if one["value"] is None else values.percent(one["value"]),
            None if one["value"] is None else one["value"] / highest,
        )
        for name, one in held.items()
    ]
    if any(column.value for column in columns):
        yield _chart(reader, "first-contact", reader.say("chart_first_contact")).columns(columns)


def _days(reader: Reader) -> Iterator[Drawn]:
    held = reader.details("K15").get("days", ())
    if not 1 < len(held) <= _MOST_DAYS or not any(one["amount"] for one in held):
        return
    columns = [
        Column(_short_day(str(one["date"]), reader.language), max(0, one["amount"]), is_shaded=one["hours"] == "closed")
        for one in held
    ]
    yield _chart(reader, "days", reader.say("chart_days")).columns(columns, every=-(-len(held) // _LABELS))


def _short_day(text: str, language: str) -> str:
    """Day and month, in the order of the language."""
    whole = values.day(text, language)
    return whole[:5] if language == "he" else whole[5:]


def _revenue(reader: Reader) -> Iterator[Drawn]:
    rows = [
        Bars(reader.rep(one), (Bar(max(0, one["value"]), reader.told(one["value"], "money", "K4")),))
        for one in sorted(reader.segments("K4", "owner"), key=lambda one: -(one["value"] or 0))
        if one["value"]
    ]
    if rows:
        yield _chart(reader, "revenue", reader.say("by_rep")).bars(rows)


def _coverage(reader: Reader) -> Iterator[Drawn]:
    """Open against target with the line at three times, and where more is needed the line at that."""
    if not reader.has("K5"):
        return
    kpi, held = reader.kpis["K5"], reader.details("K5")
    cell = reader.figure("K5", kpi)
    rows = [Bars(reader.say("cover"), (Bar(kpi["value"], marked(cell), cell.grade),))]
    if (remaining := held.get("remaining")) and remaining["value"] is not None:
        told = reader.told(remaining["value"], "times")
        rows.append(Bars(reader.say("remaining"), (Bar(remaining["value"], told, "soft"),)))
    needed = held.get("needed") or 3
    marks = [(3.0, "3×"), *([(float(needed), reader.told(needed, "times"))] if needed > 3 else [])]
    yield _chart(reader, "coverage", reader.say("chart_coverage")).bars(rows, marks=marks)


def _forecast(reader: Reader) -> Iterator[Drawn]:
    rows = [
        Bars(
            reader.part("category", name),
            (
                Bar(one["denominator"], _both(reader, "start", one["denominator"]), "soft"),
                Bar(one["numerator"], _both(reader, "won", one["numerator"])),
            ),
        )
        for name, one in reader.details("K7").get("calibration", {}).items()
    ]
    if any(bar.value for row in rows for bar in row.bars):
        yield _chart(reader, "forecast", reader.say("chart_forecast")).bars(rows)


def _both(reader: Reader, word: str, value: float) -> str:
    return f"{reader.say(word)} {reader.told(value, 'money', 'K7')}"


def _months(reader: Reader) -> Iterator[Drawn]:
    rows = [
        Bars(
            values.month(month, reader.language),
            (
                Bar(one["open"], _money(reader, "open", one), "soft"),
                Bar(one["weighted"], _money(reader, "weighted", one)),
            ),
            (one["low"], one["high"]),
        )
        for month, one in reader.details("K22").get("months", {}).items()
    ]
    if rows:
        yield _chart(reader, "months", reader.say("chart_months")).bars(rows)


def _money(reader: Reader, word: str, one: Json) -> str:
    return f"{reader.say(word)} {reader.told(one[word], 'money', 'K22')}"


def _stages(reader: Reader) -> Iterator[Drawn]:
    """A funnel for each pipeline: how many entered, and what share came further; the bottleneck is marked and named."""
    top = reader.details("K12").get("stage")
    for by in ("lead_stage", "stage"):
        for number, line in enumerate(measure_selling.lines(reader, by)):
            rows = []
            for one in measure_selling.of_line(reader, by, line):
                is_top = one["key"] == top
                mark = f" ■ {reader.say('is_bottleneck')}" if is_top else ""
                name = measure_selling.stage_name(reader, str(one["key"]), str(one["label"])) + mark
                told = f"{values.count(one['denominator'])} · {reader.figure('K9', one).text}"
                rows.append(Bars(name, (Bar(one["denominator"], told, "risk" if is_top else ""),), is_marked=is_top))
            title = reader.say("chart_stages", pipeline=reader.part("pipeline", line))
            yield _chart(reader, f"stages-{by}-{number}".replace("_", "-"), title).bars(rows)


def _trend(reader: Reader) -> Iterator[Drawn]:
    """A chart for each block of measures, so that the win rate does not stand among counts of activity."""
    before = reader.before
    if before is None:
        return
    both = measure_trend.comparable(reader, before)
    for block, names in measure_summary.blocks(reader):
        rows = [_pair(reader, before, name) for name in names if name in both]
        if rows:
            title = reader.say("chart_trend", block=reader.say(block), period=before.period())
            yield _chart(reader, f"trend-{block}", title).bars(rows, by_row=True)


def _pair(reader: Reader, before: Reader, name: str) -> Bars:
    now, then = reader.kpis[name], before.kpis[name]
    way = measure_trend.direction(reader, before, name)
    earlier = Bar(max(0, then["value"]), before.figure(name, then).text, "soft")
    later = Bar(max(0, now["value"]), reader.figure(name, now).text, _TONES.get(way, ""))
    return Bars(f"{reader.name(name)}: {reader.say(way)}", (earlier, later))


def _course(reader: Reader) -> Iterator[Drawn]:
    """A line for each measure with its target; a period without a value is a gap in it."""
    earlier = reader.earlier
    followed = measure_trend.followable(reader, earlier)
    for _, names in measure_summary.blocks(reader):
        for name in names:
            if name in followed:
                yield _line(reader, [*earlier, reader], name)


def _axis(reader: Reader) -> str:
    """A period of whole months by its name, another by its first day."""
    told = reader.short_period()
    first = str(reader.document["period"]["from"])
    return told if len(told) <= len("2026-05") else _short_day(first, reader.language)


def _line(reader: Reader, readers: list[Reader], name: str) -> Drawn:
    points = [
        Point(_axis(one), one.kpis[name]["value"], (cell := one.figure(name, one.kpis[name])).text, cell.grade)
        for one in readers
    ]
    target = reader.kpis[name]["target"] if name not in measure_summary.TARGET_IN_MONEY else None
    title = f"{name} {reader.name(name)}"
    if target is not None:
        title = reader.say("chart_course", name=title, target=measure_summary.target(reader, name))
    return Chart(f"chart-course-{name}", title, reader.language, _SMALL).line(points, target)


_CHARTS: Mapping[str, Callable[[Reader], Iterator[Drawn]]] = {
    "first_contact": _first_contact,
    "days": _days,
    "revenue": _revenue,
    "coverage": _coverage,
    "forecast": _forecast,
    "months": _months,
    "stages": _stages,
    "trend": _trend,
    "course": _course,
}
