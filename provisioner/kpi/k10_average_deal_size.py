"""K10: the average amount of the deals won in the period."""

from __future__ import annotations

from collections import Counter

from provisioner.kpi import deals
from provisioner.kpi.context import B2B, CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Grade, Unit
from provisioner.kpi.needs import Rows
from provisioner.kpi.scales import OF_TARGET, cents
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said
from provisioner.kpi.won import Won


class AverageDealSize(Counting):
    def __init__(self, gathering: Pass) -> None:
        self.won = gathering.tally(Won)

    def outcome(self) -> Outcome:
        sizes, count = self.won.sizes, self.won.all.n
        excluded = Counter(self.won.excluded)
        excluded["no_positive_amount"] = count - len(sizes) - excluded["no_rate"]
        del excluded["no_amount"]  # part of the line before
        if self.won.no_rate or not len(sizes):
            return Outcome(None, len(sizes), excluded=excluded, reason=self.won.no_rate or "no_records")
        return Outcome(
            cents(self.won.positive / len(sizes)),
            len(sizes),
            self.won.positive,
            len(sizes),
            excluded,
            details={"median": cents(sizes.median())},
        )


KPI = Definition(
    id="K10",
    name=said("Average deal size", "גודל עסקה ממוצע"),
    unit=Unit.MONEY,
    modes=frozenset({CENTRE, B2B, "hybrid"}),
    needs=(deals.needed(Rows.CLOSED),),
    start=AverageDealSize,
    scales={"value": OF_TARGET},
    against="target",
    sample="deals",
    in_money=True,
    method=said(
        "Won amount of the period divided by won deals with an amount above 0.",
        "סכום העסקאות שנסגרו בתקופה חלקי העסקאות שסכומן גדול מ-0.",
    ),
    advice={
        Grade.GOOD: said(
            "Deals are as large as planned; protect the price before adding volume.",
            "גודל העסקאות כמתוכנן; לשמור על המחיר לפני הגדלת הכמות.",
        ),
        Grade.WATCH: said(
            "Deals are a little small; look at discounts and at what could be added to each offer.",
            "העסקאות מעט קטנות; לבדוק הנחות ומה אפשר להוסיף לכל הצעה.",
        ),
        Grade.RISK: said(
            "Deals are far smaller than planned; compare median and average, then the customers aimed at.",
            "העסקאות קטנות בהרבה מהמתוכנן; להשוות חציון לממוצע ולבחון אל אילו לקוחות פונים.",
        ),
    },
)
