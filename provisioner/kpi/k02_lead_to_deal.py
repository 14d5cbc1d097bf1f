"""K2: the share of inbound leads of the period that became a deal within the window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from provisioner.kpi import cohort
from provisioner.kpi.cohort import Cell, Cohort
from provisioner.kpi.context import CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Grade, Segment, Unit
from provisioner.kpi.scales import rising, share
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said

_DATED = said(
    "Inbound leads that entered in the period; converted: a deal made after entry and within the window. Deleted "
    "leads are not seen.",
    "לידים נכנסים שנכנסו בתקופה; המרה: עסקה שנוצרה אחרי הכניסה ובתוך חלון הזמן. לידים שנמחקו אינם נראים.",
)
_COUNTED = said(
    "Inbound leads that entered in the period; converted: HubSpot counts a deal on the lead. No deal of these "
    "leads could be dated, so neither the window nor older deals are told apart.",
    "לידים נכנסים שנכנסו בתקופה; המרה: HubSpot סופר עסקה על הליד. לא ניתן לתארך את העסקאות, ולכן חלון הזמן "
    "ועסקאות ישנות אינם נבדקים.",
)


class LeadToDeal(Counting):
    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.cohort = gathering.tally(Cohort)

    def outcome(self) -> Outcome:
        dated = self.cohort.is_dated
        every = self.cohort.cells(dated=dated)
        inbound = cohort.inbound(every)
        found = cohort.together(inbound)
        outbound = cohort.together(every).n - found.n
        excluded = Counter(self.cohort.excluded) + Counter(outbound=outbound, undated_deal=found.undated)
        if not inbound:
            return Outcome(excluded=excluded, reason="no_records")
        net = cohort.together([one for one in inbound if not one.is_junk])
        rate = share(found.within, found.n)
        return Outcome(
            rate.value,
            found.n,
            found.within,
            found.n,
            excluded,
            tuple(self._segments(inbound)),
            {"ever": share(found.ever, found.n), "net": share(net.within, net.n),
             "window_days": self.context.settings.lead_window_days, "provisional": self.cohort.is_provisional},
            reason="provisional" if self.cohort.is_provisional else "",
            method=_DATED if dated else _COUNTED,
        )  # fmt: skip

    def _segments(self, cells: list[Cell]) -> Iterator[Segment]:
        scale, least = KPI.scale(self.context), KPI.least(self.context)
        for by, key in (("source", source), ("owner", owner)):
            for name, held in cohort.grouped(cells, key).items():
                found = cohort.together(held)
                label = self.context.owner_name(name) if by == "owner" else ""
                graded = None if self.cohort.is_provisional else scale
                yield Segment(by, name, share(found.within, found.n, graded, least), label)


def source(cell: Cell) -> str:
    return cell.source


def owner(cell: Cell) -> str:
    return cell.owner


KPI = Definition(
    id="K2",
    name=said("Lead to deal", "המרת ליד לעסקה"),
    unit=Unit.RATIO,
    modes=frozenset({CENTRE, "hybrid"}),
    needs=(*cohort.NEEDS, *cohort.BY_SOURCE),
    start=LeadToDeal,
    scales={"value": rising("0.12", "0.07")},
    sample="leads",
    method=_DATED,
    advice={
        Grade.GOOD: said(
            "Leads become deals at a good rate; put more budget into the sources that lead the list.",
            "לידים הופכים לעסקאות בשיעור טוב; להגדיל תקציב למקורות שבראש הרשימה.",
        ),
        Grade.WATCH: said(
            "Fewer leads become deals than planned; compare sources (K3) before asking reps for more calls.",
            "פחות לידים מהמתוכנן הופכים לעסקאות; להשוות בין מקורות (K3) לפני שמבקשים מהנציגים עוד שיחות.",
        ),
        Grade.RISK: said(
            "Most leads are lost on the way; marketing and sales should go through the weakest source together.",
            "רוב הלידים אובדים בדרך; שיווק ומכירות צריכים לעבור יחד על המקור החלש ביותר.",
        ),
    },
)
