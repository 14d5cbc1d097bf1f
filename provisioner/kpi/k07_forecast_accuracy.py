"""K7: what was won in the period against what had been committed when it began."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from provisioner.kpi import deals, forecast
from provisioner.kpi.context import B2B
from provisioner.kpi.deals import Deal
from provisioner.kpi.definition import Definition
from provisioner.kpi.forecast import COMMIT, Promise
from provisioner.kpi.hygiene import Hygiene
from provisioner.kpi.measurement import Figure, Grade, Segment, Unit
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.scales import graded, ratio, rising
from provisioner.kpi.shelf import Shelf
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said
from provisioner.kpi.values import Record, at_rate
from provisioner.kpi.won import Sum

SNAPSHOT = "forecast_snapshot"
"""The stream of stored deals, when ``Context.snapshot_at`` says that there is one."""

_FROM_SNAPSHOT = said(
    "Committed amount in the forecast stored at the start of the period against the amount won in it; both at "
    "one fixed rate.",
    "הסכום שהוגדר כהתחייבות בתחזית שנשמרה בתחילת התקופה מול הסכום שנסגר בה; שניהם לפי שער קבוע אחד.",
)
_FROM_HISTORY = said(
    "Committed amount at the start of the period, from the deals' property history, against the amount won in "
    "it; both at one fixed rate. Deals that were merged since are not seen.",
    "הסכום שהוגדר כהתחייבות בתחילת התקופה, לפי היסטוריית המאפיינים, מול הסכום שנסגר בה; שניהם לפי שער קבוע אחד. "
    "עסקאות שמוזגו מאז אינן נראות.",
)


_PROMISES = """
SELECT p.category, p.amount, p.owner, p.suggested, w.amount FROM promises p LEFT JOIN won_in_period w USING (deal)
"""
_COUNTED = "SELECT deal FROM promises WHERE category = ? UNION SELECT deal FROM won_in_period"


class _Held:
    """What was promised, and of that what was won; grows while promises stream by."""

    def __init__(self) -> None:
        self.n = self.suggested = 0
        self.promised = self.kept = self.weighted = Decimal(0)
        self.by_owner: defaultdict[str, Sum] = defaultdict(Sum)


class ForecastAccuracy(Counting):
    """``n`` are the deals that were committed or won. An archived deal without history is lost, as a merged one is."""

    takes_all = True

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.start = self.context.period.start.isoformat()
        self.snapshot = forecast.has_snapshot(self.context)
        self.takes = {"deals": self._deal, **({SNAPSHOT: self._stored} if self.snapshot else {})}
        self.hygiene = gathering.tally(Hygiene)
        self.excluded: Counter[str] = Counter()
        self.without_history = 0
        self.shelf = gathering.tally(Shelf)
        self.put_promise = self.shelf.table("promises", "deal TEXT", "category", "amount TEXT", "owner", "suggested")
        self.put_won = self.shelf.table("won_in_period", "deal TEXT PRIMARY KEY", "amount TEXT")
        self.won: defaultdict[str, Sum] = defaultdict(Sum)

    def _stored(self, record: Record) -> None:
        self._keep(forecast.from_snapshot(record, self.context, self.excluded))

    def _deal(self, deal: Deal) -> None:
        if deal.is_won and self.context.period.has(deal.closed) and deal.closed_here():
            held = deal.properties
            settings, currency = self.context.settings, self.context.company_currency
            money = at_rate(held.get("amount"), held.get("deal_currency_code"), currency, settings.rates)
            if money.problem:
                self.excluded[money.problem] += 1
            self.won[deal.owner].add(money.amount)
            self.shelf.add(self.put_won, (deal.id, str(money.amount)))
        if not self.snapshot and forecast.is_candidate(deal):
            try:
                self._keep(forecast.from_history(deal, self.start, self.excluded))
            except forecast.NoPast:
                self.without_history += deal.in_scope

    def _keep(self, one: Promise | None) -> None:
        if one is not None:
            self.shelf.add(self.put_promise, (one.deal, one.category, str(one.amount), one.owner, one.suggested))

    def outcome(self) -> Outcome:
        held = self._held()
        committed = held[COMMIT]
        promised, actual = committed.promised, sum((one.amount for one in self.won.values()), Decimal(0))
        counted = int(next(self.shelf.rows(f"SELECT count(*) FROM ({_COUNTED})", COMMIT))[0])  # noqa: S608 - words and marks of our own; values are bound
        reason = self._no_figure(promised, actual)
        method = _FROM_SNAPSHOT if self.snapshot else _FROM_HISTORY
        if reason:
            excluded = self.excluded + Counter(no_history=self.without_history)
            return Outcome(None, counted, excluded=excluded, reason=reason, method=method,
                           details={"hygiene": self.hygiene.told()})  # fmt: skip
        weighted = sum((one.weighted for one in held.values()), Decimal(0))
        return Outcome(
            accuracy(promised, actual),
            counted,
            actual,
            promised,
            self.excluded,
            self._segments(committed),
            {
                "forecast": promised,
                "actual": actual,
                "bias": ratio(actual - promised, promised) if promised > 0 else None,
                "calibration": _calibration(held),
                "weighted": {"forecast": weighted, "accuracy": accuracy(weighted, actual)},
                "suggested": sum(one.suggested for one in held.values()),
                "from": "snapshot" if self.snapshot else "history",
                "hygiene": self.hygiene.told(),
            },
            reason="" if self.context.is_over else "provisional",
            method=method,
        )

    def _held(self) -> defaultdict[str, _Held]:
        """The promises by category."""
        found: defaultdict[str, _Held] = defaultdict(_Held)
        weights = self.context.settings.category_weights
        for category, amount, owner, suggested, won in self.shelf.rows(_PROMISES):
            held, promised = found[category], Decimal(amount)
            held.n += 1
            held.suggested += suggested
            held.promised += promised
            held.kept += Decimal(won or 0)
            held.weighted += promised * weights.get(category, Decimal(0))
            held.by_owner[owner].add(promised)
        return found

    def _no_figure(self, promised: Decimal, actual: Decimal) -> str:
        if self.without_history:
            return "no_history"
        if self.excluded["no_rate"]:
            return "no_rate"
        return "" if promised > 0 or actual > 0 else "no_records"

    def _segments(self, committed: _Held) -> tuple[Segment, ...]:
        """By owner and by team: the promise belongs to who owned it then, the win to who owns it now."""
        promised: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        actual: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        counts: Counter[tuple[str, str]] = Counter()
        for sums, into in ((committed.by_owner, promised), (self.won, actual)):
            for owner, held in sums.items():
                for part in self._parts(owner):
                    into[part] += held.amount
                    counts[part] += held.n
        return tuple(
            self._segment(by, key, counts[by, key], actual[by, key], promised[by, key]) for by, key in sorted(counts)
        )

    def _segment(self, by: str, key: str, n: int, actual: Decimal, promised: Decimal) -> Segment:
        value = accuracy(promised, actual)
        grade = graded(value, KPI.scale(self.context), n, KPI.least(self.context))
        label = self.context.owner_name(key) if by == "owner" else ""
        return Segment(by, key, Figure(value, Unit.RATIO, n, actual, promised, grade), label)

    def _parts(self, owner: str) -> tuple[tuple[str, str], ...]:
        found = self.context.owners.get(owner)
        return ("owner", owner), ("team", found.teams[0] if found and found.teams else "")


def _calibration(held: defaultdict[str, _Held]) -> dict[str, Figure]:
    """For each category: of what it held at the start, the part that was won, at the amount won."""
    found = {}
    for category in (forecast.COMMIT, forecast.BEST_CASE, forecast.PIPELINE):
        one = held[category]
        found[category] = Figure(ratio(one.kept, one.promised), Unit.RATIO, one.n, one.kept, one.promised)
    return found


def accuracy(promised: Decimal, actual: Decimal) -> Decimal | None:
    """1 less the gap as a part of what was won, never below 0; None where nothing was promised and nothing won.

    Deals of negative amounts (credits) may make a sum negative, and that is nothing promised, or nothing won.
    """
    if actual <= 0:
        return Decimal(0) if promised > 0 else None
    return max(Decimal(0), 1 - abs(actual - promised) / actual)


KPI = Definition(
    id="K7",
    name=said("Forecast accuracy", "דיוק תחזית"),
    unit=Unit.RATIO,
    modes=frozenset({B2B, "hybrid"}),
    needs=(
        deals.needed(
            Rows.CLOSED,
            Rows.OPEN,
            money=False,
            optional=("createdate", "amount", "hs_manual_forecast_category", "b2b_commit_note"),
        ),
        Need(
            "deals",
            (Rows.OPEN_AT_START, Rows.OPEN),
            (("hs_manual_forecast_category",), ("amount",), ("deal_currency_code",)),
            ("createdate",),
            history=forecast.HISTORY,
            archived=True,
        ),
    ),
    start=ForecastAccuracy,
    scales={"value": rising("0.90", "0.75")},
    sample="deals",
    method=_FROM_HISTORY,
    advice={
        Grade.GOOD: said(
            "The forecast can be planned on; keep the weekly review short.",
            "אפשר לתכנן לפי התחזית; להשאיר את הסקירה השבועית קצרה.",
        ),
        Grade.WATCH: said(
            "Look at the bias: promised too much or too little? Ask for the reason behind each commitment.",
            "לבדוק את ההטיה: הובטח יותר מדי או פחות מדי? לבקש נימוק לכל התחייבות.",
        ),
        Grade.RISK: said(
            "The forecast does not hold; clear past close dates and unreasoned commitments before the next review.",
            "התחזית אינה עומדת; לנקות תאריכי סגירה שעברו והתחייבויות ללא נימוק לפני הסקירה הבאה.",
        ),
    },
)
