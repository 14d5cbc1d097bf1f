"""Return when away: leads of a rep who is away go back to rotation (CC-A13); a manual step."""

from __future__ import annotations

from provisioner.automation import amounts, people
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Words
from provisioner.model.findings import ManualStep

NAME = "return_when_away"
CODES = ("CC-A13",)
OBJECTS = ("leads",)
STAGE = "required"
BUSINESS = True
TITLE = {"en": "Return leads of reps who are away", "he": "החזרת לידים של נציגים שאינם זמינים"}
FIELDS = (
    Parameter("away", Shape.WAIT, "How long a rep must be away.", "30bm", least="5m", most="8h"),
    Parameter("by", Shape.PEOPLE, "Who hands the leads out again.", required=True),
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def manual(rule: Rule, context: Context) -> ManualStep:
    """A user's availability starts no workflow and cannot be a condition of one on leads."""
    return ManualStep(
        rule.workflow,
        TITLE,
        {"en": _english(rule, context), "he": _hebrew(rule, context)},
        "HubSpot has no workflow trigger for a user's availability status, and no condition on it for leads.",
    )


def _english(rule: Rule, context: Context) -> list[str]:
    pipeline, stage = pieces.label(rule, context, "en"), pieces.own_stage(rule, context, "en")
    by = people.words(rule.parameters["by"])["en"]
    away = amounts.words(rule.parameters["away"])["en"]
    return [
        "Open CRM > Leads, and choose All filters.",
        (f"Filter: Pipeline is {pipeline}, Stage is {stage}, Lead owner is any of the reps of the shift."),
        "Group or sort by Lead owner, save it as the view 'New leads by rep' and share it with everyone.",
        f"Each shift, {by} looks at Settings > Users & Teams for reps whose status is Away for over {away}.",
        (
            "In the view, select their leads, choose Edit > Lead owner > No owner: the rule that assigns new "
            "leads hands them out again."
        ),
    ]


def _hebrew(rule: Rule, context: Context) -> list[str]:
    pipeline, stage = pieces.label(rule, context, "he"), pieces.own_stage(rule, context, "he")
    by = people.words(rule.parameters["by"])["he"]
    away = amounts.words(rule.parameters["away"])["he"]
    return [
        "לפתוח את CRM > Leads ולבחור All filters.",
        (f"לסנן: Pipeline הוא {pipeline}, Stage הוא {stage}, Lead owner הוא אחד מנציגי המשמרת."),
        "לקבץ או למיין לפי Lead owner, לשמור כתצוגה 'לידים חדשים לפי נציג' ולשתף עם כולם.",
        f"בכל משמרת, {by}: לבדוק במסך Settings > Users & Teams מי במצב Away יותר מ-{away}.",
        "בתצוגה, לסמן את הלידים של מי שאינו זמין ולבחור Edit > Lead owner > No owner: כלל ההקצאה יחלק אותם מחדש.",
    ]


def sentence(rule: Rule, context: Context) -> Words:
    away = amounts.words(rule.parameters["away"])
    here = {each: pieces.own_stage(rule, context, each) for each in ("en", "he")}
    return {
        "en": f"By hand: leads in {here['en']} of a rep who is away for over {away['en']} go back to rotation.",
        "he": f"ידנית: לידים בשלב {here['he']} של נציג שאינו זמין יותר מ-{away['he']} חוזרים לחלוקה.",
    }
