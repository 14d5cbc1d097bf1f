"""What the two digests share: an e-mailed dashboard, set up by hand."""

from __future__ import annotations

from provisioner.automation import people
from provisioner.automation.parameters import Parameter, Shape
from provisioner.automation.rules import Context, Rule
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Words
from provisioner.model.findings import ManualStep

TO = Parameter("to", Shape.PEOPLE, "Who receives it; all receive the same.", required=True)
WHY = "A workflow acts on one record at a time: HubSpot has no workflow action that sends a report."


def at(default: str) -> Parameter:
    return Parameter("at", Shape.TIME, "The hour of the day.", default)


def step(rule: Rule, context: Context, title: Words, rows: Words, often: Words) -> ManualStep:
    """The clicks for a dashboard that is e-mailed: its reports, how often, when and to whom."""
    to, at_time = people.words(rule.parameters["to"]), rule.parameters["at"]
    english = [
        f"Open Reporting > Dashboards, choose Create dashboard, and call it '{context_title(rule, title, 'en')}'.",
        f"Add reports on the pipeline {pieces.label(rule, context, 'en')}: {rows['en']}.",
        "Choose Share > Email this dashboard > Recurring.",
        f"Set {often['en']} at {at_time}, time zone {context.zone}, recipients: {to['en']}; choose Save.",
    ]
    hebrew = [
        f"לפתוח את Reporting > Dashboards, לבחור Create dashboard ולקרוא לו '{context_title(rule, title, 'he')}'.",
        f"להוסיף דוחות על הפייפליין {pieces.label(rule, context, 'he')}: {rows['he']}.",
        "לבחור Share > Email this dashboard > Recurring.",
        f"לקבוע {often['he']} בשעה {at_time}, אזור זמן {context.zone}, נמענים: {to['he']}, ולבחור Save.",
    ]
    return ManualStep(rule.workflow, dict(title), {"en": english, "he": hebrew}, WHY)


def context_title(rule: Rule, title: Words, language: str) -> str:
    """The rule's own title where it has one in plain words, else the template's."""
    return rule.title if isinstance(rule.title, str) and rule.title else title[language]


def sentence(rule: Rule, context: Context, often: Words) -> Words:
    to, at_time = people.words(rule.parameters["to"]), rule.parameters["at"]
    here = {each: pieces.label(rule, context, each) for each in ("en", "he")}
    return {
        "en": f"By hand: {often['en']} at {at_time}, a digest of {here['en']} goes to {to['en']}.",
        "he": f"ידנית: {often['he']} בשעה {at_time}, דוח על {here['he']} נשלח אל {to['he']}.",
    }
