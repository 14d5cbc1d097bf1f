"""K3: lead quality apart from handling: what each rep made of the mix of sources that came in."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from provisioner.kpi import cohort
from provisioner.kpi.cohort import Cell, Cohort
from provisioner.kpi.context import CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.k02_lead_to_deal import owner, source
from provisioner.kpi.measurement import Figure, Grade, Segment, Unit
from provisioner.kpi.scales import ratio, rising, share
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said

_WEAK_SOURCE = Decimal("0.5")
_ENOUGH_LEADS = 30


class QualityAndHandling(Counting):
    """The value is the lowest handling index among reps with enough leads."""

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.cohort = gathering.tally(Cohort)

    def outcome(self) -> Outcome:
        every = self.cohort.cells(dated=self.cohort.is_dated)
        held = cohort.inbound(every)
        found = cohort.together(held)
        outbound = cohort.together(every).n - found.n
        excluded = Counter(self.cohort.excluded) + Counter(outbound=outbound, undated_deal=found.undated)
        if not held:
            return Outcome(excluded=excluded, reason="no_records")
        sources = _sources(held)
        reps = self._reps(held, sources)
        mean = share(found.within, found.n)
        weak = self._weak(sources, mean)
        index = min((rep.figure.value for rep in reps if _counts(rep) and rep.figure.value is not None), default=None)
        return Outcome(
            index,
            found.n,
            excluded=excluded,
            segments=(*sources, *reps),
            details={"mean_rate": mean, "weak_sources": weak, "weak_reps": self._weak_reps(reps)},
            at_best=Grade.WATCH if weak else Grade.GOOD,
            reason=self._reason(index),
        )

    def _reps(self, held: list[Cell], sources: tuple[Segment, ...]) -> tuple[Segment, ...]:
        rates = {segment.key: segment.figure for segment in sources}
        found = []
        for rep, cells in cohort.grouped(held, owner).items():
            of_rep = cohort.together(cells)
            mix = cohort.grouped(cells, source)
            expected = sum((_expected(cohort.together(mix[name]).n, rates[name]) for name in mix), Decimal(0))
            figure = Figure(ratio(of_rep.within, expected), Unit.INDEX, of_rep.n, of_rep.within, expected)
            found.append(Segment("owner", rep, figure, self.context.owner_name(rep)))
        return tuple(found)

    def _weak(self, sources: tuple[Segment, ...], mean: Figure) -> list[str]:
        limit = _WEAK_SOURCE * (mean.value or 0)
        least = KPI.least(self.context)
        rates = ((one.key, one.figure.value) for one in sources if one.figure.n >= least)
        return [key for key, rate in rates if rate is not None and rate < limit]

    def _weak_reps(self, reps: tuple[Segment, ...]) -> list[str]:
        limit = KPI.scale(self.context).good
        return [rep.key for rep in reps if _counts(rep) and rep.figure.value is not None and rep.figure.value < limit]

    def _reason(self, index: Decimal | None) -> str:
        if index is None:
            return "few_leads"
        return "provisional" if self.cohort.is_provisional else ""


def _sources(held: list[Cell]) -> tuple[Segment, ...]:
    found = {name: cohort.together(cells) for name, cells in cohort.grouped(held, source).items()}
    return tuple(Segment("source", name, share(one.within, one.n)) for name, one in found.items())


def _expected(leads: int, rate: Figure) -> Decimal:
    """Leads times the source's rate, divided last so that whole deals stay whole."""
    return Decimal(leads * int(rate.numerator or 0)) / Decimal(rate.n)


def _counts(rep: Segment) -> bool:
    return bool(rep.key) and rep.figure.n >= _ENOUGH_LEADS and rep.figure.value is not None


KPI = Definition(
    id="K3",
    name=said("Lead quality and handling", "איכות לידים מול איכות טיפול"),
    unit=Unit.INDEX,
    modes=frozenset({CENTRE, "hybrid"}),
    needs=(*cohort.NEEDS, *cohort.BY_SOURCE),
    start=QualityAndHandling,
    scales={"value": rising("0.8", "0.5")},
    sample="leads",
    method=said(
        "Rate of each source; a rep's index is deals divided by what the mix of sources would give. The value is the "
        "lowest index among reps with 30 leads or more; a source below half of the mean rate is weak.",
        "שיעור המרה לכל מקור; מדד הנציג הוא עסקאות חלקי הצפוי לפי תמהיל המקורות. הערך הוא המדד הנמוך ביותר בין "
        "נציגים עם 30 לידים ומעלה; מקור מתחת למחצית הממוצע נחשב חלש.",
    ),
    advice={
        Grade.GOOD: said(
            "Sources and reps are both in line; learn from the rep with the highest index.",
            "המקורות והנציגים תקינים; ללמוד מהנציג בעל המדד הגבוה ביותר.",
        ),
        Grade.WATCH: said(
            "Read who is flagged: a weak source is a talk with marketing, a weak index is coaching.",
            "לבדוק מי סומן: מקור חלש מצריך שיחה עם השיווק, מדד נמוך מצריך חניכה.",
        ),
        Grade.RISK: said(
            "The same leads bring some reps far fewer deals; listen to their calls before buying more leads.",
            "אותם לידים מניבים לחלק מהנציגים הרבה פחות עסקאות; להאזין לשיחות לפני שקונים עוד לידים.",
        ),
    },
)
