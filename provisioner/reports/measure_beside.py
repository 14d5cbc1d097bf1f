"""What stands beside the main figures: the factors of an index, medians beside means, nets beside grosses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from provisioner.reports import measure_values as values
from provisioner.reports.measure_parts import Json, Reader, Section

_Told = Callable[[Reader, Json], str]


def section(reader: Reader) -> Section:
    points = (f"{name} {reader.name(name)}: {told}" for name, told in _told(reader))
    return Section("beside", reader.say("beside"), points=tuple(points))


def _told(reader: Reader) -> Iterator[tuple[str, str]]:
    for name, tell in _LINES.items():
        if reader.has(name) and (told := tell(reader, reader.details(name))):
            yield name, told


def _percent(value: Any) -> str:
    return values.NOTHING if value is None else values.percent(value)


def _waits(reader: Reader, held: Json) -> str:
    return reader.say(
        "beside_K1", p90=reader.told(held["p90"], "minutes"), attempted=_percent(held["attempted"]["value"])
    )


def _converted(reader: Reader, held: Json) -> str:
    days = values.count(held["window_days"])
    return reader.say("beside_K2", days=days, ever=_percent(held["ever"]["value"]), net=_percent(held["net"]["value"]))


def _leads(reader: Reader, held: Json) -> str:
    junk = held["spam_and_duplicates"]
    return reader.say("beside_K8", net=values.count(held["net"]["value"]), junk=values.count(junk)) if junk else ""


def _sizes(reader: Reader, held: Json) -> str:
    return reader.say("beside_K10", median=reader.told(held["median"], "money", "K10"))


def _cycles(reader: Reader, held: Json) -> str:
    """The unit is the measure's own: minutes in a centre, else days."""
    unit = str(reader.kpis["K11"]["unit"])
    told = [reader.say("beside_K11", mean=reader.told(held["mean"], unit))]
    if held.get("trailing_median") is not None:
        told.append(reader.say("beside_K11_usual", median=reader.told(held["trailing_median"], unit)))
    if held.get("call_center", {}).get("value") is not None:
        told.append(reader.say("beside_K11_centre", median=reader.told(held["call_center"]["value"], "minutes")))
    return " ".join(told)


def _calls(reader: Reader, held: Json) -> str:
    ways = {name: values.count(held["directions"].get(name, 0)) for name in ("INBOUND", "OUTBOUND")}
    talk = reader.told(held["talk_minutes"], "minutes")
    return reader.say("beside_K13", inbound=ways["INBOUND"], outbound=ways["OUTBOUND"], talk=talk)


def _answers(reader: Reader, held: Json) -> str:
    told = [reader.say("beside_K14", voicemail=values.count(held["voicemail"]))]
    if held["judged_by_duration"]:
        told.append(reader.say("beside_K14_length", count=values.count(held["judged_by_duration"])))
    return " ".join(told)


def _centre(reader: Reader, held: Json) -> str:
    parts = {name: _percent(held[name]) for name in ("speed", "volume", "consistency")}
    return reader.say("beside_K17", index=reader.figure("K17", reader.kpis["K17"]).text, **parts)


def _b2b(reader: Reader, held: Json) -> str:
    parts = {name: _percent(held[name]) for name in ("quality", "forecast")}
    depth = _percent(held["depth"]["value"])
    return reader.say("beside_K18", index=reader.figure("K18", reader.kpis["K18"]).text, depth=depth, **parts)


def _velocity(reader: Reader, held: Json) -> str:
    return reader.say(
        "beside_K20",
        deals=values.count(held["open_deals"]),
        rate=_percent(held["win_rate"]),
        size=reader.told(held["average_size"], "money", "K20"),
        days=reader.told(held["cycle_days"], "days"),
    )


def _likely(reader: Reader, held: Json) -> str:
    """The grade is that of both together."""
    won, likely = held["won_to_date"], reader.kpis["K22"]["value"]
    told = {"won": won, "both": won + likely, "historical": held["historical"]}
    return reader.say("beside_K22", **{name: reader.told(value, "money", "K22") for name, value in told.items()})


def _customers(reader: Reader, held: Json) -> str:
    now, then = (reader.told(held[name]["value"], "money", "K23") for name in ("per_customer", "per_customer_before"))
    if held["growth"] is None:
        return reader.say("beside_K23", now=now)
    return reader.say("beside_K23_growth", now=now, then=then, growth=values.percent(held["growth"], signed=True))


_LINES: Mapping[str, _Told] = {
    "K1": _waits,
    "K2": _converted,
    "K8": _leads,
    "K13": _calls,
    "K14": _answers,
    "K17": _centre,
    "K18": _b2b,
    "K10": _sizes,
    "K11": _cycles,
    "K20": _velocity,
    "K22": _likely,
    "K23": _customers,
}
