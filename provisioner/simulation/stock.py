"""The scenarios that come with the program: what an ordinary day brings, told in the terms of a blueprint's rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from provisioner.automation.calendars_hours import Hours
from provisioner.automation.holding import OFFERED
from provisioner.automation.modes import CENTRE, mode_of
from provisioner.automation.objects import LAST_ACTIVITY, LAST_CONTACTED, NEXT_ACTIVITY
from provisioner.automation.rules import Rule
from provisioner.simulation import moments
from provisioner.simulation.story import Vocabulary

_SOON = timedelta(days=14)
Written = dict[str, Any]


class Week(Protocol):
    """The part of a calendar that says when people go home for the weekend."""

    def hours_on(self, day: date, /) -> Hours: ...


@dataclass(frozen=True, slots=True)
class Stock:
    """What the scenarios are made from. ``rules`` are settled."""

    rules: Sequence[Rule]
    vocabulary: Vocabulary
    week: Week
    start: datetime
    end: datetime
    zone: ZoneInfo
    language: str


def scenario(mode: str, made_from: Stock) -> list[Written]:
    """The events of a mode, as a scenario file has them; a hybrid has both. Only what lies inside the rehearsal."""
    events: list[Written] = []
    if mode in ("call_center", "hybrid"):
        events += _call_centre(made_from)
    if mode in ("b2b", "hybrid"):
        events += _b2b(made_from, mode)
    return [each for each in events if _inside(each, made_from)]


def _inside(event: Written, stock: Stock) -> bool:
    at = moments.moment(str(event["at"]), stock.zone, stock.start)
    return stock.start <= at <= stock.end


def _call_centre(stock: Stock) -> Iterator[Written]:
    ladder = _rule(stock, "sla_ladder") or _rule(stock, "attempt_logged")
    if ladder is None or ladder.stage is None:
        return
    leads = _Leads(stock, ladder)
    yield from leads.answered()
    yield from leads.never()
    yield from leads.third()
    yield from leads.callback()
    yield from leads.weekend()
    yield from leads.handed_over()


def _rule(stock: Stock, template: str, **given: str) -> Rule | None:
    fitting = (each for each in stock.rules if each.template == template)
    return next((each for each in fitting if given.items() <= each.parameters.items()), None)


@dataclass(frozen=True, slots=True)
class _Leads:
    """Leads of a call centre, in the pipeline of its first rule about new leads."""

    stock: Stock
    ladder: Rule

    def answered(self) -> Iterator[Written]:
        name = self._name("answered")
        yield self._new("+0m", name)
        yield self._attempt("+4m", name, "answered_offer", self._talk())

    def never(self) -> Iterator[Written]:
        yield self._new("+0m", self._name("never"))

    def third(self) -> Iterator[Written]:
        name = self._name("third")
        yield self._new("+10m", name)
        yield self._attempt("+12m", name, "no_answer")
        yield self._attempt("+1h15m", name, "no_answer")
        yield self._attempt("+2h30m", name, "answered_offer", self._talk())

    def callback(self) -> Iterator[Written]:
        rule = _rule(self.stock, "callback")
        if rule is None:
            return
        name, given = self._name("callback"), rule.parameters
        yield self._new("+20m", name)
        yield self._attempt("+22m", name)
        agreed = {given["result_property"]: given["result"], given["at_property"]: {"at": "+1d"}}
        yield {"at": "+23m", "set": {"record": name, "properties": agreed}}

    def handed_over(self) -> Iterator[Written]:
        """A large lead that is offered to the other team, where nobody answers."""
        rule = _rule(self.stock, "handoff")
        if rule is None or rule.pipeline != self.ladder.pipeline:
            return
        name, stage = self._name("large"), rule.parameters["stages"][0]
        yield self._new("+30m", name)
        yield self._attempt("+32m", name, "answered_offer", stage)
        proposed = {rule.parameters["status_property"]: OFFERED}
        yield {"at": "+40m", "set": {"record": name, "properties": proposed}}

    def weekend(self) -> Iterator[Written]:
        """One lead five minutes before the week ends, and one in the evening of the last closed day."""
        last = self._week_ends()
        if last is not None:
            closing, evening = last
            yield self._new(closing - timedelta(minutes=5), self._name("late"))
            yield self._new(evening, self._name("night"))

    def _week_ends(self) -> tuple[datetime, datetime] | None:
        hours_on, day = self.stock.week.hours_on, self.stock.start.date()
        for day in (day + timedelta(days=ahead) for ahead in range(_SOON.days)):
            closing = self._moment(day, hours_on(day)[-1][1]) if hours_on(day) else self.stock.start
            if closing > self.stock.start and not hours_on(day + timedelta(days=1)):
                away = day + timedelta(days=1)
                while not hours_on(away + timedelta(days=1)) and away - day < _SOON:
                    away += timedelta(days=1)
                return closing, self._moment(away, 21 * 60)
        return None

    def _moment(self, day: date, minutes: int) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self.stock.zone) + timedelta(minutes=minutes)

    def _name(self, which: str) -> str:
        return _NAMES[which][self.stock.language]

    def _new(self, at: str | datetime, name: str) -> Written:
        stage = self.ladder.stage.name if self.ladder.stage else ""
        pipeline = self.ladder.pipeline.name
        return {"at": at, "create": {"object": "leads", "name": name, "pipeline": pipeline, "stage": stage}}

    def _attempt(self, at: str, name: str, result: str = "", stage: str = "") -> Written:
        """A logged call, with its result where the blueprint has a property for it."""
        counter, callback = _rule(self.stock, "attempt_logged"), _rule(self.stock, "callback")
        signal = counter.parameters["signal"] if counter else LAST_CONTACTED
        values: Written = {signal: {"at": at}}
        if result and callback and callback.parameters["result_property"] == "cc_last_result":
            values["cc_last_result"] = result
        body: Written = {"record": name, "properties": values}
        return {"at": at, "set": body | ({"stage": stage} if stage else {})}

    def _talk(self) -> str:
        """The first stage in which somebody was reached: neither that of new leads nor one where calls are made."""
        here = self.stock.vocabulary.pipelines.get("leads", {}).get(self.ladder.pipeline.name, ())
        callback, counter = _rule(self.stock, "callback"), _rule(self.stock, "attempt_logged")
        trying = {self.ladder.stage.name if self.ladder.stage else ""}
        trying |= {each.stage.name for each in self.stock.rules if each.template == "retry_cadence" and each.stage}
        trying |= {rule.parameters["to"] for rule in (callback, counter) if rule}
        return next((each for each in here if each not in trying), "")


def _b2b(stock: Stock, mode: str) -> Iterator[Written]:
    pipelines = stock.vocabulary.pipelines.get("deals", {})
    ruled = (each.pipeline for each in stock.rules if each.pipeline.object_type == "deals")
    name = next((each.name for each in ruled if each.name in pipelines and mode_of(mode, each) != CENTRE), "")
    if not name or len(pipelines[name]) < 2:
        return
    deals = _Deals(stock, name, pipelines[name][1])
    yield from deals.closing()
    yield from deals.quiet()
    yield from deals.offer()


@dataclass(frozen=True, slots=True)
class _Deals:
    """Deals of a B2B team; each is quiet but for the one thing that it is about."""

    stock: Stock
    pipeline: str
    stage: str

    def closing(self) -> Iterator[Written]:
        yield self._new("closing", {"closedate": {"at": "+1d"}} | _planned("+20d"))

    def quiet(self) -> Iterator[Written]:
        rule = _rule(self.stock, "reminder", when="no_next_activity")
        if rule is not None:
            span = rule.parameters["after"]
            yield self._new("quiet", {"closedate": {"at": "+60d"}, LAST_ACTIVITY: {"at": _a_day_less(span)}})

    def offer(self) -> Iterator[Written]:
        """A proposal goes out, and is not valid for long."""
        stamp, near = _rule(self.stock, "stamp_on_stage"), _rule(self.stock, "reminder", when="date_near")
        yield self._new("offer", {"closedate": {"at": "+60d"}} | _planned("+20d"))
        name = _NAMES["offer"][self.stock.language]
        values: Written = {}
        if near is not None:
            values[near.parameters["property"]] = {"day": _a_day_more(near.parameters["within"])}
        body: Written = {"record": name} | ({"properties": values} if values else {})
        if stamp is not None and stamp.stage is not None and stamp.pipeline.name == self.pipeline:
            body["stage"] = stamp.stage.name
        if len(body) > 1:
            yield {"at": "+1h", "set": body}

    def _new(self, which: str, values: Mapping[str, Any]) -> Written:
        body: Written = {"object": "deals", "name": _NAMES[which][self.stock.language], "properties": dict(values)}
        body |= {"pipeline": self.pipeline, "stage": self.stage}
        people = self.stock.vocabulary.people
        return {"at": "+0m", "create": body | ({"owner": people[-1]} if people else {})}


def _planned(at: str) -> Written:
    """There was contact today, and there is a next activity."""
    return {LAST_ACTIVITY: {"at": "+0m"}, LAST_CONTACTED: {"at": "+0m"}, NEXT_ACTIVITY: {"at": at}}


def _a_day_less(span: str) -> str:
    """So long ago, less a day: tomorrow the span is full."""
    return f"-{_days(span) - 1}d" if _days(span) > 1 else "+0m"


def _a_day_more(span: str) -> str:
    """So far ahead, and a day: tomorrow it is as near as that."""
    return f"+{_days(span) + 1}d"


def _days(span: str) -> int:
    number = int(span.rstrip("bhd"))
    return number if span.endswith("d") else max(1, number // 24)


_NAMES: Mapping[str, Mapping[str, str]] = {
    "answered": {"en": "Answered after 4 minutes", "he": "נענה אחרי 4 דקות"},
    "never": {"en": "Never called", "he": "לא חייגו אליו"},
    "third": {"en": "Answers at the third call", "he": "עונה בשיחה השלישית"},
    "callback": {"en": "Asks to be called back", "he": "ביקש שיחה חוזרת"},
    "late": {"en": "Five minutes before closing", "he": "חמש דקות לפני הסגירה"},
    "night": {"en": "Night of the weekend", "he": "לילה בסוף השבוע"},
    "large": {"en": "Large, offered to B2B", "he": "גדול, הוצע ל-B2B"},
    "closing": {"en": "Close date passes", "he": "מועד הסגירה עובר"},
    "quiet": {"en": "No next activity", "he": "אין פעילות הבאה"},
    "offer": {"en": "Proposal about to expire", "he": "הצעה שתוקפה פג"},
}
