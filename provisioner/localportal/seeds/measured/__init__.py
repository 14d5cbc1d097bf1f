"""Records of which the true figures are known by construction: every answer is decided first, then written down.

Nothing here reads the records back. While it decides, the generator keeps tallies; the truth is their sums.
"""

from __future__ import annotations

import sqlite3
from fractions import Fraction
from typing import Any

from provisioner.localportal.seeds.measured import goals, ground, truth
from provisioner.localportal.seeds.measured.books import Accounts
from provisioner.localportal.seeds.measured.calendars import DAY, HOUR, iso
from provisioner.localportal.seeds.measured.calls import Calls
from provisioner.localportal.seeds.measured.centre import Centre
from provisioner.localportal.seeds.measured.deals import Deals
from provisioner.localportal.seeds.measured.frame import MODES, Dice, Frame, framed
from provisioner.localportal.seeds.measured.journeys import Track
from provisioner.localportal.seeds.measured.leads import Leads
from provisioner.localportal.seeds.measured.tables import CC_SALES, GROWTH, NEW_BUSINESS
from provisioner.localportal.seeds.measured.tally import CallTally, DealTally, LeadTally
from provisioner.localportal.seeds.measured.writer import Writer

FORMAT = "provisioner/truth/1"
CENTRE = Track("call_center", CC_SALES, None, (2.6, 1.1), HOUR, 12 * DAY, (11.6, 0.7))
B2B = Track("b2b", NEW_BUSINESS, GROWTH, (3.6, 0.6), DAY, 200 * DAY, (15.0, 0.8))


def sow(
    db: sqlite3.Connection, mode: str, deals: int, seed: int = 1, period: str = "2026-10", now: str | None = None
) -> dict[str, Any]:
    """Fill the portal with the records of a mode, `deals` of them deals; returns the truth about them.

    The figures are true at one moment, so the portal's clock stands still at it.
    A hybrid has as many deals in each of its halves, half of `deals`. ValueError for a mode, a number, a month or a
    moment that cannot be. What is written goes out in blocks, each committed by itself.
    """
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}, not {mode}")
    if deals < 10:
        raise ValueError("at least 10 deals are needed for figures that mean something")
    frame = framed(period, now)
    db.execute("PRAGMA cache_size = -131072")
    ground.prepare(db, mode)
    writer = Writer(db)
    told: dict[str, Any] = {}
    halves = {"call_center": (("call_center", deals),), "b2b": (("b2b", deals),)}
    for half, count in halves.get(mode, (("call_center", deals // 2), ("b2b", deals - deals // 2))):
        grow = _centre if half == "call_center" else _accounts
        told[half] = grow(db, Dice(f"{half}/{seed}"), frame, writer, count, mode == "hybrid")
    writer.flush()
    ground.stop_the_clock(db, iso(frame.now))
    kpis = told[mode] if mode in told else _together(told)
    told_kpis = dict(sorted(kpis.items(), key=lambda one: int(one[0][1:])))
    return {
        "format": FORMAT,
        "mode": mode,
        "seed": seed,
        "period": frame.told(),
        "now": iso(frame.now),
        "rates": {code: truth.exact(Fraction(worth, 100)) for code, worth in ground.RATES.items()},
        "counts": dict(sorted(writer.counts.items())),
        "kpis": told_kpis,
        **({"modes": told} if mode == "hybrid" else {}),
    }


def _together(told: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A hybrid's figures: those that only one half has; what both have stands under `modes`, each for itself."""
    centre, accounts = told["call_center"], told["b2b"]
    return {
        name: one
        for half in (centre, accounts)
        for name, one in half.items()
        if not (name in centre and name in accounts)
    }


def _centre(
    db: sqlite3.Connection, dice: Dice, frame: Frame, writer: Writer, count: int, hybrid: bool
) -> dict[str, Any]:
    clock = frame.clock("il_call_center")
    crew = ground.crew(db, "call_center", 4 if count < 400 else 8)
    deal_tally, lead_tally, call_tally = DealTally(), LeadTally(), CallTally()
    centre = Centre(dice, frame, writer)
    makes = Deals(dice, frame, CENTRE, crew, deal_tally, centre)
    calls = Calls(dice, frame, writer, crew, call_tally)
    leads = Leads(dice, frame, clock, crew, centre, makes, calls, lead_tally)
    leads.hand_off = hybrid
    for _ in range(max(4, count - leads.make(count))):
        makes.any()
    days = clock.between(frame.start, frame.until - HOUR)
    for _ in range(max(4, count * 3 // 10)):
        calls.incoming(dice.choice(days))
    for _ in range(max(1, count // 100)):
        calls.unknown(dice.choice(days))
        calls.before()
    active = deal_tally.active | call_tally.active
    figures = truth.lead_figures(lead_tally) | truth.centre_figures(lead_tally, call_tally)
    figures |= truth.deal_figures(deal_tally, CENTRE, frame, clock, crew, active)
    figures["K19"] = truth.leakage(deal_tally, lead_tally)
    return figures | ({"K21": truth.handoff_figure(lead_tally)} if hybrid else {})


def _accounts(
    db: sqlite3.Connection, dice: Dice, frame: Frame, writer: Writer, count: int, _hybrid: bool
) -> dict[str, Any]:
    clock = frame.clock("il_office")
    crew = ground.crew(db, "b2b", 3 if count < 100 else 6)
    tally = DealTally()
    accounts = Accounts(dice, frame, writer, ground.decision_maker(db), max(3, count // 5))
    makes = Deals(dice, frame, B2B, crew, tally, accounts)
    for _ in range(count):
        makes.any()
    accounts.finish()
    share = tally.due_amount * 10 // (29 * 100 * len(crew.reps))
    target = max(1_000, share) * len(crew.reps)
    goals.plan(writer, frame, crew, (NEW_BUSINESS, GROWTH), target)
    figures = truth.b2b_figures(tally, target) | truth.deal_figures(tally, B2B, frame, clock, crew, tally.active)
    figures["K19"] = truth.leakage(tally, None)
    return figures
