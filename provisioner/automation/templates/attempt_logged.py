"""Attempt logged: counts attempts, stamps the first and moves the lead out of the first stage (CC-A6)."""

from __future__ import annotations

from provisioner.automation.conditions import Changed, OneOf, Unknown, WhenEvent
from provisioner.automation.objects import LAST_CONTACTED
from provisioner.automation.objects import OBJECTS as FACTS
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Branch, Choose, Flow, Now, Plus, Set, Text
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Reading, Words
from provisioner.model.keys import Ref


def _next_stage(rule: Rule, context: Context) -> str | None:
    names = [each.name for each in context.stages(rule.pipeline)]
    here = names.index(rule.stage.name) if rule.stage and rule.stage.name in names else len(names)
    return names[here + 1] if here + 1 < len(names) else None


NAME = "attempt_logged"
CODES = ("CC-A6",)
OBJECTS = ("leads",)
STAGE = "required"
BUSINESS = False
TITLE = {"en": "Contact attempt logged", "he": "תועד ניסיון קשר"}
FIELDS = (
    Parameter(
        "signal", Shape.PROPERTY, "Changes with every logged attempt, answered or not; HubSpot's own.", LAST_CONTACTED
    ),
    Parameter("count_property", Shape.PROPERTY, "Counts the attempts.", "cc_attempt_count"),
    Parameter("first_property", Shape.PROPERTY, "Takes the moment of the first one, once.", "cc_first_attempt_at"),
    Parameter(
        "left_to_others",
        Shape.WORDS,
        "Results of a call after which another rule moves the lead, such as a callback: it is only counted here.",
    ),
    Parameter("result_property", Shape.PROPERTY, "How the call ended.", "cc_last_result", only_with="left_to_others"),
    Parameter("to", Shape.STAGE, "Where a tried lead goes; the next stage where nothing is said.", _next_stage, True),
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """Stamps at once, so it carries no time windows. The stage write comes last and only from the rule's stage."""
    given = rule.parameters
    stamp = Set(given["first_property"], Now())
    move = Set(FACTS[pieces.own_object(rule)].stage, Text(Ref(rule.pipeline.part(given["to"]))))
    here, untried = (pieces.in_stage(rule), *_left_alone(rule)), Unknown(given["first_property"])
    choose = Choose(
        (
            Branch("First attempt", ((*here, untried),), (stamp, move)),
            Branch("First attempt, not moved", ((untried,),), (stamp,)),
            Branch("Tried before, still in the stage", (here,), (move,)),
        ),
        otherwise_name="Counted",
    )
    enrolment = WhenEvent((Changed(given["signal"]),), ((pieces.in_pipeline(rule),),), again=True)
    return pieces.made(rule, context, enrolment, (Set(given["count_property"], Plus(1)), choose), business=False)


def _left_alone(rule: Rule) -> tuple[OneOf, ...]:
    others = rule.parameters.get("left_to_others")
    return (OneOf(rule.parameters["result_property"], tuple(others), none=True),) if others else ()


def read(given: Flow) -> Reading | None:
    match given:
        case Flow(
            enrolment=WhenEvent((Changed(signal),), (provided,)),
            steps=(
                Set(count, Plus(1)),
                Choose((Branch(then=(Set(first, Now()), Set(_, Text(Ref(to))))), Branch(), Branch(when=(here,)))),
            ),
        ):
            where, there = pieces.where_of(provided), pieces.where_of((*provided, *here))
            if where and there and there.stages:
                found: dict[str, object] = {"signal": signal, "count_property": count, "first_property": first}
                found["to"] = to.name
                match there.rest:
                    case (OneOf(result, others, True),):
                        found |= {"left_to_others": list(others), "result_property": result}
                return Reading(where.pipeline, there.stages[0], found)
    return None


def sentence(rule: Rule, context: Context) -> Words:
    here = {each: pieces.own_stage(rule, context, each) for each in ("en", "he")}
    to = {each: pieces.label(rule, context, each, rule.parameters["to"]) for each in ("en", "he")}
    others = ", ".join(rule.parameters.get("left_to_others", ()))
    unless = {"en": f", unless the call ended with {others}", "he": f", אלא אם השיחה הסתיימה בתוצאה {others}"}
    more = unless if others else {"en": "", "he": ""}
    return {
        "en": f"Each logged contact attempt is counted; the first is stamped, and moves the lead from {here['en']} "
        f"to {to['en']}{more['en']}.",
        "he": f"כל ניסיון קשר מתועד נספר; הראשון נרשם ומעביר את הליד מהשלב {here['he']} לשלב {to['he']}{more['he']}.",
    }
