"""What was expected of a deal and when: close dates, categories and amounts as they stood at the period's start."""

from __future__ import annotations

from dataclasses import dataclass

from provisioner.localportal.seeds.measured.calendars import DAY, MINUTE
from provisioner.localportal.seeds.measured.frame import Dice, Frame, noon
from provisioner.localportal.seeds.measured.shapes import Deal, Money, Move
from provisioner.localportal.seeds.measured.tally import DealTally

_CATEGORIES = (("COMMIT", 0.3), ("BEST_CASE", 0.25), ("PIPELINE", 0.3), ("OMIT", 0.09), ("", 0.06))
_DUE = (("due", 0.6), ("later", 0.3), ("earlier", 0.1))


@dataclass(frozen=True, slots=True)
class Phase:
    """A time in which a deal was open."""

    start: int
    end: int


def phases(moves: list[Move], now: int) -> list[Phase]:
    """The times in which a deal was open."""
    found, begun = [], moves[0].at
    for place, move in enumerate(moves):
        if move.stage.mark in ("1.0", "0.0"):
            found.append(Phase(begun, move.at))
            begun = moves[place + 1].at if place + 1 < len(moves) else now
    return [one for one in (*found, Phase(begun, now)) if one.start < one.end]


class Promises:
    """Decides what stood at the period's start, counts it, and lays the changes around it."""

    def __init__(self, dice: Dice, frame: Frame, tally: DealTally) -> None:
        self._dice, self._frame, self._tally = dice, frame, tally

    def make(self, deal: Deal, money: Money, current: int | None, category: str | None, won_in: bool) -> None:
        """Fill in a deal's close dates, categories and amounts.

        `current` is the close date of a deal that is open now, `category` what an open deal has now (None: draw it);
        `won_in` says that it is won in the period.
        """
        stood = [one for one in phases(deal.moves, self._frame.now) if one.start < self._frame.start < one.end]
        due = self._dues(deal, current, stood[0] if stood else None)
        named = self._category(deal, category, stood[0] if stood else None)
        worth = self._worth(deal, money, stood[0] if stood else None)
        if stood:
            self._count(deal, due, named, worth, won_in)

    def _count(self, deal: Deal, due: int | None, named: str, worth: Money, won_in: bool) -> None:
        if due is None or not self._frame.holds(due):
            return
        if not named:
            self._tally.forecast_blank += 1
            named = next(move for move in reversed(deal.moves) if move.at <= self._frame.start).stage.category
        self._tally.forecast[named] += worth.value
        if won_in:
            self._tally.forecast_won[named] += deal.money.value

    def _dues(self, deal: Deal, current: int | None, stood: Phase | None) -> int | None:
        """The close dates of every phase; returns the one that stood at the period's start."""
        due_then: int | None = None
        every = phases(deal.moves, self._frame.now)
        for phase in every:
            is_open_now = phase is every[-1] and deal.closed is None
            if phase == stood:
                due_then = self._around_start(deal, phase, current if is_open_now else None, is_open_now)
            else:
                deal.dues.append((phase.start, current if is_open_now else noon(self._day(phase.start) + 20 * DAY)))
            if not is_open_now:
                deal.dues.append((phase.end, phase.end))
        return due_then

    def _around_start(self, deal: Deal, phase: Phase, current: int | None, is_open_now: bool) -> int | None:
        dice, start = self._dice, self._frame.start
        stays = is_open_now and dice.hits(0.7)
        due = current if stays else self._drawn()
        if dice.hits(0.3) and (earlier := dice.rising(phase.start, start, 1)):
            deal.dues += [(phase.start, self._drawn()), (earlier[0], due)]
        else:
            deal.dues.append((phase.start, due))
        later = dice.rising(start, min(phase.end, self._frame.now), 1)
        if is_open_now and not stays:
            deal.dues.append((later[0] if later else start + MINUTE, current))
        elif not is_open_now and later and dice.hits(0.3):
            deal.dues.append((later[0], self._drawn()))
        return due

    def _drawn(self) -> int:
        """A close date as it was expected at the period's start: in the period, after it, or overdue."""
        dice, frame = self._dice, self._frame
        days = (frame.end - frame.start) // DAY
        when = dice.pick(_DUE)
        if when == "due":
            return noon(frame.start + dice.whole(0, days - 2) * DAY)
        if when == "earlier":
            return noon(frame.start - dice.whole(2, 40) * DAY)
        return frame.end + 30 * MINUTE if dice.hits(0.1) else noon(frame.end + dice.whole(1, 60) * DAY)

    def _day(self, at: int) -> int:
        return at - at % DAY

    def _category(self, deal: Deal, category: str | None, stood: Phase | None) -> str:
        """The categories; returns what stood at the period's start."""
        dice = self._dice
        now = dice.pick(_CATEGORIES) if category is None else category
        if stood is None or dice.hits(0.7):
            if now:
                deal.categories.append((deal.created, now))
            return now
        then = dice.pick(_CATEGORIES)
        changed = dice.rising(self._frame.start, min(stood.end, self._frame.now), 1)
        if not changed or then == now or not now:
            then = now
        if then:
            deal.categories.append((deal.created, then))
        if then != now:
            deal.categories.append((changed[0], now))
        return then

    def _worth(self, deal: Deal, money: Money, stood: Phase | None) -> Money:
        """The amounts; returns the one that stood at the period's start."""
        changed = self._dice.rising(self._frame.start, min(stood.end, self._frame.now), 1) if stood else []
        if not changed or money.home is None or not self._dice.hits(0.15):
            deal.amounts.append((deal.created, money))
            return money
        then = Money(money.home * 2, str(int(money.text) * 2), money.currency) if money.text else Money(money.home * 2)
        deal.amounts += [(deal.created, then), (changed[0], money)]
        return then
