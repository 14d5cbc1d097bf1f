"""Deals: the outcome of each is drawn first, counted, and then given the values that a portal would show."""

from __future__ import annotations

from typing import Protocol

from provisioner.localportal.seeds.measured.calendars import DAY, HOUR, MINUTE, SECOND, local_day
from provisioner.localportal.seeds.measured.frame import Dice, Frame, noon
from provisioner.localportal.seeds.measured.ground import Crew
from provisioner.localportal.seeds.measured.journeys import Track, Ways
from provisioner.localportal.seeds.measured.promises import Promises
from provisioner.localportal.seeds.measured.shapes import Deal, Money, Move, foreign, stays
from provisioner.localportal.seeds.measured.tables import LOSS_REASONS, WON, Pipeline, Stage
from provisioner.localportal.seeds.measured.tally import DealTally

_BEFORE = 540 * DAY
_KINDS = {
    "call_center": (
        ("won", 0.2), ("lost", 0.27), ("won_before", 0.15), ("lost_before", 0.18), ("open", 0.14),
        ("reopened_won", 0.015), ("reopened_open", 0.015), ("archived", 0.01), ("after", 0.02),
    ),
    "b2b": (
        ("won", 0.16), ("lost", 0.23), ("won_before", 0.13), ("lost_before", 0.14), ("open", 0.22),
        ("reopened_won", 0.015), ("reopened_open", 0.02), ("moved_won", 0.02), ("moved_lost", 0.015),
        ("backdated", 0.01), ("growth_won", 0.01), ("archived", 0.01), ("after", 0.02),
    ),
}  # fmt: skip
_LOSSES = tuple((reason, 1 / len(LOSS_REASONS)) for reason in LOSS_REASONS)
_CURRENT = (("overdue", 0.15), ("due", 0.45), ("later", 0.35), ("none", 0.05))


class Sink(Protocol):
    """Where finished deals go. `lead` makes the lead that a deal came from, when the mode has leads."""

    def deal(self, deal: Deal) -> int:
        """Write a deal; returns its id."""

    def lead(self, deal: Deal) -> None:
        """Give a deal the lead that it came from."""


