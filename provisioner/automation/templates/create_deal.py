"""Create deal: a qualified lead opens a deal that carries its source (CC-A10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provisioner.automation.conditions import Changed, NoneYet, WhenEvent
from provisioner.automation.objects import OBJECTS as FACTS
from provisioner.automation.objects import OWNER
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import CopyOf, Create, Flow, Text
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Reading, Words
from provisioner.model.keys import Key, Ref

NAME = "create_deal"
CODES = ("CC-A10",)
OBJECTS = ("leads",)
STAGE = "required"
BUSINESS = False
TITLE = {"en": "Open a deal for a qualified lead", "he": "פתיחת עסקה לליד שהוכשר"}
FIELDS = (
    Parameter("into", Shape.PIPELINE, "The deal pipeline.", required=True),
    Parameter("into_stage", Shape.STAGE, "The stage in which the deal starts.", required=True, of="into"),
    Parameter("source_property", Shape.PROPERTY, "Takes the lead's record id on the deal.", "core_source_lead_id"),
    Parameter(
        "copy",
        Shape.PROPERTIES,
        "Properties of the same name on both objects that the deal takes over.",
        ("core_lead_source", "core_consent_basis"),
    ),
)
PARAMETERS = schema(FIELDS)
DEALS = "hs_lead_associated_deals_count"

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """Only for a lead that has no deal yet; amount and close date are left to people.

    The association type between lead and deal is not published: the deal gets HubSpot's default association, and
    ``source_property`` ties the two together in any case.
    """
    given = rule.parameters
    facts = FACTS[pieces.own_object(rule)]
    moment = Changed(facts.stage, tuple(Ref(each) for each in [rule.stage] if each))
    enrolment = WhenEvent((moment,), ((*pieces.where(rule), NoneYet(DEALS)),), again=False)
    return pieces.made(rule, context, enrolment, (_deal(given, facts.name),), business=False)


def _deal(given: Mapping[str, Any], name: str) -> Create:
    pipeline, deals = Key("pipeline", given["into"]), FACTS["deals"]
    return Create(
        "deals",
        (
            (deals.name, CopyOf(name)),
            (deals.pipeline, Text(Ref(pipeline))),
            (deals.stage, Text(Ref(pipeline.part(given["into_stage"])))),
            (OWNER, CopyOf(OWNER)),
            (given["source_property"], CopyOf("hs_object_id")),
            *((each, CopyOf(each)) for each in given["copy"]),
        ),
    )


def read(given: Flow) -> Reading | None:
    match given:
        case Flow(
            enrolment=WhenEvent((Changed(_, (Ref(stage),)),), (provided,)),
            steps=(Create("deals", (_, (_, Text(Ref(into))), (_, Text(Ref(start))), _, (source, _), *copied)),),
        ):
            where = pieces.where_of(provided)
            found = {"into": into.address, "into_stage": start.name, "source_property": source}
            return Reading(where.pipeline, stage, found | {"copy": [name for name, _ in copied]}) if where else None
    return None


def sentence(rule: Rule, context: Context) -> Words:
    into = Key("pipeline", rule.parameters["into"])
    here = {each: pieces.own_stage(rule, context, each) for each in ("en", "he")}
    there = {each: context.label(into, each) for each in ("en", "he")}
    start = {each: context.label(into.part(rule.parameters["into_stage"]), each) for each in ("en", "he")}
    return {
        "en": f"A lead that enters {here['en']} without a deal opens one in {there['en']}, stage {start['en']}.",
        "he": f"ליד שנכנס לשלב {here['he']} ואין לו עסקה פותח עסקה ב{there['he']}, שלב {start['he']}.",
    }
