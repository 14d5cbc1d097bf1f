"""A deal on its way: what it is worth, the stages it went through, and what HubSpot derives from both."""

from __future__ import annotations

from dataclasses import dataclass, field

from provisioner.localportal.seeds.measured.calendars import DAY, iso
from provisioner.localportal.seeds.measured.ground import RATES
from provisioner.localportal.seeds.measured.tables import Pipeline, Stage
from provisioner.localportal.surfaces.pipelines.stage_properties import CUMULATIVE, ENTERED, EXITED, LATEST


@dataclass(frozen=True, slots=True)
class Money:
    """An amount. `home` is in hundredths of a shekel, None where the deal has no amount; `text` in its own currency."""

    home: int | None
    text: str = ""
    currency: str = ""

    @property
    def value(self) -> int:
        """The amount that counts: nothing for one that is missing."""
        return self.home or 0


def shekels(hundredths: int) -> str:
    """Hundredths of a shekel as HubSpot prints an amount."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".removesuffix("0") if rest else str(whole)


def foreign(units: int, currency: str) -> Money:
    """An amount in whole units of another currency, at the fixed rate."""
    return Money(units * RATES[currency], str(units), currency)


@dataclass(frozen=True, slots=True)
class Move:
    """A deal enters a stage."""

    at: int
    pipeline: Pipeline
    stage: Stage


@dataclass(slots=True)
class Deal:
    """A deal as it is decided. `closed` is the closing instant of one that is closed now; `dues` are its close dates.

    `dues`, `categories` and `amounts` hold (instant, value), oldest first; the last one counts now.
    """

    created: int
    moves: list[Move]
    amounts: list[tuple[int, Money]]
    owner: str = ""
    existing: bool = False
    closed: int | None = None
    dues: list[tuple[int, int | None]] = field(default_factory=list)
    categories: list[tuple[int, str]] = field(default_factory=list)
    loss: str = ""
    source: str = ""
    next_at: int | None = None
    next_step: str = ""
    contacts: int = 1
    decider: bool = False
    archived: bool = False
    lead: tuple[int, int] | None = None
    handed_closing: int | None = None

    @property
    def last(self) -> Move:
        """Where the deal is now."""
        return self.moves[-1]

    @property
    def money(self) -> Money:
        """What it is worth now."""
        return self.amounts[-1][1]

    @property
    def won(self) -> bool:
        """Whether it is won now."""
        return self.last.stage.mark == "1.0"


def stays(deal: Deal, now: int) -> dict[str, tuple[int, int]]:
    """Stage id -> (latest entry, time in it altogether, up to now where it still is)."""
    found: dict[str, tuple[int, int]] = {}
    for place, move in enumerate(deal.moves):
        leaves = deal.moves[place + 1].at if place + 1 < len(deal.moves) else now
        spent = found.get(move.stage.id, (0, 0))[1]
        found[move.stage.id] = (move.at, spent + leaves - move.at)
    return found


def stage_values(deal: Deal) -> dict[str, str]:
    """The four properties of each stage that the deal has been in, and of the current one."""
    values: dict[str, str] = {}
    spent: dict[str, int] = {}
    for place, move in enumerate(deal.moves):
        stage = move.stage.id
        values[ENTERED + stage] = iso(move.at)
        if place + 1 < len(deal.moves):
            leaves = deal.moves[place + 1].at
            spent[stage] = spent.get(stage, 0) + leaves - move.at
            values[EXITED + stage] = iso(leaves)
            values[LATEST + stage] = str(leaves - move.at)
            values[CUMULATIVE + stage] = str(spent[stage])
    entered = iso(deal.last.at)
    return values | {"hs_v2_time_in_current_stage": entered, "hs_v2_date_entered_current_stage": entered}


def money_values(money: Money, mark: str, won: bool) -> dict[str, str]:
    """Everything that follows from the amount and the stage's probability."""
    if money.home is None:
        return {"deal_currency_code": money.currency or "ILS"}
    tenths = round(float(mark) * 10)
    return {
        "amount": money.text or shekels(money.home),
        "deal_currency_code": money.currency or "ILS",
        "amount_in_home_currency": shekels(money.home),
        "hs_projected_amount_in_home_currency": thousandths(money.home * tenths),
        "hs_projected_amount": thousandths((int(money.text) * 100 if money.text else money.home) * tenths),
        "hs_closed_amount": (money.text or shekels(money.home)) if won else "0",
    }


def thousandths(number: int) -> str:
    """Thousandths as a decimal without zeros at the end."""
    text = f"{number // 1000}.{number % 1000:03d}"
    return text.rstrip("0").rstrip(".")


def closing_values(created: int, due: int | None) -> dict[str, str]:
    """Close date and the days to it."""
    if due is None:
        return {}
    days = (due - created) / DAY
    return {
        "closedate": iso(due), "days_to_close": str(max(0, round(days))), "hs_days_to_close_raw": f"{days:.10g}",
    }  # fmt: skip
