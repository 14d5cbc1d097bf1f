"""K11: how long it took from the first day of a deal to the day on which it was won."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from provisioner.kpi import deals
from provisioner.kpi.context import B2B, CENTRE
from provisioner.kpi.deals import Deal
from provisioner.kpi.definition import Definition
from provisioner.kpi.leads import ENTRY
from provisioner.kpi.measurement import Figure, Grade, Unit
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.scales import falling, ratio
from provisioner.kpi.shelf import Shelf, stamp
from provisioner.kpi.spread import MILLISECONDS_A_DAY, MILLISECONDS_A_MINUTE, Spread
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said
from provisioner.kpi.values import Record, first_instant, text

_PER = {Unit.MINUTES: MILLISECONDS_A_MINUTE, Unit.DAYS: MILLISECONDS_A_DAY}


_OF_LEADS = """
SELECT coalesce(e.moment, w.created), w.closed, w.in_period
FROM won_of_leads w LEFT JOIN leads_entered e ON e.id = w.lead
"""
_STAMPS_A_MILLISECOND = 1000


class CycleLength(Counting):
    """Days in B2B; in the centre minutes, from the lead's entry. A hybrid tells the days, and the minutes beside.

    What is left out of a hybrid is told of both. The lead is that of ``core_source_lead_id``; without it, and where it
    is in no pipeline of ours, the deal's own creation counts.
    """

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"deals": self._deal, "leads": self._lead}
        self.trailing = self.context.trailing()
        self.excluded: Counter[str] = Counter()
        self.spreads = {(mode, when): Spread(_PER[_unit(mode)]) for mode in (CENTRE, B2B) for when in (True, False)}
        self.shelf = gathering.tally(Shelf)
        self.put_won = self.shelf.table("won_of_leads", "lead TEXT", "created", "closed", "in_period")
        self.put_entered = self.shelf.table("leads_entered", "id TEXT PRIMARY KEY", "moment")

    def _lead(self, record: Record) -> None:
        if moment := first_instant(record["properties"], ENTRY):
            self.shelf.add(self.put_entered, (str(record["id"]), stamp(moment)))

    def _deal(self, deal: Deal) -> None:
        if not deal.state:
            self.excluded["unknown_state"] += 1
        if not deal.is_won or deal.closed is None:
            self.excluded["no_close_date"] += deal.is_won
            return
        in_period = self.context.period.has(deal.closed)
        if not in_period and not self.trailing.has(deal.closed):
            return
        is_centre = self.context.mode_of(deal.pipeline) == CENTRE
        lead = text(deal.properties, "core_source_lead_id") if is_centre else ""
        if lead:
            created = None if deal.created is None else stamp(deal.created)
            self.shelf.add(self.put_won, (lead, created, stamp(deal.closed), in_period))
        else:
            mode = CENTRE if is_centre else B2B
            created = None if deal.created is None else stamp(deal.created)
            _add(self.spreads[mode, in_period], self.excluded, created, stamp(deal.closed), in_period)

    def _joined(self) -> tuple[dict[tuple[str, bool], Spread], Counter[str]]:
        """The spreads with the deals that came of leads, each from its lead's entry where that was read."""
        excluded = Counter(self.excluded)
        spreads = {key: held.copy() for key, held in self.spreads.items()}
        for start, closed, in_period in self.shelf.rows(_OF_LEADS):
            _add(spreads[CENTRE, bool(in_period)], excluded, start, closed, in_period)
        return spreads, excluded

    def outcome(self) -> Outcome:
        spreads, excluded = self._joined()
        mode = CENTRE if self.context.mode == CENTRE else B2B
        held, before = spreads[mode, True], spreads[mode, False]
        median, usual = held.median(), self._usual(before)
        details: dict[str, object] = {
            "mean": held.mean(),
            "trailing_median": before.median(),
            "trailing_n": len(before),
        }
        if self.context.mode == "hybrid":
            centre = spreads[CENTRE, True]
            details["call_center"] = Figure(centre.median(), Unit.MINUTES, len(centre))
        if median is None:
            return Outcome(excluded=excluded, details=details, reason="no_records", unit=_unit(mode))
        against = ratio(median, usual) if usual else None
        return Outcome(
            median,
            len(held),
            excluded=excluded,
            details={**details, "of_usual": against},
            graded=against,
            reason="" if against is not None else "no_comparison",
            target=usual,
            unit=_unit(mode),
        )

    def _usual(self, before: Spread) -> Decimal | None:
        """The target, else the median of the 12 months before where enough deals were won in them."""
        own = self.context.settings.own(KPI.id).target
        enough = len(before) >= self.context.settings.least("deals")
        return own if own is not None or not enough else before.median()


def _unit(mode: str) -> Unit:
    return Unit.MINUTES if mode == CENTRE else Unit.DAYS


def _add(spread: Spread, excluded: Counter[str], start: int | None, closed: int, in_period: bool) -> None:
    """One deal, from a moment to another."""
    if start is None or closed < start:
        excluded["no_entry_time" if start is None else "back_dated"] += in_period
    else:
        spread.add(round((closed - start) / _STAMPS_A_MILLISECOND))


KPI = Definition(
    id="K11",
    name=said("Sales cycle length", "משך מחזור מכירה"),
    unit=Unit.DAYS,
    modes=frozenset({CENTRE, B2B, "hybrid"}),
    needs=(
        deals.needed(Rows.CLOSED, Rows.CLOSED_TRAILING, money=False, optional=("createdate", "core_source_lead_id")),
        Need("leads", (Rows.OF_DEALS,), (ENTRY,), variant="leads"),
        Need("deals", (Rows.CLOSED, Rows.CLOSED_TRAILING), (("core_source_lead_id",),), variant="leads"),
    ),
    start=CycleLength,
    scales={"value": falling("1.10", "1.30")},
    against="own",
    sample="deals",
    method=said(
        "Median of won deals from first creation to last close, elapsed time; in the centre from the lead's "
        "entry, in minutes. Graded against the target, else against the own median of the 12 months before.",
        "חציון העסקאות שנסגרו בזכייה מהיצירה הראשונה עד הסגירה האחרונה; במוקד מכניסת הליד, בדקות. הציון מול "
        "היעד, ואם אין, מול החציון של 12 החודשים שקדמו.",
    ),
    advice={
        Grade.GOOD: said(
            "Deals close as fast as they used to, or faster.",
            "העסקאות נסגרות בקצב הרגיל או מהר ממנו.",
        ),
        Grade.WATCH: said(
            "Deals take longer than they used to; see which stage holds them (K12).",
            "העסקאות נמשכות יותר מהרגיל; לבדוק איזה שלב מעכב אותן (K12).",
        ),
        Grade.RISK: said(
            "Deals take far longer than they used to; agree on the next dated step with each customer.",
            "העסקאות נמשכות הרבה יותר מהרגיל; לקבוע עם כל לקוח צעד הבא עם תאריך.",
        ),
    },
)
