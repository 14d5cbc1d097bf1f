"""Which of the kept records need their history or their associations, as SQL on the kept rows.

Bounds are a second wider than the KPIs' own: HubSpot writes moments with and without milliseconds, and text compares.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from provisioner.kpi.context import Context
from provisioner.kpi.needs import Rows
from provisioner.kpi.period import months_earlier
from provisioner.measuring.rows import value
from provisioner.measuring.store import Condition

_SECOND = timedelta(seconds=1)
_NOTHING: Condition = ("0", ())
_ALL: Condition = ("1", ())


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Rows that fit one of them."""
    held = list(dict.fromkeys((sql, tuple(values)) for sql, values in conditions))
    if not held:
        return _NOTHING
    return " OR ".join(f"({sql})" for sql, _ in held), [one for _, values in held for one in values]


def wanted(
    object_type: str, rows: Collection[Rows], context: Context, names: Sequence[str], *, archived: bool = False
) -> Condition:
    """The condition of rows. ``names``: the properties whose history is wanted; for every row, those with a value."""
    found = any_of(_condition(object_type, row, context, names) for row in rows)
    return f"r.archived = {int(archived)} AND ({found[0]})", found[1]


def _condition(object_type: str, row: Rows, context: Context, names: Sequence[str]) -> Condition:
    period = context.period
    if row is Rows.ALL:
        return any_of((value(name) + " IS NOT NULL", ()) for name in names) if names else _ALL
    if object_type == "deals":
        if row is Rows.OPEN:
            return f"{value('hs_is_closed')} IS NOT 'true'", ()
        if row is Rows.OPEN_AT_START:
            start = _text(period.start - _SECOND)
            created = f"{value('createdate')} <= ?"
            closes = f"{value('closedate')} IS NULL OR {value('closedate')} >= ?"
            is_open = f"{value('hs_is_closed')} IS NOT 'true'"
            return f"{created} AND ({is_open} OR {closes})", (_text(period.start + _SECOND), start)
        if row in _CLOSED:
            return _closed(context, *_CLOSED[row](context))
    if row is Rows.IN_STAGE_SINCE:
        since = f"coalesce({value('hs_v2_time_in_current_stage')}, r.modified) >= ?"
        made = f"coalesce({value('createdate')}, {value('hs_createdate')}, '') <= ?"
        return f"{since} AND {made}", (_text(period.start - _SECOND), _text(period.end + _SECOND))
    if row in (Rows.ENTERED, Rows.CREATED):
        names = ("core_lead_entry_at", "hs_createdate", "createdate")
        return any_of(_between(name, period.start, period.end) for name in names)
    return _ALL


def _closed(context: Context, first: datetime, end: datetime) -> Condition:
    """By the close date and by the stamps of the won stages, since the centre goes by those."""
    stamps = {
        stage.entered for (kind, _), stage in context.stages.items() if kind == "deals" and stage.outcome == "won"
    }
    names = ("closedate", "hs_closed_won_date", *sorted(stamps - {""}))
    found = any_of(_between(name, first, end) for name in names)
    return f"{value('hs_is_closed')} IS NOT 'false' AND ({found[0]})", found[1]


def _between(name: str, first: datetime, end: datetime) -> Condition:
    return f"{value(name)} BETWEEN ? AND ?", (_text(first - _SECOND), _text(end + _SECOND))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _period(context: Context) -> tuple[datetime, datetime]:
    return context.period.start, context.period.end


def _trailing(context: Context) -> tuple[datetime, datetime]:
    return context.trailing().start, context.trailing().end


def _two_years(context: Context) -> tuple[datetime, datetime]:
    first = months_earlier(min(context.period.after, context.today + timedelta(days=1)), 24)
    return datetime(first.year, first.month, first.day, tzinfo=context.period.zone), context.period.end


_CLOSED = {Rows.CLOSED: _period, Rows.CLOSED_TRAILING: _trailing, Rows.CLOSED_TWO_YEARS: _two_years}
