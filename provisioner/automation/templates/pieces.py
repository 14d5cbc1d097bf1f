"""The pieces that templates are put together from, and taken apart into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from provisioner.automation import amounts
from provisioner.automation.conditions import After, All, AnyOf, Before, Condition, Enrolment, Moment, OneOf
from provisioner.automation.objects import ENTERED_STAGE, OBJECTS, PIPELINE_PROPERTIES, STAGE_PROPERTIES
from provisioner.automation.parameters import Parameter, Shape
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Branch, Choose, Due, Flow, Mail, Recipient, Steps, Task, Wait
from provisioner.model.keys import Key, Ref

TO_OWNER = Recipient(owner=True)
MORNING = (9, 0)


def own_object(rule: Rule) -> str:
    """The object of the rule's pipeline."""
    return rule.pipeline.object_type


def text_parameter(name: str, about: str, english: str, hebrew: str, only_with: str = "") -> Parameter:
    return Parameter(name, Shape.TEXT, about, {"en": english, "he": hebrew}, only_with=only_with)


def made(rule: Rule, context: Context, enrolment: Enrolment, steps: Steps, *, business: bool) -> Flow:
    """A workflow on the object of the rule's pipeline; ``business``: inside the calendar's windows and holidays."""
    windows, closed = (context.windows, context.closed) if business else ((), ())
    return Flow(own_object(rule), "", "", enrolment, steps, context.zone, windows, closed)


def in_pipeline(rule: Rule) -> OneOf:
    return OneOf(OBJECTS[own_object(rule)].pipeline, (Ref(rule.pipeline),))


def in_stages(pipeline: Key, names: Iterable[str], *, none: bool = False) -> OneOf:
    refs = tuple(Ref(pipeline.part(name)) for name in names)
    return OneOf(OBJECTS[pipeline.object_type].stage, refs, none)


def in_stage(rule: Rule) -> OneOf:
    """The record is in the rule's stage."""
    return in_stages(rule.pipeline, [rule.stage.name] if rule.stage else [])


def where(rule: Rule) -> All:
    """The record is in the rule's pipeline, and in its stage where it names one."""
    return (in_pipeline(rule), in_stage(rule)) if rule.stage else (in_pipeline(rule),)


def since(rule: Rule, context: Context) -> Condition:
    """Nothing from before the rules went live: a lead by its creation, a deal by the entry into its stage.

    Whether HubSpot enrols records that already meet the criteria when a workflow is switched on is not documented
    for its API, so every workflow that enrols by state carries this bound.
    """
    known = OBJECTS[own_object(rule)]
    return After(ENTERED_STAGE if own_object(rule) == "deals" else known.created, Moment("DATE", day=context.go_live))


def ago(text: str) -> Moment:
    """That long before now."""
    hours = amounts.hours(text)
    return Moment("NOW", days=-(hours // 24)) if hours % 24 == 0 else Moment("NOW", hours=-hours)


def span_of(condition: Before) -> str:
    return amounts.of_hours(-condition.moment.days * 24 - condition.moment.hours)


def waiting(text: str) -> Wait:
    """A wait as HubSpot takes it: minutes or days. Business time is that same delay inside time windows.

    The windows hold a step until the next one opens, so a wait across the end of a day is approximate, and two
    business days count two calendar days before the windows hold the step.
    """
    given = amounts.amount(text)
    return Wait(given.number, "DAYS") if given.unit == "d" else Wait(given.minutes, "MINUTES")


def wait_of(wait: Wait, *, business: bool) -> str:
    if wait.unit == "DAYS":
        return f"{wait.number}{'b' if business else ''}d"
    return str(amounts.of_minutes(wait.number, business=business))


def only_if(name: str, when: AnyOf, then: Steps, otherwise: str) -> Choose:
    """Go on only where this holds; ``otherwise`` names the path that ends."""
    return Choose((Branch(name, when, then),), otherwise_name=otherwise)


def workday_task(context: Context, subject: str, text: str) -> Task:
    """A task for the owner that is due on the morning of the next working day."""
    return Task("TODO", subject, text, "MEDIUM", Due(1, "DAYS", context.working_days, MORNING))


def reminder(context: Context, parameters: Mapping[str, Any]) -> Task | Mail:
    """A task or a message for the owner, as the rule's ``as`` says.

    In-app notifications to the owner of a record have not been seen in any exported workflow, so a message is an
    internal e-mail.
    """
    subject, text = parameters["subject"], parameters["text"]
    if parameters["as"] == "message":
        return Mail(TO_OWNER, subject, text)
    return workday_task(context, subject, text)


def reminder_of(step: object) -> dict[str, Any] | None:
    """The parameters of a step that ``reminder`` made."""
    match step:
        case Mail(Recipient(True), subject, text):
            return {"as": "message", "subject": subject, "text": text}
        case Task("TODO", subject, text):
            return {"as": "task", "subject": subject, "text": text}
    return None


AS = Parameter(
    "as", Shape.CHOICE, "A task in the owner's list, or an e-mail to the owner.", "task", choices=("task", "message")
)


@dataclass(frozen=True, slots=True)
class Where:
    """Pipeline and stages that a condition starts with, and the rest of it."""

    pipeline: Key
    stages: tuple[Key, ...]
    rest: All


def where_of(given: All) -> Where | None:
    """Take ``where`` off a condition; None when it does not start with one pipeline that we know."""
    match given:
        case (OneOf(name, (Ref(pipeline),), False), *rest) if name in PIPELINE_PROPERTIES:
            stages: tuple[Key, ...] = ()
            if rest and isinstance(rest[0], OneOf) and rest[0].property in STAGE_PROPERTIES and not rest[0].none:
                stages = tuple(each.key for each in rest[0].values if isinstance(each, Ref))
                rest = rest[1:]
            return Where(pipeline, stages, tuple(rest))
    return None


def stage_name(value: object) -> str:
    """The stage that a reference means; empty for anything else."""
    return value.key.name if isinstance(value, Ref) else ""


def label(rule: Rule, context: Context, language: str, stage: str = "") -> str:
    """What a sentence calls the rule's pipeline, or one of its stages."""
    return context.label(rule.pipeline.part(stage) if stage else rule.pipeline, language)


def own_stage(rule: Rule, context: Context, language: str) -> str:
    return context.label(rule.stage, language) if rule.stage else label(rule, context, language)
