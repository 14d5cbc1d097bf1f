"""A report of KPIs as a table for spreadsheets: UTF-8 with its mark, one row a figure, and no cell a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.reports import measure_values as values
from provisioner.reports.measure_parts import Json, Reader

_MARK = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8, so that Hebrew stays Hebrew."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
COLUMNS = (
    "kpi", "name", "by", "key", "label", "value", "unit", "target", "grade", "n", "numerator", "denominator",
    "currency", "before", "reason", "excluded", "from", "to", "zone", "portal", "blueprint", "mode",
)  # fmt: skip
_Cells = dict[str, Any]


def render(document: Mapping[str, Any], language: str) -> str:
    """One row for each KPI, and below it one for each segment, each figure of its details, each month and day.

    Rates are fractions, dates ISO, ``to`` the first day after the period; names are in ``language``. ``excluded`` is
    ``reason=count`` joined by spaces.
    """
    reader = Reader(document, language)
    shared = {**document["period"], "portal": document["portal"]["name"]}
    shared |= {"blueprint": document["blueprint"]["name"], "mode": reader.mode}
    out = io.StringIO()
    out.write(_MARK)
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for name, kpi in reader.kpis.items():
        for cells in _rows(reader, name, kpi):
            told = {"kpi": name, "name": reader.name(name), "currency": reader.currency(name), **shared, **cells}
            writer.writerow({column: _safe(cell) for column, cell in told.items()})
    return out.getvalue()


def _rows(reader: Reader, name: str, kpi: Json) -> Iterator[_Cells]:
    before = reader.before
    earlier: Json = before.kpis.get(name, {}) if before else {}
    excluded = " ".join(f"{one['reason']}={one['n']}" for one in kpi["excluded"])
    yield {**_figure(kpi), "target": kpi["target"], "reason": kpi.get("reason", ""), "excluded": excluded,
           "before": earlier.get("value")}  # fmt: skip
    for one in kpi["segments"]:
        label = reader.named(one["by"].removeprefix("lead_"), str(one["key"])) or one["label"]
        label = label or reader.part(one["by"], str(one["key"]))
        judged = {} if reader.is_provisional(name) else {"grade": one.get("grade")}
        yield {**_figure(one), "grade": None, **judged, "by": one["by"], "key": one["key"], "label": label}
    yield from _details(kpi.get("details", {}))
    for point in reader.earlier:
        if name in point.kpis:
            held, period = point.kpis[name], point.document["period"]
            told = {key: held[key] for key in ("value", "unit", "n", "grade", "reason")}
            yield {"by": "trend", "key": values.short_period(period, "en"), **told, **period}


def _details(details: Json) -> Iterator[_Cells]:
    """Figures beside the main one, whether they stand alone or in a group; money by month and by day."""
    for name, held in details.items():
        if not isinstance(held, Mapping):
            continue
        if _is_figure(held):
            yield {**_figure(held), "by": "detail", "key": name}
        for part, figure in held.items():
            if isinstance(figure, Mapping) and _is_figure(figure):
                yield {**_figure(figure), "by": name, "key": part}
    for month, held in details.get("months", {}).items():
        for kind in ("open", "weighted", "historical", "low", "high"):
            yield {"by": f"month_{kind}", "key": month, "value": held[kind], "unit": "money", "n": held["n"]}
    yield from _review(details.get("review") or {"stages": ()})
    for held in details.get("days", ()):
        yield {"by": "day", "key": held["date"], "label": held["hours"], "value": held["amount"], "unit": "money",
               "n": held["n"]}  # fmt: skip


def _review(review: Json) -> Iterator[_Cells]:
    """How old the open deals of each stage are, and the deals of the lists: their ``n`` is the days in their stage."""
    for held in review["stages"]:
        yield {"by": "stage_age", "key": f"{held['pipeline']}/{held['stage']}", "label": held["label"], "unit": "days",
               "value": held["median_days"], "target": held["target_days"], "n": held["n"],
               "numerator": held["stale"]}  # fmt: skip
    for name in ("big", "stale"):
        for held in review.get(name, {}).get("deals", ()):
            missing = "" if held["has_next_step"] else "no_next_step"
            yield {"by": f"{name}_deal", "key": held["id"], "label": held["name"], "unit": "money",
                   "value": held["amount"], "n": held["days_in_stage"], "reason": missing}  # fmt: skip


def _is_figure(held: Json) -> bool:
    return {"value", "unit", "n"} <= set(held)


def _figure(held: Json) -> _Cells:
    return {name: held.get(name) for name in ("value", "unit", "n", "numerator", "denominator", "grade")}


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    told = values.clean(value)
    return f"'{told}" if told.startswith(_FORMULA) else told
