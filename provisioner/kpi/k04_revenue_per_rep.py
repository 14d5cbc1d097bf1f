"""K4: money won in the period for each rep who was active in it."""

from __future__ import annotations

from decimal import Decimal

from provisioner.kpi import deals, reps, splits, won
from provisioner.kpi.context import B2B, CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Grade, Unit
from provisioner.kpi.needs import OWNERS, Rows
from provisioner.kpi.reps import Activity
from provisioner.kpi.scales import OF_TARGET, cents
from provisioner.kpi.splits import Splits
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said
from provisioner.kpi.won import Won


class RevenuePerRep(Counting):
    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.won = gathering.tally(Won)
        self.activity = gathering.tally(Activity)
        self.splits = gathering.tally(Splits)

    def outcome(self) -> Outcome:
        total, people = self.won.all, self.activity.reps()
        by_owner = self.splits.by_owner() if self.context.settings.deal_splits else self.won.by_owner
        names = {owner: self.context.owner_name(owner) for owner in by_owner}
        reason = self.won.no_rate or ("" if people else "no_reps")
        if reason:
            return Outcome(None, total.n, excluded=self.won.excluded, reason=reason, denominator=len(people))
        each, share = total.amount / len(people), self.context.share_elapsed()
        return Outcome(
            cents(each),
            total.n,
            total.amount,
            len(people),
            self.won.excluded,
            (*won.segments("owner", by_owner, names), *won.segments("pipeline", self.won.by_pipeline, {})),
            {"reps": list(people), **self._a_day(each), **self._without_rep()},
            graded=each / share if share else None,
            reason="" if share else "no_open_days",
        )

    def _a_day(self, each: Decimal) -> dict[str, Decimal | None]:
        """Only days that have begun count, so that a running month is not spread over days to come."""
        days = self.context.calendar.open_days(*self.context.elapsed)
        minutes = Decimal(round(days.full_day_equivalents * self.context.calendar.full_day))
        full_days = minutes / self.context.calendar.full_day
        return {
            "per_open_day": cents(each / days.total) if days.total else None,
            "per_full_day": cents(each / full_days) if full_days else None,
            "open_days": Decimal(days.total),
            "full_day_equivalents": full_days,
        }

    def _without_rep(self) -> dict[str, Decimal]:
        """What stands in the total, but belongs to nobody who is still there."""
        departed = [held for owner, held in self.won.by_owner.items() if owner and self.context.has_left(owner)]
        nobody = self.won.by_owner.get("", won.Sum())
        return {"departed": sum((held.amount for held in departed), Decimal(0)), "without_owner": nobody.amount}


KPI = Definition(
    id="K4",
    name=said("Revenue per rep", "הכנסה לנציג"),
    unit=Unit.MONEY,
    modes=frozenset({CENTRE, B2B, "hybrid"}),
    needs=(deals.needed(Rows.CLOSED), reps.CALLS, reps.OPEN_DEALS, splits.NEED, OWNERS),
    start=RevenuePerRep,
    scales={"value": OF_TARGET},
    against="target",
    in_money=True,
    method=said(
        "Won amount of the period divided by active reps: persons of the mode's teams with a call in the period "
        "or a deal open or won in it. Departed and missing owners stay in the total. Refunds are not seen. While "
        "the period runs, the grade compares with the part of the target that is due.",
        "סכום העסקאות שנסגרו בתקופה חלקי הנציגים הפעילים: אנשי הצוות שרשמו שיחה בתקופה או שיש להם עסקה פתוחה או "
        "סגורה בה. בעלים שעזבו או חסרים נכללים בסך הכול. זיכויים אינם נראים. כל עוד התקופה נמשכת, הציון משווה "
        "לחלק היחסי של היעד.",
    ),
    advice={
        Grade.GOOD: said(
            "The team earns its target; share what the leading rep does in one short session.",
            "הצוות עומד ביעד; לשתף במפגש קצר מה עושה הנציג המוביל.",
        ),
        Grade.WATCH: said(
            "Revenue per rep is just below target; see whether leads or handling are short (K2, K3).",
            "ההכנסה לנציג מעט מתחת ליעד; לבדוק אם חסרים לידים או שהטיפול חלש (K2, K3).",
        ),
        Grade.RISK: said(
            "Revenue per rep is far below target; check staffing against demand before hiring or pushing.",
            "ההכנסה לנציג רחוקה מהיעד; לבדוק התאמת כוח אדם לביקוש לפני גיוס או לחץ.",
        ),
    },
)
