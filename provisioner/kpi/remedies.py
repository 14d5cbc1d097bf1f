"""What helps where a KPI has no figure or no grade: what to write where, or which period to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from provisioner.kpi.context import Context
from provisioner.kpi.needs import Need, in_force
from provisioner.kpi.texts import Text, filled, said

_TARGET = said(
    "Set measures.{kpi}.target in the portal's target file, or under kpis of the blueprint.",
    "להגדיר measures.{kpi}.target בקובץ היעדים של הפורטל, או תחת kpis בתבנית.",
)
_REVENUE = said(
    "Set revenue.{period}, the money to be won, in the portal's target file.",
    "להגדיר revenue.{period}, הסכום שיש להשיג, בקובץ היעדים של הפורטל.",
)
_CAPACITY = said(
    "Set capacity_per_day, the leads that the team can try on an open day, in the portal's target file, or under kpis "
    "of the blueprint.",
    "להגדיר capacity_per_day, מספר הלידים שהצוות יכול לפנות אליהם ביום עבודה, בקובץ היעדים של הפורטל, או תחת kpis "
    "בתבנית.",
)
_RUNNING = said("Ask for the period that is running, {period}.", "לבקש את התקופה הנוכחית, {period}.")
_RATE = said(
    "Set under rates in the portal's target file what one unit of it is worth in {currency}.",
    "להגדיר תחת rates בקובץ היעדים של הפורטל כמה שווה יחידה אחת ממנו ב-{currency}.",
)
_CURRENCY = said(
    "Write the amounts of the portal's target file in {currency}, and currency as {currency}.",
    "לרשום את הסכומים בקובץ היעדים של הפורטל ב-{currency}, ואת currency כ-{currency}.",
)
_PROPERTY = said("Missing: {names}.", "חסר: {names}.")
_TARGETS: Mapping[str, Text] = {"K5": _REVENUE, "K17": _CAPACITY, "K22": _REVENUE}


def remedy(kpi: str, needs: Iterable[Need], reason: str, context: Context) -> Text:
    """For the reason of a measurement, as a code; empty where nothing can be done but wait."""
    weeks, period = context.settings.week_starts, context.period
    match reason:
        case "no_target":
            return filled(_TARGETS.get(kpi, _TARGET), kpi=kpi, period=period.name(weeks))
        case "period_over":
            return filled(_RUNNING, period=period.around(context.today).name(weeks))
        case "no_rate":
            return filled(_RATE, currency=context.company_currency)
        case "other_currency":
            return filled(_CURRENCY, currency=context.company_currency)
        case "no_property":
            return filled(_PROPERTY, names=", ".join(_lacking(needs, context)))
    return {}


def _lacking(needs: Iterable[Need], context: Context) -> list[str]:
    """The properties of the first group of which the portal has none."""
    for need in in_force(needs, context.settings.variants):
        lacking = context.lacking.get(need.object_type, frozenset())
        for group in () if need.can_miss else need.any_of:
            if lacking.issuperset(group):
                return [f"{need.object_type}.{name}" for name in group]
    return []
