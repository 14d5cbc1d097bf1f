"""Weekly digest: each owner's own pipeline and one view that is the same for all (B2B-A8); a manual step."""

from __future__ import annotations

from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.templates import digests, pieces
from provisioner.automation.templates.contract import Words
from provisioner.model.findings import ManualStep

DAYS = {
    "sunday": "יום ראשון",
    "monday": "יום שני",
    "tuesday": "יום שלישי",
    "wednesday": "יום רביעי",
    "thursday": "יום חמישי",
    "friday": "יום שישי",
    "saturday": "שבת",
}

NAME = "weekly_digest"
CODES = ("B2B-A8",)
OBJECTS = ("deals",)
STAGE = "none"
BUSINESS = False
TITLE = {"en": "Weekly pipeline digest", "he": "דוח פייפליין שבועי"}
FIELDS = (
    Parameter("day", Shape.CHOICE, "The day of the week.", "sunday", choices=tuple(DAYS)),
    digests.at("08:30"),
    digests.TO,
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def manual(rule: Rule, context: Context) -> ManualStep:
    """Transparency, not surveillance: the manager sees what everybody sees."""
    rows = {
        "en": "open deals by stage, close dates that passed, deals without a next step and the forecast, each filtered "
        "by 'Deal owner is Me' in one dashboard and unfiltered in a second one that all share",
        "he": "עסקאות פתוחות לפי שלב, מועדי סגירה שעברו, עסקאות ללא צעד הבא והתחזית; פעם אחת בלוח שמסונן לפי "
        "'Deal owner is Me' ופעם אחת בלוח שני, ללא סינון, המשותף לכולם",
    }
    day = rule.parameters["day"]
    often = {"en": f"Weekly, {day.capitalize()}", "he": f"Weekly, {DAYS[day]}"}
    return digests.step(rule, context, TITLE, rows, often)


def sentence(rule: Rule, context: Context) -> Words:
    day = rule.parameters["day"]
    return digests.sentence(rule, context, {"en": f"Every {day.capitalize()}", "he": f"בכל {DAYS[day]}"})
