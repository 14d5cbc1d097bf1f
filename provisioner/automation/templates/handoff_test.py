"""Hand-off test: when a lead of the centre belongs to senior B2B, and how people pass it on; by hand."""

from __future__ import annotations

from typing import Any

from provisioner.automation import amounts
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Words
from provisioner.model.counts import Shown
from provisioner.model.findings import ManualStep
from provisioner.model.keys import Key

NAME = "handoff_test"
CODES = ()
OBJECTS = ("leads",)
STAGE = "none"
BUSINESS = True
TITLE = {"en": "Hand over to senior B2B", "he": "מסירה ל-B2B בכיר"}
FIELDS = (
    Parameter("stages", Shape.STAGES, "The stages in which the test is made.", required=True),
    Parameter("into", Shape.PIPELINE, "The deal pipeline that takes over.", required=True),
    Parameter("into_stage", Shape.STAGE, "The stage in which its deal starts.", required=True, of="into"),
    Parameter("amount", Shape.COUNT, "Hand over from this expected amount.", 25_000, least=1, most=100_000_000),
    Parameter("employees", Shape.COUNT, "Hand over from a company of this size.", 50, least=2, most=1_000_000),
    Parameter("deciders", Shape.COUNT, "Hand over from so many decision makers.", 2, least=2, most=20),
    Parameter(
        "days", Shape.COUNT, "Hand over when the cycle is expected to be longer, in days.", 14, least=1, most=365
    ),
    Parameter(
        "accept_within", Shape.WAIT, "How soon the hand-off is accepted or returned.", "4bh", least="10m", most="5d"
    ),
    Parameter("back_into", Shape.PIPELINE, "The deal pipeline of the centre, which takes small repeat orders back."),
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object

_TEST = {
    "en": "the expected amount is {amount} or more; the company has {employees} employees or more; {deciders} or more "
    "people decide; a tender, a contract or a legal review is asked for; the sale will take more than "
    "{days:# day|# days}; "
    "it is a named target account; it is a customer of B2B already",
    "he": "הסכום הצפוי הוא {amount} ומעלה; בחברה {employees} עובדים ומעלה; מחליטים {deciders} אנשים ומעלה; נדרשים "
    "מכרז, חוזה או בדיקה משפטית; המכירה צפויה להימשך {days:יותר מיום אחד|יותר מ-# ימים}; זהו לקוח יעד; זהו כבר לקוח "
    "B2B",
}


def _tests(given: Any, language: str) -> str:
    return _TEST[language].format(
        amount=f"{given['amount']:,}",
        employees=f"{given['employees']:,}",
        deciders=given["deciders"],
        days=Shown(given["days"]),
    )


def manual(rule: Rule, context: Context) -> ManualStep:
    """Proposing and accepting are judgements; and no workflow may open, own or move a deal of senior B2B."""
    why = (
        "A workflow cannot judge whether an enquiry needs a senior seller, and none may open, own or move a deal of "
        "senior B2B: whoever accepts it does."
    )
    return ManualStep(rule.workflow, TITLE, {"en": _english(rule, context), "he": _hebrew(rule, context)}, why)


def _places(rule: Rule, context: Context, language: str) -> dict[str, str]:
    given = rule.parameters
    into = Key("pipeline", given["into"])
    return {
        "stages": ", ".join(pieces.label(rule, context, language, each) for each in given["stages"]),
        "into": context.label(into, language),
        "start": context.label(into.part(given["into_stage"]), language),
        "back": context.label(Key("pipeline", given["back_into"]), language) if "back_into" in given else "",
        "within": amounts.words(given["accept_within"])[language],
        "test": _tests(given, language),
    }


def _english(rule: Rule, context: Context) -> list[str]:
    told = _places(rule, context, "en")
    lines = [
        "At {stages}, look whether one of these is true: {test}.",
        (
            "To propose: on the lead set Hand-off to Proposed, choose the Hand-off reason and write the Hand-off note. "
            "An existing customer goes to the account manager who owns it. The lead stays yours until it is accepted."
        ),
        (
            "To accept, within {within}: the account manager opens a deal in {into} at {start}, or moves the one that "
            "is there, owns it, copies note, reason and Original rep to it, and sets Hand-off to Accepted on both. A "
            "deal never lives in both pipelines."
        ),
        "To return, within the same time: set Hand-off to Returned and write the Return reason.",
    ]
    if told["back"]:
        lines.append(
            "The other way round: a small repeat order in {into} is proposed on the deal in the same way, and a rep of "
            "the centre accepts it by moving that deal to {back}."
        )
    return [each.format(**told) for each in lines]


def _hebrew(rule: Rule, context: Context) -> list[str]:
    told = _places(rule, context, "he")
    lines = [
        "בשלבים {stages}, לבדוק אם אחד מאלה נכון: {test}.",
        (
            "כדי להציע: לעדכן בליד את השדה מסירה: הוצעה, לבחור סיבת מסירה ולכתוב הערת מסירה. לקוח קיים עובר "
            "למנהל הלקוחות שלו. עד לקבלה, הליד נשאר באחריות הנציג."
        ),
        (
            "כדי לקבל, בתוך {within}: מנהל הלקוחות פותח עסקה ב: {into}, בשלב {start}, או מעביר לשם את העסקה הקיימת, "
            "נרשם כבעליה, מעתיק אליה את ההערה, הסיבה והנציג המקורי, ומעדכן בשתי הרשומות מסירה: התקבלה. עסקה "
            "לעולם אינה בשני פייפליינים."
        ),
        "כדי להחזיר, באותו פרק זמן: לעדכן מסירה: הוחזרה, ולכתוב סיבת החזרה.",
    ]
    if told["back"]:
        lines.append(
            "בכיוון ההפוך: הזמנה חוזרת קטנה ב: {into} מוצעת על גבי העסקה באותה דרך, ונציג מוקד מקבל אותה בהעברת העסקה "
            "אל: {back}."
        )
    return [each.format(**told) for each in lines]


def sentence(rule: Rule, context: Context) -> Words:
    en, he = (_places(rule, context, each) for each in ("en", "he"))
    return {
        "en": "By hand: propose a hand-off to {into} when one of these is true: {test}.".format(**en),
        "he": "ידנית: להציע מסירה אל {into} כשאחד מאלה נכון: {test}.".format(**he),
    }
