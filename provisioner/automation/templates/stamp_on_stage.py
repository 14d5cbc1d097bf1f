"""Stamp on stage: entering a stage writes the date (B2B-A1)."""

from __future__ import annotations

from provisioner.automation.conditions import Changed, Unknown, WhenEvent
from provisioner.automation.objects import OBJECTS as FACTS
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Branch, Choose, Flow, Now, Set, Steps
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Reading, Words
from provisioner.model.keys import Ref

NAME = "stamp_on_stage"
CODES = ("B2B-A1",)
OBJECTS = ("deals", "leads")
STAGE = "required"
BUSINESS = False
TITLE = {"en": "Stamp the date of a stage", "he": "רישום מועד כניסה לשלב"}
FIELDS = (
    Parameter("property", Shape.PROPERTY, "Takes the moment of entry.", required=True),
    Parameter("once", Shape.FLAG, "Only where it is still empty.", False),
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """Every entry is stamped, or with ``once`` the first; nobody is told, so no time windows."""
    name = rule.parameters["property"]
    stamp: Steps = (Set(name, Now()),)
    if rule.parameters["once"]:
        stamp = (pieces.only_if("Still empty", ((Unknown(name),),), stamp, "Stamped before"),)
    moment = Changed(FACTS[pieces.own_object(rule)].stage, tuple(Ref(each) for each in [rule.stage] if each))
    return pieces.made(rule, context, WhenEvent((moment,), (pieces.where(rule),)), stamp, business=False)


def read(given: Flow) -> Reading | None:
    once, steps = False, given.steps
    match steps:
        case (Choose((Branch(when=((Unknown(),),), then=then),)),):
            once, steps = True, then
    match given.enrolment, steps:
        case WhenEvent((Changed(_, (Ref(stage),)),), (provided,)), (Set(name, Now()),):
            where = pieces.where_of(provided)
            return Reading(where.pipeline, stage, {"property": name, "once": once}) if where else None
    return None


def sentence(rule: Rule, context: Context) -> Words:
    name, once = rule.parameters["property"], rule.parameters["once"]
    en, he = (pieces.own_stage(rule, context, each) for each in ("en", "he"))
    return {
        "en": f"Entering {en} writes the moment into {name}{', the first time only' if once else ''}.",
        "he": f"כניסה לשלב {he} רושמת את המועד בשדה {name}{', בפעם הראשונה בלבד' if once else ''}.",
    }
