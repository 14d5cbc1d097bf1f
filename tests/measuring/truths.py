"""Holds a measuring against the truth of a seeded portal: every figure that both tell, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

Json = Any
_BUCKETS = {"5": "<=5", "15": "5-15", "60": "15-60", "1440": "60-1440", "more": ">1440", "never": "never"}
_CAUSES = {"archived_owner": "owner_left", "no_next_step": "no_next_step", "no_owner": "no_owner"}
_CENT = Fraction(1, 200)
"""Half of one: quotients of money are told to the cent."""


def differences(truth: Json, document: Json) -> list[str]:
    """What is told differently, as ``K6 value: 1/3, not 0.33``."""
    told, is_over = document["kpis"], truth["now"] > truth["period"]["to"]
    found = []
    for name in sorted(told.keys() & truth["kpis"].keys()):
        kpi = told[name]
        if kpi["reason"] == "period_over":
            continue
        is_money = kpi["unit"].startswith("money")
        for what, true, measured in _pairs(name, truth["kpis"][name], kpi, is_over=is_over):
            if not same(true, measured, is_money):
                found.append(f"{name} {what}: {true}, not {measured}")
    return found


def same(true: Any, found: Any, is_money: bool = False) -> bool:
    """Whether two figures are one. The truth is exact text, what is found a number: a sum exactly, a quotient of money
    to the cent, any other quotient as near as a float can be."""
    if true is None or found is None:
        return true is None and found is None
    if isinstance(true, Mapping | list):
        return bool(true == found)
    exact, given = Fraction(str(true)), Fraction(Decimal(str(found)))
    return abs(exact - given) <= (_CENT if is_money else abs(exact) * Fraction(1, 10**12))


_Pairs = Iterator[tuple[str, Any, Any]]


def _pairs(name: str, true: Json, kpi: Json, *, is_over: bool) -> _Pairs:
    details, excluded = kpi["details"], {one["reason"]: one["n"] for one in kpi["excluded"]}
    yield from _own(name)(true, kpi, details, excluded)
    if name == "K4" and is_over:
        yield "open days", true["open_days"], details["open_days"]
        yield "per open day", true["per_open_day"], details["per_open_day"]
        yield "per full day", true["per_full_day"], details["per_full_day"]


def _own(name: str) -> Any:
    return globals()[f"_{name.lower()}"]


def _rate(what: str, true: Json, kpi: Json) -> _Pairs:
    for part in ("value", "n", "numerator", "denominator"):
        if part in true:
            yield f"{what} {part}".strip(), true[part], kpi[part]


def _segments(kpi: Json, by: str) -> dict[str, Json]:
    return {one["key"]: one for one in kpi["segments"] if one["by"] == by}


def _k1(true: Json, kpi: Json, details: Json, excluded: Json) -> _Pairs:
    yield "value", true["value"], kpi["value"]
    yield "n", true["n"], kpi["n"]
    yield "p90", true["p90"], details["p90"]
    yield from _rate("sla", true["sla"], details["sla"])
    yield from _rate("attempted", true["attempted"], details["attempted"])
    yield "breaches", true["open_breaches"], details["open_breaches"]
    for name, bucket in true["buckets"].items():
        yield f"bucket {name}", bucket["leads"], details["buckets"][_BUCKETS[name]]["n"]
        yield f"deals of bucket {name}", bucket["deals"], details["buckets"][_BUCKETS[name]]["numerator"] or 0
    yield "imported", true["excluded"]["imported"], excluded.get("imported", 0)
    yield "duplicates", true["excluded"]["duplicate"], excluded.get("duplicate", 0)


def _k2(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield from _rate("", true, kpi)
    yield from _rate("ever", true["ever"], details["ever"])


def _k3(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield from _rate("mean rate", {part: true[part] for part in ("value", "n")}, details["mean_rate"])
    sources, reps = _segments(kpi, "source"), _segments(kpi, "owner")
    for name, held in true["sources"].items():
        yield f"leads of {name}", held["leads"], sources[name]["n"]
        yield f"deals of {name}", held["deals"], sources[name]["numerator"]
        yield f"rate of {name}", held["rate"], sources[name]["value"]
    for name, held in true["reps"].items():
        yield f"leads of {name}", held["leads"], reps[name]["n"]
        yield f"index of {name}", held["index"], reps[name]["value"]


def _k4(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield "value", true["value"], kpi["value"]
    yield "won", true["numerator"], kpi["numerator"]
    yield "reps", true["reps"], details["reps"]
    owners = _segments(kpi, "owner")
    for name, amount in true["by_owner"].items():
        yield f"of {name}", amount, owners[name]["value"] if name in owners else amount


def _k5(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield from _rate("", true, kpi)
    yield "won to date", true["won_to_date"], details["won_to_date"]
    yield "remaining", true["remaining"], details["remaining"]["value"]


def _k6(true: Json, kpi: Json, details: Json, excluded: Json) -> _Pairs:
    yield from _rate("", true, kpi)
    yield "by value", true["by_value"], details["by_value"]["value"]
    yield "reopened", true["reopened"], details["reopened"]
    yield "duplicates", true["excluded"]["duplicate"], excluded.get("duplicate_loss", 0)


def _k7(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield "value", true["value"], kpi["value"]
    for part in ("forecast", "actual", "bias"):
        yield part, true[part], details[part]
    yield "blank", true["blank_at_start"], details["suggested"]
    for category, held in true["categories"].items():
        if category in details["calibration"]:
            yield f"{category} promised", held["forecast"], details["calibration"][category]["denominator"]
            yield f"{category} won", held["won"], details["calibration"][category]["numerator"]
    yield "weighted", true["weighted"], details["weighted"]["forecast"]


def _k8(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield "value", true["value"], kpi["value"]
    yield "net", true["net"], details["net"]["value"]
    yield "by source", true["by_source"], {name: one["value"] for name, one in _segments(kpi, "source").items()}


def _k9(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    stages = _segments(kpi, "stage")
    for pipeline, held in true["pipelines"].items():
        for stage, one in held["stages"].items():
            yield from _rate(stage, one, stages[f"{pipeline}/{stage}"])
    # The truth tells the whole way through the first pipeline, the measurement through each and through all.
    yield from _rate("overall", true, details["overall"][next(iter(true["pipelines"]))])


def _k10(true: Json, kpi: Json, details: Json, excluded: Json) -> _Pairs:
    yield "value", true["value"], kpi["value"]
    yield "n", true["n"], kpi["n"]
    yield "median", true["median"], details["median"]
    yield "missing", true["missing"], excluded.get("no_positive_amount", 0)


def _k11(true: Json, kpi: Json, details: Json, excluded: Json) -> _Pairs:
    yield "value", true["value"], kpi["value"]
    yield "n", true["n"], kpi["n"]
    yield "mean", true["mean"], details["mean"]
    yield "back-dated", true["excluded"]["negative"], excluded.get("back_dated", 0)


def _k12(true: Json, kpi: Json, _: Json, __: Json) -> _Pairs:
    stages = _segments(kpi, "stage")
    for name, held in true["stages"].items():
        found = next(one for key, one in stages.items() if key.endswith(f"/{name}"))
        yield name, held["index"], found["value"]
        yield f"{name} n", held["n"], found["n"]


def _k13(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield "calls", true["value"], details["calls"]
    yield (
        "directions",
        {name.lower(): n for name, n in true["by_direction"].items()},
        {name.lower(): n for name, n in details["directions"].items()},
    )
    for name, one in _segments(kpi, "owner").items():
        yield f"of {name}", true["by_owner"][name], one["n"]


def _k14(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield from _rate("", true, kpi)
    yield from _rate("outbound", true["outbound"], details["connect"])
    yield "judged by length", true["judged_by_length"], details["judged_by_duration"]


def _k15(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield "won", true["value"], kpi["numerator"]
    yield "n", true["n"], kpi["n"]
    for day in details["days"]:
        yield f"on {day['date']}", true["by_day"].get(day["date"], "0"), day["amount"]


def _k16(true: Json, kpi: Json, _: Json, __: Json) -> _Pairs:
    yield from _rate("", true, kpi)


def _k17(true: Json, _: Json, details: Json, __: Json) -> _Pairs:
    yield "speed", true["speed"], details["speed"]
    yield "attempted", true["attempted"], details["attempted_leads"]
    # The generator's own square root is that of a float.
    yield "consistency", f"{float(true['consistency']):.12f}", f"{details['consistency']:.12f}"


def _k18(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield "value", true["value"], kpi["value"]
    yield from _rate("depth", true["depth"], details["depth"])


def _k19(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield from _rate("", true, kpi)
    parts = {name: true[name] for name in ("deals", "leads") if name in true}
    for name, held in parts.items():
        yield from _rate(name, {part: held[part] for part in ("value", "n")}, _segments(kpi, "object")[name])
    for cause, found in _CAUSES.items():
        yield cause, sum(held["reasons"].get(cause, 0) for held in parts.values()), details["causes"].get(found, 0)


def _k20(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield "value", true["value"], kpi["value"]
    yield "open", true["open"], details["open_deals"]
    yield "cycle", true["cycle_days"], details["cycle_days"]


def _k21(true: Json, kpi: Json, details: Json, _: Json) -> _Pairs:
    yield from _rate("", true, kpi)
    yield "returned", true["returned"]["value"], details["returned"]["value"]


def _k22(true: Json, _: Json, details: Json, excluded: Json) -> _Pairs:
    """What is overdue is told apart and is in no month; the months to come hold nothing of it."""
    this_month = min(details["months"], default="")
    for month, held in details["months"].items():
        if month > this_month:
            yield month, true["by_month"][month], held["weighted"]
    known = sum(held["n"] for held in details["months"].values())
    yield "open", true["n"], known + excluded.get("overdue", 0) + excluded.get("no_close_date", 0)


def _k23(true: Json, kpi: Json, _: Json, __: Json) -> _Pairs:
    yield "value", true["value"], kpi["value"]
    yield "existing", true["numerator"], kpi["numerator"]
    yield "won", true["denominator"], kpi["denominator"]
