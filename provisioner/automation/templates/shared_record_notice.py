"""Shared record notice: two owners on one company or contact hear of each other (B2B-A9); a manual step."""

from __future__ import annotations

from provisioner.automation.parameters import schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Words
from provisioner.model.findings import ManualStep

NAME = "shared_record_notice"
CODES = ("B2B-A9",)
OBJECTS = ("deals",)
STAGE = "none"
BUSINESS = False
TITLE = {"en": "Notice of shared customers", "he": "הודעה על לקוחות משותפים"}
FIELDS = ()
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def manual(rule: Rule, context: Context) -> ManualStep:
    """A filter compares a property with a value, never the owners of two associated records."""
    english = [
        "Open Reporting > Reports > Create report > Custom report builder; primary source Deals, second Companies.",
        f"Filter: Pipeline is {pieces.label(rule, context, 'en')}, Is closed is false.",
        "Columns: Company name, Company owner, Deal owner, Deal name. Sort by Company name.",
        (
            "Save it as 'Shared customers' on the weekly digest's dashboard: a company with two different owners shows "
            "both names, and both owners receive the dashboard."
        ),
        "Repeat with Contacts as second source.",
    ]
    hebrew = [
        "לפתוח את Reporting > Reports > Create report > Custom report builder; מקור ראשי Deals, מקור שני Companies.",
        f"לסנן: Pipeline הוא {pieces.label(rule, context, 'he')}, Is closed הוא false.",
        "עמודות: Company name, Company owner, Deal owner, Deal name. למיין לפי Company name.",
        (
            "לשמור בשם 'לקוחות משותפים' בלוח של הדוח השבועי: לקוח עם שני בעלים שונים מציג את שני השמות, ושניהם מקבלים "
            "את הלוח."
        ),
        "לחזור על כך עם Contacts כמקור שני.",
    ]
    why = "A workflow filter cannot compare the owners of two associated records."
    return ManualStep(rule.workflow, TITLE, {"en": english, "he": hebrew}, why)


def sentence(rule: Rule, context: Context) -> Words:
    here = {each: pieces.label(rule, context, each) for each in ("en", "he")}
    return {
        "en": f"By hand: a report on {here['en']} shows customers that two owners share.",
        "he": f"ידנית: דוח על {here['he']} מציג לקוחות שמשותפים לשני בעלים.",
    }
