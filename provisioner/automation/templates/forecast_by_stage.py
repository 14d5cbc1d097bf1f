"""Forecast by stage: entering a stage sets the forecast category."""

from __future__ import annotations

from provisioner.automation.conditions import Changed, Unknown, WhenEvent
from provisioner.automation.objects import OBJECTS as FACTS
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Branch, ByValue, Choose, Flow, Set, Steps, Text
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Reading, Words
from provisioner.model.keys import Ref

CATEGORY = "hs_manual_forecast_category"
CATEGORIES = ("omit", "pipeline", "best_case", "most_likely", "commit", "closed")


def _categories(rule: Rule, context: Context) -> dict[str, str] | None:
    stages = context.stages(rule.pipeline)
    return {each.name: each.forecast_category for each in stages if each.forecast_category} or None


NAME = "forecast_by_stage"
CODES = ()
OBJECTS = ("deals",)
STAGE = "none"
BUSINESS = False
TITLE = {"en": "Forecast category by stage", "he": "קטגוריית תחזית לפי שלב"}
FIELDS = (
    Parameter(
        "categories",
        Shape.WORD_BY_STAGE,
        "The category of each stage; the blueprint's own where nothing is said.",
        _categories,
        required=True,
        choices=CATEGORIES,
    ),
    Parameter("only_if_empty", Shape.FLAG, "Keep a category that somebody chose.", False),
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """One branch for each stage; entering a stage again sets its category again, unless ``only_if_empty``."""
    stage = FACTS[pieces.own_object(rule)].stage
    branches = tuple(
        (Ref(rule.pipeline.part(name)), (Set(CATEGORY, Text(category.upper())),))
        for name, category in rule.parameters["categories"].items()
    )
    steps: Steps = (ByValue(stage, branches, otherwise_name="Other stages"),)
    if rule.parameters["only_if_empty"]:
        steps = (pieces.only_if("No category yet", ((Unknown(CATEGORY),),), steps, "Chosen by a person"),)
    enrolment = WhenEvent((Changed(stage),), ((pieces.in_pipeline(rule),),))
    return pieces.made(rule, context, enrolment, steps, business=False)


def read(given: Flow) -> Reading | None:
    only_if_empty, steps = False, given.steps
    match steps:
        case (Choose((Branch(when=((Unknown(),),), then=then),)),):
            only_if_empty, steps = True, then
    match given.enrolment, steps:
        case WhenEvent((Changed(),), (provided,)), (ByValue(_, branches),):
            where = pieces.where_of(provided)
            categories = dict(_read_branch(*each) for each in branches)
            if where and "" not in categories:
                return Reading(where.pipeline, None, {"categories": categories, "only_if_empty": only_if_empty})
    return None


def _read_branch(value: object, then: Steps) -> tuple[str, str]:
    match value, then:
        case Ref(stage), (Set(name, Text(str(category))),) if name == CATEGORY:
            return stage.name, category.lower()
    return "", ""


def sentence(rule: Rule, context: Context) -> Words:
    chosen = rule.parameters["categories"].items()
    listed = {
        each: ", ".join(f"{pieces.label(rule, context, each, stage)}: {category}" for stage, category in chosen)
        for each in ("en", "he")
    }
    empty = rule.parameters["only_if_empty"]
    more = {"en": " where none was chosen", "he": " כשלא נבחרה קטגוריה"} if empty else {"en": "", "he": ""}
    return {
        "en": f"Entering a stage sets the forecast category ({listed['en']}){more['en']}.",
        "he": f"כניסה לשלב קובעת את קטגוריית התחזית ({listed['he']}){more['he']}.",
    }
