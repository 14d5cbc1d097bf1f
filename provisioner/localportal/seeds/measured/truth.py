"""The true figures, from the tallies: divisions and medians of what was decided, told as exact texts.

Rates are fractions, money is in shekels, K1 is in minutes. A value that cannot be told exactly in decimals is told as a
fraction such as `2/3`; None is "no figure", where nothing can be divided by.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from provisioner.localportal.seeds.measured.calendars import DAY, MINUTE, Clock
from provisioner.localportal.seeds.measured.frame import Frame
from provisioner.localportal.seeds.measured.ground import Crew
from provisioner.localportal.seeds.measured.journeys import Track
from provisioner.localportal.seeds.measured.tally import CallTally, DealTally, LeadTally

_WIN_TARGET = Fraction(1, 4)
_SHORT_DAY, _FULL_DAY = 4, {"call_center": 11, "b2b": 9}
Figure = dict[str, Any]


def exact(value: Fraction | int | None) -> str | None:
    """A number as text: a decimal where it ends, else a fraction."""
    if value is None:
        return None
    number = Fraction(value)
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(number)
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(part: int, whole: int) -> Figure:
    """A rate with what it is made of."""
    value = exact(Fraction(part, whole)) if whole else None
    return {"value": value, "n": whole, "numerator": part, "denominator": whole}


def shekels(hundredths: int) -> str:
    """Money as text."""
    return exact(Fraction(hundredths, 100)) or "0"


def median(lengths: array[int]) -> Fraction | None:
    """The middle one, or the mean of the two in the middle."""
    held = sorted(lengths)
    if not held:
        return None
    middle = len(held) // 2
    return Fraction(held[middle]) if len(held) % 2 else Fraction(held[middle - 1] + held[middle], 2)


def _mean(numbers: Sequence[int]) -> Fraction | None:
    return Fraction(sum(numbers), len(numbers)) if numbers else None


def _over(number: Fraction | None, unit: int) -> str | None:
    return exact(number / unit) if number is not None else None


def lead_figures(tally: LeadTally) -> dict[str, Figure]:
    """K1, K2, K3, K8."""
    tried = len(tally.waits)
    ranked = sorted(tally.waits)
    buckets = {
        name: {"leads": count, "deals": tally.bucket_deals[name]} for name, count in sorted(tally.buckets.items())
    }
    late = tried + tally.never_open
    first_contact = {
        "value": _over(median(tally.waits), MINUTE), "unit": "minutes", "n": tried,
        "p90": _over(Fraction(ranked[math.ceil(tried * 0.9) - 1]), MINUTE) if tried else None,
        "sla": share(tally.in_time, late),
        "attempted": share(tried, tried + tally.never_open + tally.never_closed),
        "open_breaches": tally.never_open, "negative": tally.negative,
        "buckets": buckets,
        "excluded": {"imported": tally.imported, "duplicate": tally.doubled},
    }  # fmt: skip
    to_deal = share(tally.converted, tally.inbound) | {
        "window_days": 30, "ever": share(tally.converted + tally.converted_late, tally.inbound),
    }  # fmt: skip
    unwanted = sum(tally.unwanted.values())
    number = {
        "value": exact(tally.gross), "n": tally.gross, "net": tally.gross - unwanted,
        "excluded": dict(sorted(tally.unwanted.items())), "by_source": dict(sorted(tally.by_source.items())),
    }  # fmt: skip
    return {"K1": first_contact, "K2": to_deal, "K3": _quality(tally), "K8": number}


def _quality(tally: LeadTally) -> Figure:
    sources: Counter[str] = Counter()
    deals: Counter[str] = Counter()
    for (source, _), (count, became) in tally.rated.items():
        sources[source] += count
        deals[source] += became
    rates = {source: Fraction(deals[source], count) for source, count in sources.items()}
    reps: dict[str, Figure] = {}
    for owner in sorted({owner for _, owner in tally.rated}):
        rows = [(source, held) for (source, whose), held in tally.rated.items() if whose == owner]
        expected = sum((rates[source] * held[0] for source, held in rows), Fraction(0))
        actual = sum(held[1] for _, held in rows)
        reps[owner] = {
            "leads": sum(held[0] for _, held in rows), "deals": actual, "expected": exact(expected),
            "index": exact(actual / expected) if expected else None,
        }  # fmt: skip
    told = {
        source: {"leads": count, "deals": deals[source], "rate": exact(rates[source])}
        for source, count in sorted(sources.items())
    }
    return share(sum(deals.values()), sum(sources.values())) | {"sources": told, "reps": reps}


def centre_figures(leads: LeadTally, calls: CallTally) -> dict[str, Figure]:
    """K13, K14, K17."""
    directions = {name or "UNKNOWN": count for name, count in sorted(calls.by_direction.items())}
    number = {"value": exact(calls.total), "n": calls.total, "by_direction": directions,
              "by_owner": dict(sorted(calls.by_owner.items()))}  # fmt: skip
    answered = share(calls.inbound_answered, calls.inbound_ended)
    answered["outbound"] = share(calls.outbound_connected, calls.outbound)
    answered["judged_by_length"] = calls.judged_by_length
    daily = list(leads.attempts.values())
    mean = sum(daily) / len(daily)
    spread = math.sqrt(sum((one - mean) ** 2 for one in daily) / len(daily)) / mean
    tried = len(leads.waits)
    index = {
        "value": None, "why": "the volume depends on the capacity target", "n": tried,
        "speed": share(leads.in_time, tried + leads.never_open)["value"], "attempted": tried,
        "consistency": repr(1 - min(1.0, spread)), "variation": repr(spread), "attempts_per_rep_by_day": leads.attempts,
    }  # fmt: skip
    return {"K13": number, "K14": answered, "K17": index}


def handoff_figure(tally: LeadTally) -> Figure:
    """K21."""
    return share(tally.accepted_in_time, tally.proposed) | {
        "accepted": tally.accepted, "returned": share(tally.returned, tally.proposed),
    }  # fmt: skip


def deal_figures(
    tally: DealTally, track: Track, frame: Frame, clock: Clock, crew: Crew, active: set[str]
) -> dict[str, Figure]:
    """K4, K6, K9, K10, K11, K12, K15, K20, K22."""
    reps = sorted(active & set(crew.reps))
    days = clock.between(frame.start, frame.end)
    short = sum(one.short for one in days)
    full = Fraction(short * _SHORT_DAY, _FULL_DAY[track.mode]) + len(days) - short
    per_rep = Fraction(tally.won_amount, 100 * len(reps)) if reps else None
    revenue = {
        "value": exact(per_rep), "n": len(reps), "numerator": shekels(tally.won_amount), "denominator": len(reps),
        "currency": "ILS", "won": tally.won, "reps": reps, "open_days": len(days), "short_days": short,
        "per_open_day": exact(per_rep / len(days)) if per_rep is not None and days else None,
        "per_full_day": exact(per_rep / full) if per_rep is not None and full else None,
        "missing_amount": tally.won - tally.won_with_amount,
        "by_owner": {owner: shekels(amount) for owner, amount in sorted(tally.by_owner.items())},
    }  # fmt: skip
    size = _mean(tally.won_amounts)
    middle = median(tally.cycles)
    rate = share(tally.won, tally.won + tally.lost)
    value = tally.won_amount + tally.lost_amount
    by_value = exact(Fraction(tally.won_amount, value)) if value else None
    unit, name = (MINUTE, "minutes") if track.mode == "call_center" else (DAY, "days")
    daily = {"value": shekels(tally.won_amount), "n": tally.won, "open_days": len(days),
             "by_day": {day: shekels(amount) for day, amount in sorted(tally.by_day.items())},
             "won_by_day": dict(sorted(tally.won_days.items()))}  # fmt: skip
    return {
        "K4": revenue,
        "K6": rate | {"by_value": by_value, "reopened": tally.reopened,
                      "excluded": {"duplicate": tally.lost_duplicates}},
        "K9": _conversion(tally, track),
        "K10": {"value": _over(size, 100), "n": len(tally.won_amounts), "missing": tally.won - len(tally.won_amounts),
                "median": _over(median(tally.won_amounts), 100), "currency": "ILS"},
        "K11": {"value": _over(middle, unit), "unit": name, "n": len(tally.cycles),
                "mean": _over(_mean(tally.cycles), unit), "excluded": {"negative": tally.backdated}},
        "K12": _bottleneck(tally, track),
        "K15": daily,
        "K20": _velocity(tally, size, middle),
        "K22": {"value": exact(Fraction(sum(tally.weighted.values()), 1000)), "n": tally.open, "currency": "ILS",
                "by_month": _months(tally.weighted), "overdue": _months(tally.weighted_overdue)},
    }  # fmt: skip


def _months(tenths: Counter[str]) -> dict[str, str | None]:
    return {month: exact(Fraction(amount, 1000)) for month, amount in sorted(tenths.items()) if amount}


def _velocity(tally: DealTally, size: Fraction | None, middle: Fraction | None) -> Figure:
    closed = tally.won + tally.lost
    if not closed or size is None or not middle:
        return {"value": None, "n": tally.open}
    rate = Fraction(tally.won, closed)
    return {
        "value": exact(tally.open * rate * size / 100 / (middle / DAY)), "n": tally.open, "currency": "ILS",
        "open": tally.open, "win_rate": exact(rate), "size": _over(size, 100), "cycle_days": _over(middle, DAY),
    }  # fmt: skip


def _conversion(tally: DealTally, track: Track) -> Figure:
    told = {}
    for pipeline in filter(None, (track.main, track.second)):
        held = tally.stages.get(pipeline.id, {})
        rows = {
            stage.id: share(held[stage.id].reached, held[stage.id].entered)
            for stage in pipeline.open
            if stage.id in held
        }
        told[pipeline.id] = {"stages": rows, "moved": tally.moved[pipeline.id]}
    first = tally.stages.get(track.main.id, {}).get(track.main.open[0].id)
    overall = share(tally.first_stage_won[track.main.id], first.entered if first else 0)
    return overall | {"pipelines": told}


def _bottleneck(tally: DealTally, track: Track) -> Figure:
    rows: dict[str, Figure] = {}
    indices: dict[str, Fraction] = {}
    for stage in track.main.open:
        held = tally.stages.get(track.main.id, {}).get(stage.id)
        middle = median(held.stays) if held else None
        if held is None or middle is None:
            continue
        indices[stage.id] = middle / DAY / stage.days * (1 - Fraction(held.reached, held.entered))
        rows[stage.id] = {
            "median_days": _over(middle, DAY),
            "n": held.entered,
            "stayed": len(held.stays),
            "index": exact(indices[stage.id]),
        }
    fit = {name: index for name, index in indices.items() if rows[name]["n"] >= 5}
    worst = max(fit, key=lambda name: fit[name], default=None)
    found = worst if worst and fit[worst] >= Fraction(1, 2) else None
    return {"value": exact(fit[worst]) if worst else None, "stage": found, "stages": rows}


def b2b_figures(tally: DealTally, target: int) -> dict[str, Figure]:
    """K5, K7, K16, K18, K23; `target` in whole shekels."""
    left = target * 100 - tally.won_amount
    coverage = {
        "value": exact(Fraction(tally.due_amount, target * 100)) if target else None, "n": tally.due, "currency": "ILS",
        "numerator": shekels(tally.due_amount), "denominator": str(target),
        "remaining": exact(Fraction(tally.due_amount, left)) if left > 0 else None,
        "won_to_date": shekels(tally.won_amount),
        "excluded": {"overdue": tally.overdue, "overdue_in_period": tally.overdue_in_period},
        "overdue_in_period_amount": shekels(tally.overdue_in_period_amount),
    }  # fmt: skip
    promised, won = tally.forecast["COMMIT"], tally.won_amount
    accuracy = max(Fraction(0), 1 - Fraction(abs(won - promised), won)) if won else Fraction(0) if promised else None
    names = ("COMMIT", "BEST_CASE", "PIPELINE", "OMIT")
    categories = {
        one: {"forecast": shekels(tally.forecast[one]), "won": shekels(tally.forecast_won[one])} for one in names
    }
    forecast = {
        "value": exact(accuracy), "forecast": shekels(promised), "actual": shekels(won), "currency": "ILS",
        "bias": exact(Fraction(won - promised, promised)) if promised else None, "blank_at_start": tally.forecast_blank,
        "categories": categories,
        "weighted": exact(Fraction(9 * promised + 5 * tally.forecast["BEST_CASE"] + tally.forecast["PIPELINE"], 1000)),
    }  # fmt: skip
    depth, closed = share(tally.deep, tally.open), tally.won + tally.lost
    index = None
    if closed and tally.open and accuracy is not None:
        quality = min(Fraction(1), Fraction(tally.won, closed) / _WIN_TARGET)
        index = quality * Fraction(tally.deep, tally.open) * accuracy * 100
    mean = exact(Fraction(tally.quality, tally.open)) if tally.open else None
    return {
        "K5": coverage,
        "K7": forecast,
        "K16": {"value": mean, "n": tally.open, "numerator": tally.quality, "denominator": tally.open},
        "K18": {"value": exact(index), "n": tally.open, "depth": depth, "win_rate_target": exact(_WIN_TARGET)},
        "K23": {"value": exact(Fraction(tally.won_existing, won)) if won else None, "n": tally.won, "currency": "ILS",
                "numerator": shekels(tally.won_existing), "denominator": shekels(won)},
    }  # fmt: skip


def leakage(deals: DealTally, leads: LeadTally | None) -> Figure:
    """K19."""
    told = {"deals": share(deals.leaking, deals.open) | {"reasons": dict(sorted(deals.leaks.items()))}}
    open_, leaking = deals.open, deals.leaking
    if leads is not None:
        told["leads"] = share(leads.leaking, leads.open) | {"reasons": dict(sorted(leads.leaks.items()))}
        open_, leaking = open_ + leads.open, leaking + leads.leaking
    return share(leaking, open_) | told
