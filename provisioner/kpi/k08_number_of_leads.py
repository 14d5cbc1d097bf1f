"""K8: how many leads were created in the period."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from provisioner.kpi import leads
from provisioner.kpi.context import CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.leads import Leads
from provisioner.kpi.measurement import Figure, Grade, Segment, Unit
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.scales import OF_TARGET
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said
from provisioner.kpi.values import Record

_PERIODS_BEFORE = 4
_BY = ("source", "pipeline")


class NumberOfLeads(Counting):
    def __init__(self, gathering: Pass) -> None:
        self.context, self.leads = gathering.context, gathering.tally(Leads)
        self.takes = {self.context.settings.lead_source: self._lead}
        self.gross = self.junk = 0
        self.excluded: Counter[str] = Counter()
        self.cells: Counter[tuple[str, str]] = Counter()

    def _lead(self, record: Record) -> None:
        found = self.leads.read(record)
        if found.created is None:
            self.excluded["no_entry_time"] += 1
        if not self.context.period.has(found.created):
            return
        self.gross += 1
        self.junk += found.is_junk
        self.cells["source", found.source] += 1
        self.cells["pipeline", found.pipeline] += 1

    def outcome(self) -> Outcome:
        usual, share = self._usual(), self.context.share_elapsed()
        return Outcome(
            Decimal(self.gross),
            self.gross,
            excluded=self.excluded,
            segments=tuple(
                self._segment(*cell) for cell in sorted(self.cells, key=lambda one: (_BY.index(one[0]), one[1]))
            ),
            details={
                "net": Figure(Decimal(self.gross - self.junk), Unit.COUNT, self.gross - self.junk),
                "spam_and_duplicates": self.junk,
                "compared_with": "target" if self.context.settings.own(KPI.id).target else "periods before",
            },
            graded=self.gross / share if share else None,
            target=usual,
            reason="" if share else "no_open_days",
        )

    def _usual(self) -> Decimal | None:
        """The target, else the mean of the four periods before."""
        own = self.context.settings.own(KPI.id).target
        before = self.context.earlier_leads[:_PERIODS_BEFORE]
        if own is not None or len(before) < _PERIODS_BEFORE:
            return own
        return Decimal(sum(before)) / _PERIODS_BEFORE

    def _segment(self, by: str, key: str) -> Segment:
        n = self.cells[by, key]
        return Segment(by, key, Figure(Decimal(n), Unit.COUNT, n))


def _created(object_type: str, name: str, others: tuple[str, ...]) -> Need:
    optional = (*leads.SOURCES, *leads.REASONS, *others)
    return Need(object_type, (Rows.CREATED,), ((name,),), optional, variant=object_type)


KPI = Definition(
    id="K8",
    name=said("Number of leads", "מספר לידים"),
    unit=Unit.COUNT,
    modes=frozenset({CENTRE, "hybrid"}),
    needs=(_created("leads", "hs_createdate", ("hs_pipeline",)), _created("contacts", "createdate", ())),
    start=NumberOfLeads,
    scales={"value": OF_TARGET},
    against="target",
    method=said(
        "Leads created in the period, graded against the target or the mean of the four periods before; while "
        "the period runs, against the part that is due. Net: without spam and duplicates. Deleted leads are not "
        "seen.",
        "לידים שנוצרו בתקופה, מול היעד או ממוצע ארבע התקופות הקודמות; כל עוד התקופה נמשכת, מול החלק היחסי. נטו: "
        "ללא ספאם וכפילויות. לידים שנמחקו אינם נראים.",
    ),
    advice={
        Grade.GOOD: said(
            "Demand is as planned; see that reps are there when leads come in.",
            "הביקוש כמתוכנן; לוודא שיש נציגים כשהלידים נכנסים.",
        ),
        Grade.WATCH: said(
            "Fewer leads than planned; ask marketing which campaign fell off, by the source list.",
            "פחות לידים מהמתוכנן; לברר עם השיווק איזה קמפיין נחלש, לפי רשימת המקורות.",
        ),
        Grade.RISK: said(
            "Demand has dropped; check forms, phone lines and campaigns today: leads may be lost before they are "
            "recorded.",
            "הביקוש צנח; לבדוק היום טפסים, קווי טלפון וקמפיינים: ייתכן שלידים אובדים לפני שנרשמו.",
        ),
    },
)
