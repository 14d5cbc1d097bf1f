"""Programs run in turn, A B A B, as whole processes; what is compared is the median of the ratios of the pairs."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

NOISY = 0.25
"""A middle half of the wall ratios wider than this part of their median: then processor time decides."""


@dataclass(frozen=True, slots=True)
class Program:
    """A command line, where it runs and what it sees. ``codes`` are the exit codes that mean that it did its work."""

    arguments: tuple[str, ...]
    folder: Path
    variables: Mapping[str, str]
    codes: frozenset[int] = frozenset({0})


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: seconds on the wall, seconds of processor, and peak memory in bytes."""

    wall: float
    processor: float
    peak: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times B one A takes, on the wall and in processor time; ``wide`` is the noise of the former."""

    wall: float
    processor: float
    wide: float

    @property
    def decides(self) -> float:
        return self.processor if self.wide > NOISY else self.wall

    def __str__(self) -> str:
        decides = "CPU decides" if self.wide > NOISY else "wall decides"
        return f"{self.wall:.2f} wall, {self.processor:.2f} CPU ({decides})"


@dataclass(slots=True)
class Measured:
    """The samples of several programs, run in turn; the n-th of each belong to one round."""

    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return bool(self.samples.get(name))

    def ratio(self, one: str, other: str) -> Ratio:
        rounds = list(zip(self.samples[one], self.samples[other], strict=True))
        walls = [a.wall / b.wall for a, b in rounds]
        middle = statistics.median(walls)
        processors = [a.processor / max(b.processor, 0.001) for a, b in rounds]
        return Ratio(middle, statistics.median(processors), spread(walls))

    def peaks(self, one: str, other: str) -> float:
        return self.peak(one) / self.peak(other)

    def peak(self, name: str) -> float:
        return statistics.median(each.peak for each in self.samples[name])

    def wall(self, name: str) -> float:
        return statistics.median(each.wall for each in self.samples[name])

    def processor(self, name: str) -> float:
        return statistics.median(each.processor for each in self.samples[name])


def spread(values: Sequence[float]) -> float:
    """The width of the middle half, as a part of the median."""
    return _middle_half(values) / statistics.median(values)


def _middle_half(values: Sequence[float]) -> float:
    if len(values) < 4:
        return 0.0
    low, _, high = statistics.quantiles(values, n=4)
    return high - low


def in_turn(programs: Mapping[str, Program], rounds: int) -> Measured:
    """Every program once to warm up, then ``rounds`` times all of them one after the other."""
    measured = Measured({name: [] for name in programs})
    for program in programs.values():
        run(program)
    for _ in range(rounds):
        for name, program in programs.items():
            measured.samples[name].append(run(program))
    return measured


def run(program: Program) -> Sample:
    """One run. RuntimeError with the end of what it said when it did not do its work."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - the programs are our own and the peers found on PATH
            program.arguments, cwd=program.folder, env=program.variables, stdout=subprocess.DEVNULL, stderr=said
        )
        # The usage of this one child; resource.getrusage would tell that of all so far.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = code = os.waitstatus_to_exitcode(status)
        if code not in program.codes:
            said.seek(0)
            told = said.read().decode("utf-8", "replace")[-2_000:]
            raise RuntimeError(f"{' '.join(program.arguments)} ended with {code}: {told}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)