class Deals:
    """Makes the deals of one mode."""

    def __init__(self, dice: Dice, frame: Frame, track: Track, crew: Crew, tally: DealTally, sink: Sink) -> None:
        self._dice, self._frame, self._track, self._crew = dice, frame, track, crew
        self._tally, self._sink = tally, sink
        self._ways = Ways(dice, frame, track)
        self._promises = Promises(dice, frame, tally)
        self._edges = ["won_first", "won_last", "won_before_start", "won_at_end"]

    def any(self) -> None:
        """One more deal: first those at the edges of the period, then by chance."""
        frame, dice = self._frame, self._dice
        kind = self._edges.pop() if self._edges else dice.pick(_KINDS[self._track.mode])
        if kind == "won_first":
            self._closed(frame.start, won=True)
        elif kind == "won_last":
            self._closed(frame.until - SECOND, won=True)
        elif kind == "won_before_start":
            self._closed(frame.start - SECOND, won=True)
        elif kind == "won_at_end" and frame.now > frame.end:
            self._closed(frame.end, won=True)
        elif kind in ("won", "lost"):
            self._closed(dice.second(frame.start, frame.until), won=kind == "won")
        elif kind in ("won_before", "lost_before"):
            self._closed(dice.second(frame.start - _BEFORE, frame.start), won=kind == "won_before")
        elif kind == "after" and frame.now > frame.end + HOUR:
            self._closed(dice.second(frame.end, frame.now), won=dice.hits(0.5))
        else:
            getattr(self, f"_{kind}", self._open)()

    def from_lead(self, created: int, lead: tuple[int, int], owner: str, source: str) -> int:
        """A deal that a lead became; `lead` is its id and entry. Returns the deal's id."""
        dice, frame = self._dice, self._frame
        closes = created + self._track.length(dice)
        deal = Deal(created, [], [], owner, source=source, lead=lead)
        if closes < frame.now and dice.hits(0.85):
            won = dice.hits(0.45)
            deal.moves, deal.closed = self._ways.closed(closes, won, created), closes
            deal.loss = "" if won else dice.pick(_LOSSES)
            return self._finish(deal, self._money(), None, None)
        deal.moves = self._ways.open_since(created)
        return self._leave_open(deal)

    def earlier(self, before: int, lead: tuple[int, int], owner: str, source: str) -> int:
        """A deal that was won before the lead came that now belongs to it. Returns when it was created."""
        closes = before - self._dice.second(DAY, 30 * DAY)
        moves = self._ways.closed(min(closes, self._frame.start - DAY), won=True)
        deal = Deal(moves[0].at, moves, [], owner, source=source, lead=lead, closed=moves[-1].at)
        self._finish(deal, self._money(), None, None)
        return deal.created

    def _closed(self, at: int, won: bool) -> None:
        deal = self._new(self._ways.closed(at, won))
        deal.closed, deal.loss = at, "" if won else self._dice.pick(_LOSSES)
        self._complete(deal, self._money())

    def _reopened_won(self) -> None:
        won_at = self._dice.second(self._frame.start, self._frame.until)
        again = won_at - self._dice.second(HOUR, 3 * DAY)
        deal = self._new(self._ways.reopened(again - self._dice.second(DAY, 20 * DAY), again, won_at))
        deal.closed = won_at
        if self._frame.holds(won_at):
            self._tally.reopened += 1
        self._complete(deal, self._money())

    def _reopened_open(self) -> None:
        days = min(stage.days for stage in self._track.main.open)
        again = self._frame.now - self._dice.second(HOUR, days * DAY * 14 // 10)
        deal = self._new(self._ways.reopened(again - self._dice.second(DAY, 20 * DAY), again, None))
        self._complete(deal, None)

    def _moved_won(self) -> None:
        self._moved(won=True)

    def _moved_lost(self) -> None:
        self._moved(won=False)

    def _moved(self, won: bool) -> None:
        at = self._dice.second(self._frame.start, self._frame.until)
        deal = self._new(self._ways.moved(at, won), existing=True)
        deal.closed, deal.loss = at, "" if won else self._dice.pick(_LOSSES)
        self._complete(deal, self._money())

    def _growth_won(self) -> None:
        """A deal of the second pipeline from its beginning."""
        dice, frame, second = self._dice, self._frame, self._track.second or self._track.main
        at = dice.second(frame.start, frame.until)
        times = [at - self._track.length(dice), at]
        moves = [Move(times[0], second, second.open[0]), Move(times[1], second, second.stage(WON))]
        deal = self._new(moves, existing=True)
        deal.closed = at
        self._complete(deal, self._money())

    def _backdated(self) -> None:
        """A sale that was written down some days after it had been made: created after it closed."""
        dice, frame = self._dice, self._frame
        written = dice.second(frame.start + 6 * DAY, frame.until)
        deal = self._new([Move(written, self._track.main, self._track.main.stage(WON))])
        deal.closed = written - dice.second(DAY, 5 * DAY)
        deal.dues.append((written, deal.closed))
        self._tally.backdated += 1
        self._complete(deal, self._money())

    def _archived(self) -> None:
        """A deal in the recycle bin: young, due long after, and so in nobody's figures."""
        deal = self._new(self._ways.open_since(self._dice.second(self._frame.start, self._frame.until)))
        deal.archived = True
        deal.dues.append((deal.created, noon(self._frame.end + 60 * DAY)))
        deal.amounts.append((deal.created, self._money()))
        self._sink.deal(deal)

    def _open(self) -> None:
        place = self._dice.whole(0, len(self._track.main.open) - 1)
        entered = self._frame.now - self._age(self._track.main.open[place].days)
        self._complete(self._new(self._ways.open(entered, place)), None)

    def _age(self, target: int) -> int:
        """How long an open deal has been in its stage: within one and a half times the target, or well beyond."""
        days = target * DAY
        if self._dice.hits(0.7):
            return self._dice.second(HOUR, days * 14 // 10)
        return self._dice.second(days * 16 // 10, days * 4)

    def _new(self, moves: list[Move], existing: bool = False) -> Deal:
        dice = self._dice
        deal = Deal(moves[0].at, moves, [], self._owner(), existing=existing or dice.hits(0.2))
        if self._track.mode == "b2b":
            deal.contacts = dice.whole(0, 3)
            deal.decider = deal.contacts > 0 and dice.hits(0.6)
        return deal

    def _owner(self) -> str:
        drawn = self._dice.chance()
        if drawn < 0.965:
            return self._dice.choice(self._crew.reps)
        return "" if drawn < 0.985 else self._crew.gone if drawn < 0.995 else self._crew.queue

    def _money(self) -> Money:
        dice = self._dice
        drawn, hundredths = dice.chance(), int(dice.normal(*self._track.size))
        if drawn < 0.03:
            return Money(None)
        if drawn < 0.04:
            return Money(0)
        if drawn < 0.1:
            return foreign(max(1, hundredths // 4000) * 10, dice.choice(("USD", "EUR")))
        return Money(hundredths)

    def _complete(self, deal: Deal, money: Money | None) -> None:
        """Give it its lead where the mode has leads and the period sees it, then what an open or closed deal has."""
        if deal.closed is None or deal.closed >= self._frame.start:
            self._sink.lead(deal)
        if money is None:
            self._leave_open(deal)
        else:
            self._finish(deal, money, None, None)

    def _leave_open(self, deal: Deal) -> int:
        """An open deal: when it is due, what comes next, and how well it is kept."""
        dice, frame = self._dice, self._frame
        status = dice.pick(_CURRENT)
        money = Money(None) if status == "none" else self._money()
        left = (frame.end - frame.today) // DAY - 1
        if status == "due" and left < 1:
            status = "later"
        due = None
        if status == "overdue":
            due = noon(frame.today - dice.whole(1, 60) * DAY)
        elif status == "due":
            due = noon(frame.today + dice.whole(1, left) * DAY)
        elif status == "later":
            at_edge = dice.hits(0.03) and frame.now < frame.end
            after = max(frame.end, frame.today + DAY)
            due = frame.end + 30 * MINUTE if at_edge else noon(after + dice.whole(0, 90) * DAY)
        category = dice.pick((("COMMIT", 0.25), ("BEST_CASE", 0.25), ("PIPELINE", 0.25), ("OMIT", 0.1), ("", 0.15)))
        if category == "OMIT" and status == "due":
            category = "PIPELINE"
        self._plan_next(deal)
        self._count_open(deal, money, due, status, category)
        return self._finish(deal, money, due, category)

    def _plan_next(self, deal: Deal) -> None:
        """Nothing, a next step in words, or a next activity within a fortnight."""
        planned = self._dice.pick((("", 0.25), ("step", 0.35), ("activity", 0.4)))
        if planned == "step":
            deal.next_step = "Send the comparison"
        elif planned == "activity":
            deal.next_at = self._dice.second(self._frame.now + HOUR, self._frame.now + 13 * DAY)

    def _count_open(self, deal: Deal, money: Money, due: int | None, status: str, category: str) -> None:
        tally, stage = self._tally, deal.last.stage
        tally.open += 1
        tally.open_amount += money.value
        tally.active.add(deal.owner)
        if status == "due":
            tally.due += 1
            tally.due_amount += money.value
        elif status == "overdue":
            tally.overdue += 1
        if due is not None:
            month = local_day(due).isoformat()[:7]
            weighted = money.value * round(float(stage.mark) * 10)
            tally.weighted[month] += weighted
            tally.weighted_overdue[month] += weighted if status == "overdue" else 0
            if status == "overdue" and self._frame.holds(due):
                tally.overdue_in_period += 1
                tally.overdue_in_period_amount += money.value
        has_next = bool(deal.next_step or deal.next_at)
        told = {
            "no_owner": not deal.owner,
            "archived_owner": deal.owner == self._crew.gone,
            "no_next_step": not has_next,
        }
        gaps = [name for name, one in told.items() if one]
        tally.leaks.update(gaps)
        tally.leaking += bool(gaps)
        young = self._frame.now - deal.last.at <= stage.days * DAY * 3 // 2
        deep = deal.contacts >= 2 and deal.decider
        tally.deep += deep
        checks = ((money.value > 0, 15), (status in ("due", "later"), 20), (has_next, 20), (young, 15),
                  (category != "", 10), (deal.contacts >= 2, 10), (deal.decider, 10))  # fmt: skip
        tally.quality += sum(points for passed, points in checks if passed)

    def _finish(self, deal: Deal, money: Money, due: int | None, category: str | None) -> int:
        won_in = deal.won and deal.closed is not None and self._frame.holds(deal.closed)
        self._promises.make(deal, money, due, category, won_in)
        if deal.closed is not None and self._frame.holds(deal.closed):
            self._count_closed(deal, deal.closed)
        self._count_stages(deal)
        self._set_by_hand(deal)
        return self._sink.deal(deal)

    def _count_closed(self, deal: Deal, at: int) -> None:
        tally, amount = self._tally, deal.money.value
        if not deal.won:
            tally.lost += deal.loss != "duplicate"
            tally.lost_amount += amount if deal.loss != "duplicate" else 0
            tally.lost_duplicates += deal.loss == "duplicate"
            return
        tally.won += 1
        tally.won_amount += amount
        tally.won_existing += amount if deal.existing else 0
        tally.by_owner[deal.owner] += amount
        tally.by_day[local_day(at).isoformat()] += amount
        tally.won_days[local_day(at).isoformat()] += 1
        tally.active.add(deal.owner)
        if amount > 0:
            tally.won_with_amount += 1
            tally.won_amounts.append(amount)
        begun = deal.lead[1] if deal.lead else deal.created
        if at >= begun:
            tally.cycles.append(at - begun)

    def _count_stages(self, deal: Deal) -> None:
        """Every open stage that was entered or left out in the period, unless the deal went on in another pipeline.

        One that was left out counts at the moment at which the deal came into the next one, or was won; stages before
        the one in which the deal began are none of its own.
        """
        home, spent, frame = deal.last.pipeline, stays(deal, self._frame.now), self._frame
        for pipeline in dict.fromkeys(move.pipeline for move in deal.moves):
            come = deal.last.at if deal.won and pipeline is home else None
            moved, visited = False, [place for place, stage in enumerate(pipeline.open) if stage.id in spent]
            for stage in reversed(pipeline.open[visited[0] :] if visited else ()):
                further = come is not None
                come = spent[stage.id][0] if stage.id in spent else come
                if come is None or not frame.holds(come):
                    continue
                moved = True
                if pipeline is home:
                    self._count_stage(deal, pipeline, stage, further, spent.get(stage.id))
            self._tally.moved[pipeline.id] += moved and pipeline is not home

    def _count_stage(
        self, deal: Deal, pipeline: Pipeline, stage: Stage, further: bool, stay: tuple[int, int] | None
    ) -> None:
        counted = self._tally.stage(pipeline.id, stage.id)
        counted.entered += 1
        counted.reached += further
        if stay is not None:
            counted.stays.append(stay[1])
        if stage is pipeline.open[0] and deal.won:
            self._tally.first_stage_won[pipeline.id] += 1

    def _set_by_hand(self, deal: Deal) -> None:
        """In the centre some close dates are set by hand to another day of the period; the stage tells the truth."""
        if self._track.mode != "call_center" or not deal.won or deal.closed is None or not self._dice.hits(0.02):
            return
        by_hand = deal.closed - self._dice.second(HOUR, 2 * DAY)
        if self._frame.holds(deal.closed) == self._frame.holds(by_hand) and by_hand > deal.created:
            deal.dues.append((deal.closed + SECOND, by_hand))
