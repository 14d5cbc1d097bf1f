"""Assign new: a record that nobody owns goes to the next person of a team (CC-A1)."""

from __future__ import annotations

from provisioner.automation import people
from provisioner.automation.conditions import Changed, Unknown, WhenTrue
from provisioner.automation.objects import OWNER
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Flow, Rotate
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Reading, Words

NAME = "assign_new"
CODES = ("CC-A1",)
OBJECTS = ("leads", "deals")
STAGE = "optional"
BUSINESS = True
TITLE = {"en": "Assign new records", "he": "הקצאת רשומות חדשות"}
FIELDS = (Parameter("to", Shape.PEOPLE, "The team or the users who take turns.", required=True),)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """Never takes a record from an owner: ``overwrite_current_owner`` is "false".

    Rotation needs users with a paid Sales or Service seat, and the API has no switch for "available users only":
    HubSpot's screens offer one, so it is set there by hand where shifts matter. Single portals were seen to refuse
    the action altogether; there, a rule for each rep with a filter of its own takes its place.
    """
    unowned = (*pieces.where(rule), pieces.since(rule, context), Unknown(OWNER))
    enrolment = WhenTrue((unowned,), (Changed(OWNER, cleared=True),))
    steps = (Rotate(people.recipient(rule.parameters["to"]), overwrite=False),)
    return pieces.made(rule, context, enrolment, steps, business=True)


def read(given: Flow) -> Reading | None:
    match given:
        case Flow(enrolment=WhenTrue((who,)), steps=(Rotate(to, False),)):
            where = pieces.where_of(who)
            if where:
                stage = where.stages[0] if where.stages else None
                return Reading(where.pipeline, stage, {"to": people.described(to)})
    return None


def sentence(rule: Rule, context: Context) -> Words:
    to = people.words(rule.parameters["to"])
    en, he = (pieces.own_stage(rule, context, each) for each in ("en", "he"))
    return {
        "en": f"A new record in {en} that nobody owns goes to the next of {to['en']}.",
        "he": f"רשומה חדשה ללא בעלים אצל {he} מוקצית לבא בתור: {to['he']}.",
    }
