"""Customer message: a last e-mail to a lead that was given up, with consent only (the message of CC-A9); by hand."""

from __future__ import annotations

from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Words
from provisioner.model.findings import ManualStep

NAME = "customer_message"
CODES = ()
OBJECTS = ("leads",)
STAGE = "required"
BUSINESS = False
TITLE = {"en": "Message to a lead that was not reached", "he": "הודעה לליד שלא הושג"}
FIELDS = (
    Parameter("reason_property", Shape.PROPERTY, "Why the lead ended.", "cc_disqualify_reason"),
    Parameter("reason", Shape.WORD, "The reason that brings a message.", "no_answer_exhausted"),
    Parameter("consent_property", Shape.PROPERTY, "The contact permission.", "core_consent_basis"),
    Parameter(
        "consents",
        Shape.WORDS,
        "The permissions that allow a message.",
        ("callback_requested", "explicit_consent", "existing_transaction"),
    ),
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def manual(rule: Rule, context: Context) -> ManualStep:
    """Sending a marketing e-mail is an action on contacts, and names an e-mail by an id of the portal."""
    why = (
        "HubSpot sends marketing e-mail from workflows on contacts only, and the e-mail, its wording and the consent "
        "are for a person to settle."
    )
    return ManualStep(rule.workflow, TITLE, {"en": _english(rule, context), "he": _hebrew(rule, context)}, why)


def _english(rule: Rule, context: Context) -> list[str]:
    given = rule.parameters
    pipeline, stage = pieces.label(rule, context, "en"), pieces.own_stage(rule, context, "en")
    filters = (
        f"Trigger: an associated lead has Pipeline {pipeline}, Stage {stage}, {given['reason_property']} "
        f"{given['reason']}, and {given['consent_property']} any of {', '.join(given['consents'])}."
    )
    return [
        "Open Marketing > Email, create an automated e-mail with an unsubscribe link, and publish it for automation.",
        "Open Automations > Workflows > Create workflow > From scratch > Contact-based.",
        filters,
        "Action: Send email, and choose the e-mail; leave re-enrolment off.",
        "Settings: send only in working hours. Review, and turn it on.",
    ]


def _hebrew(rule: Rule, context: Context) -> list[str]:
    given = rule.parameters
    pipeline, stage = pieces.label(rule, context, "he"), pieces.own_stage(rule, context, "he")
    filters = (
        f"תנאי כניסה: לליד משויך יש Pipeline {pipeline}, Stage {stage}, {given['reason_property']} "
        f"{given['reason']}, וגם {given['consent_property']} אחד מאלה: {', '.join(given['consents'])}."
    )
    return [
        "לפתוח את Marketing > Email, ליצור דוא״ל אוטומטי עם קישור להסרה, ולפרסם אותו לשימוש באוטומציה.",
        "לפתוח את Automations > Workflows > Create workflow > From scratch > Contact-based.",
        filters,
        "פעולה: Send email, ולבחור את הדוא״ל; להשאיר re-enrolment כבוי.",
        "הגדרות: לשלוח רק בשעות העבודה. לבדוק ולהפעיל.",
    ]


def sentence(rule: Rule, context: Context) -> Words:
    here = {each: pieces.own_stage(rule, context, each) for each in ("en", "he")}
    reason = rule.parameters["reason"]
    return {
        "en": f"By hand: a lead in {here['en']} with the reason {reason} gets a last e-mail, if it gave permission.",
        "he": f"ידנית: ליד בשלב {here['he']} עם הסיבה {reason} מקבל דוא״ל אחרון, אם נתן הרשאה.",
    }
