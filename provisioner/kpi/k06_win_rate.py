"""K6: of the deals that were decided in the period, the share that was won."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from provisioner.kpi import deals
from provisioner.kpi.closed import SPLITS, Closed, Tries
from provisioner.kpi.context import B2B, CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Figure, Grade, Segment, Unit
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.scales import ratio, rising, share
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said

_WORST = 2
_ENOUGH = 5

NEEDS = (
    deals.needed(
        Rows.CLOSED, money=False, optional=("core_loss_reason", "b2b_deal_tier", *deals.SOURCES, *deals.MONEY)
    ),
    Need("deals", (Rows.CLOSED,), history=("dealstage", "pipeline"), can_miss=True),
)


class WinRate(Counting):
    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.closed = gathering.tally(Closed)

    def outcome(self) -> Outcome:
        found = self.closed.period
        if not found.n:
            return Outcome(excluded=self.closed.excluded, reason="no_records")
        segments = tuple(self._segments())
        return Outcome(
            found.rate,
            found.n,
            found.won,
            found.n,
            self.closed.excluded,
            segments,
            {"by_value": self._by_value(found), "reopened": self.closed.reopened, "worst": _worst(segments)},
        )

    def _by_value(self, found: Tries) -> Figure:
        """Without the deals of a currency that has no rate the figure would be wrong, so there is none.

        Nor is there one where credits outweigh the sales: a part of less than nothing says nothing.
        """
        total = found.won_amount + found.lost_amount
        no_part = self.closed.excluded["no_rate"] or min(found.won_amount, found.lost_amount) < 0
        value = None if no_part else ratio(found.won_amount, total)
        return Figure(value, Unit.RATIO, found.n, found.won_amount, total)

    def _segments(self) -> Iterator[Segment]:
        scale, least = KPI.scale(self.context), KPI.least(self.context)
        order = {by: place for place, by in enumerate(SPLITS)}
        for (by, key), tries in sorted(self.closed.splits.items(), key=lambda entry: (order[entry[0][0]], entry[0][1])):
            label = self.context.owner_name(key) if by == "owner" else ""
            yield Segment(by, key, share(tries.won, tries.n, scale, least), label)


def _worst(segments: tuple[Segment, ...]) -> list[dict[str, object]]:
    """Where to focus: the lowest rates among parts with enough deals."""
    enough = [(one.figure.value, one) for one in segments if one.figure.n >= _ENOUGH and one.figure.value is not None]
    lowest: list[tuple[Decimal, Segment]] = sorted(
        enough, key=lambda entry: (entry[0], -entry[1].figure.n, entry[1].by, entry[1].key)
    )
    return [{"by": one.by, "key": one.key, "value": value, "n": one.figure.n} for value, one in lowest[:_WORST]]


KPI = Definition(
    id="K6",
    name=said("Win rate", "אחוז זכייה"),
    unit=Unit.RATIO,
    modes=frozenset({CENTRE, B2B, "hybrid"}),
    needs=NEEDS,
    start=WinRate,
    scales={"value": rising("0.25", "0.15")},
    sample="deals",
    method=said(
        "Won ÷ (won + lost) by count, closed in the period; a reopened deal counts by what it is now, in the "
        "pipeline in which it closed. Losses as duplicates are left out.",
        "זכיות ÷ (זכיות + הפסדים) לפי כמות, שנסגרו בתקופה; עסקה שנפתחה מחדש נספרת לפי מצבה כעת, בפייפליין שבו "
        "נסגרה. הפסדים בגלל כפילות אינם נספרים.",
    ),
    advice={
        Grade.GOOD: said(
            "The right deals are being worked on; look at losses for lessons, not for blame.",
            "עובדים על העסקאות הנכונות; ללמוד מההפסדים ולא לחפש אשמים.",
        ),
        Grade.WATCH: said(
            "Qualify harder: see the two weakest segments before more deals are opened there.",
            "להקפיד יותר בהסמכה: לבדוק את שני הפלחים החלשים לפני שפותחים בהם עוד עסקאות.",
        ),
        Grade.RISK: said(
            "Focus, not effort: stop opening deals in the two weakest segments until it is clear why they are lost.",
            "פוקוס ולא מאמץ: להפסיק לפתוח עסקאות בשני הפלחים החלשים עד שיתברר מדוע הן אבודות.",
        ),
    },
)
