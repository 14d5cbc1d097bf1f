"""Daily digest: the control report of the day before, every working morning (CC-A14); a manual step."""

from __future__ import annotations

from provisioner.automation.parameters import schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.templates import digests, pieces
from provisioner.automation.templates.contract import Words
from provisioner.model.findings import ManualStep

NAME = "daily_digest"
CODES = ("CC-A14",)
OBJECTS = ("leads", "deals")
STAGE = "none"
BUSINESS = False
TITLE = {"en": "Daily control digest", "he": "דוח בקרה יומי"}
FIELDS = (digests.at("07:30"), digests.TO)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def manual(rule: Rule, context: Context) -> ManualStep:
    """A workflow runs on one record; a report is sent by a dashboard."""
    rows = {
        "en": "leads created, first contact in time, attempts, conversations, deals won and revenue of the day before",
        "he": "לידים שנכנסו, קשר ראשון בזמן, ניסיונות, שיחות, עסקאות שנסגרו והכנסה של היום הקודם",
    }
    often = {"en": "Daily, on working days", "he": "Daily, בימי עבודה"}
    return digests.step(rule, context, TITLE, rows, often)


def sentence(rule: Rule, context: Context) -> Words:
    return digests.sentence(rule, context, {"en": "Every working day", "he": "בכל יום עבודה"})
