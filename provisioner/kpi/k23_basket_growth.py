"""K23: how much of what is won comes from customers that are there already, and what a customer is worth."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from provisioner.kpi import deals
from provisioner.kpi.context import B2B, Context
from provisioner.kpi.deals import Deal
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Figure, Grade, Unit
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.period import Period, months_earlier
from provisioner.kpi.scales import OF_TARGET, cents, ratio
from provisioner.kpi.shelf import Shelf
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said
from provisioner.kpi.values import associations, text

_EXISTING = "existingbusiness"
_COMPANY = "hs_primary_associated_company"
_PRIMARY = ("primary", "deal_to_company")


class BasketGrowth(Counting):
    """Two years of won money, and who the customers were. A deal belongs to the pipeline in which it closed."""

    takes_all = True

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"deals": self._deal}
        self.recent, self.earlier = _years(self.context)
        self.all = self.existing = Decimal(0)
        self.n = 0
        self.excluded: Counter[str] = Counter()
        self.no_rate = 0
        self.of_customers = {"recent": Decimal(0), "earlier": Decimal(0)}
        self.shelf = gathering.tally(Shelf)
        self.put_customer = self.shelf.table("customers", "year TEXT", "company TEXT", "PRIMARY KEY (year, company)")

    def _deal(self, deal: Deal) -> None:
        if not deal.is_won or deal.closed is None:
            missing = "unknown_state" if not deal.state else "no_close_date"
            self.excluded[missing] += deal.in_scope and (not deal.state or deal.is_won)
            return
        if not deal.closed_here():
            return
        if self.context.period.has(deal.closed):
            self._in_period(deal)
        for name, year in (("recent", self.recent), ("earlier", self.earlier)):
            if year.has(deal.closed):
                self._in_year(deal, name)

    def _in_period(self, deal: Deal) -> None:
        amount, problem = deal.money
        if problem:
            self.excluded[problem] += 1
        self.n += 1
        self.all += amount
        if self._is_existing(deal):
            self.existing += amount

    def _is_existing(self, deal: Deal) -> bool:
        if text(deal.properties, "dealtype") == _EXISTING:
            return True
        return deal.pipeline_at_close() in self.context.settings.growth_pipelines

    def _in_year(self, deal: Deal, name: str) -> None:
        if company := _company(deal):
            self.no_rate += deal.money.problem == "no_rate"
            self.of_customers[name] += deal.money.amount
            self.shelf.add(self.put_customer, (name, company))
        else:
            self.excluded["no_company"] += 1

    def outcome(self) -> Outcome:
        if self.excluded["no_rate"] or not self.all:
            reason = "no_rate" if self.excluded["no_rate"] else "no_records"
            return Outcome(None, self.n, excluded=self.excluded, reason=reason)
        recent, earlier = self._each("recent"), self._each("earlier")
        growth = recent.value / earlier.value - 1 if recent.value is not None and earlier.value else None
        falls = growth is not None and growth < 0
        return Outcome(
            ratio(self.existing, self.all),
            self.n,
            self.existing,
            self.all,
            self.excluded,
            details={"per_customer": recent, "per_customer_before": earlier, "growth": growth},
            at_best=Grade.WATCH if falls else Grade.GOOD,
        )

    def _each(self, name: str) -> Figure:
        total = self.of_customers[name]
        n = int(next(self.shelf.rows("SELECT count(*) FROM customers WHERE year = ?", name))[0])
        value = None if self.no_rate else cents(ratio(total, n))
        return Figure(value, Unit.MONEY, n, total, n)


def _years(context: Context) -> tuple[Period, Period]:
    """The 12 months up to the end of the period, or up to today while it runs, and the 12 before."""
    after = min(context.period.after, context.today + timedelta(days=1))
    middle, zone = months_earlier(after, 12), context.period.zone
    return Period(middle, after, zone, 12), Period(months_earlier(after, 24), middle, zone, 12)


def _company(deal: Deal) -> str:
    """The deal's primary company: the one labelled so, else the only way HubSpot names one, else the first."""
    held = list(associations(deal.record, "companies"))
    primary = next((found for found, label in held if label.casefold() in _PRIMARY), "")
    return primary or text(deal.properties, _COMPANY) or next((found for found, _ in held), "")


KPI = Definition(
    id="K23",
    name=said("Basket growth", "הגדלת סל המכירה"),
    unit=Unit.RATIO,
    modes=frozenset({B2B, "hybrid"}),
    needs=(
        deals.needed(Rows.CLOSED, Rows.CLOSED_TWO_YEARS, optional=(_COMPANY,)),
        Need("deals", (Rows.CLOSED,), (("dealtype",),)),
        Need("deals", (Rows.CLOSED_TWO_YEARS,), associations=("companies",), can_miss=True),
    ),
    start=BasketGrowth,
    scales={"value": OF_TARGET},
    against="target",
    sample="deals",
    method=said(
        "Won amount of existing customers (growth pipeline or deal type) ÷ all won in the period; beside it won "
        "amount per active customer in the 12 months to the end of the period against the 12 before.",
        "סכום שנסגר מלקוחות קיימים (פייפליין הרחבה או סוג עסקה) ÷ כל מה שנסגר בתקופה; לצדו סכום ללקוח פעיל ב-12 "
        "החודשים עד סוף התקופה מול 12 שקדמו.",
    ),
    advice={
        Grade.GOOD: said(
            "Customers buy more; ask each account for the next need at its value review.",
            "הלקוחות קונים יותר; לברר בסקירת הערך של כל לקוח מה הצורך הבא.",
        ),
        Grade.WATCH: said(
            "Growth with customers is slower than planned, or each is worth less; choose ten accounts and plan "
            "one offer each.",
            "הצמיחה בלקוחות איטית מהמתוכנן, או שכל לקוח שווה פחות; לבחור עשרה לקוחות ולתכנן לכל אחד הצעה.",
        ),
        Grade.RISK: said(
            "Almost all money must be won anew each time; put account growth into the weekly review.",
            "כמעט כל הכסף נדרש להיות מושג מחדש; להכניס הרחבת לקוחות לסקירה השבועית.",
        ),
    },
)
