"""Which way a deal goes: created, through its stages, closed or still open, perhaps reopened or in another pipeline."""

from __future__ import annotations

from dataclasses import dataclass

from provisioner.localportal.seeds.measured.calendars import DAY, HOUR, MINUTE, SECOND
from provisioner.localportal.seeds.measured.frame import Dice, Frame
from provisioner.localportal.seeds.measured.shapes import Move
from provisioner.localportal.seeds.measured.tables import LOST, WON, Pipeline


@dataclass(frozen=True, slots=True)
class Track:
    """How deals of one mode run: their pipelines, how long they take, what they are worth (in hundredths)."""

    mode: str
    main: Pipeline
    second: Pipeline | None
    cycle: tuple[float, float]
    unit: int
    longest: int
    size: tuple[float, float]

    def length(self, dice: Dice) -> int:
        """How long a deal takes, in whole seconds."""
        drawn = int(dice.normal(*self.cycle) * self.unit) // SECOND * SECOND
        return min(max(drawn, 20 * MINUTE), self.longest)


class Ways:
    """Draws the moves of deals."""

    def __init__(self, dice: Dice, frame: Frame, track: Track) -> None:
        self._dice, self._frame, self._track = dice, frame, track

    def closed(self, at: int, won: bool, created: int | None = None) -> list[Move]:
        """A deal that closes at an instant."""
        start = at - self._track.length(self._dice) if created is None else created
        return self._through(self._track.main, start, at, won)

    def reopened(self, lost_at: int, again_at: int, won_at: int | None) -> list[Move]:
        """A deal that was lost, came back to the stage after the one it was in, and is open or won."""
        main = self._track.main
        moves = self._through(
            main, lost_at - self._track.length(self._dice), lost_at, won=False, most=len(main.open) - 2
        )
        moves.append(Move(again_at, main, main.open[main.open.index(moves[-2].stage) + 1]))
        if won_at is not None:
            moves.append(Move(won_at, self._track.main, self._track.main.stage(WON)))
        return moves

    def moved(self, at: int, won: bool) -> list[Move]:
        """A deal that went over to the second pipeline and closed there."""
        second = self._track.second or self._track.main
        over = at - self._dice.second(HOUR, 20 * DAY)
        before = self._through(self._track.main, over - self._track.length(self._dice), over, won=False)[:-1]
        return before + self._through(second, over, at, won)

    def open(self, entered: int, stage_at: int) -> list[Move]:
        """An open deal that entered its stage, by place in the pipeline, at an instant."""
        stages, dice = self._track.main.open, self._dice
        earlier = [place for place in range(stage_at) if place == 0 or dice.hits(0.85)]
        if not earlier:
            return [Move(entered, self._track.main, stages[stage_at])]
        start = entered - self._track.length(dice)
        times = dice.rising(start, entered, len(earlier) - 1)
        moves = [Move(start, self._track.main, stages[earlier[0]])]
        moves += [Move(at, self._track.main, stages[place]) for at, place in zip(times, earlier[1:], strict=False)]
        return [*moves, Move(entered, self._track.main, stages[stage_at])]

    def open_since(self, created: int) -> list[Move]:
        """An open deal of which the creation is known."""
        stages = self._track.main.open
        moves = [Move(created, self._track.main, stages[0])]
        if self._dice.hits(0.5) and (later := self._dice.rising(created, self._frame.now, 1)):
            moves.append(Move(later[0], self._track.main, stages[1]))
        return moves

    def _through(self, pipeline: Pipeline, start: int, end: int, won: bool, most: int | None = None) -> list[Move]:
        """From a first stage to the closing one; stages may be left out, and a lost deal stops anywhere."""
        dice, stages = self._dice, pipeline.open
        first, last = 0 if dice.hits(0.93) else 1, len(stages) - 1 if most is None else most
        furthest = last if won else dice.whole(first, last)
        visited = [first, *(place for place in range(first + 1, furthest + 1) if dice.hits(0.85))]
        times = [start, *dice.rising(start, end, len(visited) - 1)]
        moves = [Move(at, pipeline, stages[place]) for at, place in zip(times, visited, strict=False)]
        return [*moves, Move(end, pipeline, pipeline.stage(WON if won else LOST))]
