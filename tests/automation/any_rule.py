"""Random rules that the lint has nothing against, one strategy for every template."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

from provisioner.automation import amounts, calendars, lint
from provisioner.automation.parameters import Parameter, Shape
from provisioner.automation.rules import Context, Pipeline, Rule, Stage
from provisioner.automation.steps import Recipient
from provisioner.automation.templates import ALL
from provisioner.model.keys import Key, Ref

LEADS, DEALS = Key("pipeline", "leads/in"), Key("pipeline", "deals/out")
STAGES = {
    LEADS: (("new", "new"), ("trying", "in_progress"), ("good", "qualified"), ("bad", "unqualified")),
    DEALS: (("offer", "open"), ("talks", "open"), ("won", "won"), ("lost", "lost")),
}
PIPELINES = {
    key: Pipeline(
        key, {"en": key.name, "he": f"צינור {key.name}"}, tuple(Stage(n, n, s, "3d", "commit") for n, s in named)
    )
    for key, named in STAGES.items()
}
RECIPIENTS = {
    "team": Recipient(teams=(Ref(Key("team", "מוקד - משמרת בוקר")),)),
    "teams": Recipient(teams=(Ref(Key("team", "North")), Ref(Key("team", "South")))),
    "people": Recipient(users=(Ref(Key("user", "a@example.com")), Ref(Key("user", "b@example.com")))),
}
WORDS = st.text("abcאבג <>&\n{}", min_size=1, max_size=12)
NAMES = st.sampled_from(["one_property", "another_property", "a_third_property"])


def context(language: str = "en", calendar: str = "il_call_center") -> Context:
    hours, _ = calendars.calendar(calendar, zone="Europe/Rome")
    assert hours is not None
    return Context(hours, date(2026, 11, 1), date(2027, 12, 31), PIPELINES, RECIPIENTS, language)


CONTEXTS = {
    (language, name): context(language, name) for language in ("en", "he", "both") for name in calendars.BUILT_IN
}


def amount(least: str | float | None, most: str | float | None, units: str) -> st.SearchStrategy[str]:
    bounds = (least if isinstance(least, str) else "1m", most if isinstance(most, str) else "30d")
    low, high = (amounts.amount(each).minutes for each in bounds)
    sizes = {"m": 1, "h": 60, "d": 1440}
    ranges = [
        st.integers(-(-low // size), min(high // size, 9999)).map(lambda number, unit=unit: f"{number}{unit}")
        for unit in units.split()
        if (size := sizes[unit[-1]]) <= high and max(1, -(-low // size)) <= high // size
    ]
    return st.one_of(ranges)


@cache
def value(parameter: Parameter, pipeline: Key) -> st.SearchStrategy[Any]:
    names = [name for name, _ in STAGES[pipeline]]
    stage, texts = st.sampled_from(names), st.one_of(WORDS, st.fixed_dictionaries({"en": WORDS, "he": WORDS}))
    wait = amount(parameter.least, parameter.most, "m h bm bh bd d")
    span = amount(parameter.least, parameter.most, "h d bd")
    low, high = (each if isinstance(each, int | float) else None for each in (parameter.least, parameter.most))
    made: dict[Shape, st.SearchStrategy[Any]] = {
        Shape.WAIT: wait,
        Shape.WAITS: st.lists(wait, min_size=1, max_size=5),
        Shape.SPAN: amount(parameter.least, parameter.most, "d bd"),
        Shape.SPANS: st.dictionaries(stage, span, min_size=1),
        Shape.SPAN_BY_OPTION: st.dictionaries(st.sampled_from(["a", "b"]), span, min_size=1),
        Shape.COUNT: st.integers(int(low or 1), int(high or 9)),
        Shape.FACTOR: st.sampled_from([1, 1.5, 2, 3.3]),
        Shape.FLAG: st.booleans(),
        Shape.CHOICE: st.sampled_from(parameter.choices or ("x",)),
        Shape.PROPERTY: NAMES,
        Shape.PROPERTIES: st.lists(NAMES, unique=True),
        Shape.WORD: st.sampled_from(["hot", "not_now"]),
        Shape.WORDS: st.lists(st.sampled_from(["price", "timing", "not_now"]), min_size=1, unique=True),
        Shape.WORD_BY_STAGE: st.dictionaries(stage, st.sampled_from(parameter.choices or ("x",)), min_size=1),
        Shape.TEXT: texts,
        Shape.STAGE: stage,
        Shape.STAGES: st.lists(stage, min_size=1, unique=True),
        Shape.PEOPLE: st.sampled_from([*RECIPIENTS, {"team": "Elsewhere"}, {"users": ["c@example.com"]}]),
        Shape.TIME: st.sampled_from(["07:30", "18:00"]),
    }
    return made[parameter.shape]


INTO = {"create_deal": DEALS, "recontact": LEADS, "handoff_test": DEALS}


@cache
def rules(name: str) -> st.SearchStrategy[Rule]:
    return _rules(name)


@st.composite
def _rules(draw: st.DrawFn, name: str) -> Rule:
    """A rule of that template that the lint has no error for."""
    template = ALL[name]
    pipeline = draw(st.sampled_from([key for key in STAGES if key.object_type in template.OBJECTS]))
    parameters: dict[str, Any] = {}
    for each in template.FIELDS:
        if each.shape is Shape.PIPELINE:
            parameters[each.name] = INTO[name].address
        elif each.applies(parameters) and (each.required or draw(st.booleans())):
            parameters[each.name] = draw(value(each, INTO[name] if each.of else pipeline))
    stage = draw(st.sampled_from([name for name, _ in STAGES[pipeline]]))
    takes = template.STAGE == "required" or (template.STAGE != "none" and draw(st.booleans()))
    title = draw(st.one_of(st.none(), WORDS, st.fixed_dictionaries({"en": WORDS, "he": WORDS})))
    return Rule("any_rule", name, pipeline, pipeline.part(stage) if takes else None, parameters, title)


def is_sound(rule: Rule, given: Context) -> bool:
    return all(each.warning for each in lint.check_rule(rule, given))
