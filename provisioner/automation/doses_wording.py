"""What a dose finding says, in English and Hebrew: what and where, why, and how to fix it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from provisioner.model.counts import shown

LANGUAGES = ("en", "he")

LEVEL_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"none": "none", "supportive": "supportive", "balanced": "balanced", "aggressive": "aggressive"},
    "he": {"none": "ללא", "supportive": "תומך", "balanced": "מאוזן", "aggressive": "אגרסיבי"},
}
TOO_MUCH_IN_B2B: Mapping[str, str] = {
    "en": "too much automation in B2B kills personal responsibility",
    "he": "עודף אוטומציה ב-B2B פוגע באחריות האישית",
}
PER_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"deal": "record", "owner": "owner", "team": "team", "stage": "stage"},
    "he": {"deal": "רשומה", "owner": "בעלים", "team": "צוות", "stage": "שלב"},
}
UNSURE: Mapping[str, str] = {"en": " where that is switched on", "he": " אם היא פעילה"}
CONDITION_WORDS: Mapping[str, Mapping[str, str]] = {
    "lead_stages": {"en": "only for stages of leads", "he": "רק לשלבי לידים"},
    "not_won": {"en": "only as lost or disqualified", "he": "רק כאבודה או כנפסלת"},
    "creation": {"en": "only as a default when a deal is created", "he": "רק כברירת מחדל ביצירת עסקה"},
    "two_reminders": {"en": "only after two reminders to the owner", "he": "רק לאחר שתי תזכורות לבעלים"},
    "opted_in_closed": {
        "en": "only with a filter on the customer's consent, and not in an open deal",
        "he": "רק עם סינון לפי הסכמת הלקוח, ולא בעסקה פתוחה",
    },
    "consent": {"en": "only with a filter on the customer's consent", "he": "רק עם סינון לפי הסכמת הלקוח"},
}


@dataclass(frozen=True, slots=True)
class Words:
    """One kind of finding in one language; the texts take facts in braces."""

    what: str
    why: str
    fix: str


def message(code: str, language: str, case: str = "", **facts: Any) -> str:
    """What happened and where, and why it matters, in one line. KeyError for a code, case or fact that is missing."""
    words = TEXTS[code, case][language]
    label = "Why" if language == "en" else "הסיבה"
    return f"{words.what} {label}: {words.why}.".format_map(shown(facts))


def fix(code: str, language: str, case: str = "", **facts: Any) -> str:
    """What the reader does next. KeyError as for ``message``."""
    return TEXTS[code, case][language].fix.format_map(shown(facts))


def _texts(en: tuple[str, str, str], he: tuple[str, str, str]) -> Mapping[str, Words]:
    return {"en": Words(*en), "he": Words(*he)}


_REMOVE_EN = "Take action {actions} out, or move the rule to a pipeline with a stronger dose."
_REMOVE_HE = "להסיר את פעולה {actions}, או להעביר את הכלל לפייפליין במינון חזק יותר."
_WHERE_EN = 'Workflow "{flow}", action {actions}, pipeline {pipeline} ({level}): '
_WHERE_HE = 'תהליך העבודה "{flow}", פעולה {actions}, פייפליין {pipeline} (מינון {level}): '

TEXTS: Mapping[tuple[str, str], Mapping[str, Words]] = {
    ("DOSE001", ""): _texts(
        (_WHERE_EN + "{what} is not allowed.", "{why}", _REMOVE_EN),
        (_WHERE_HE + "אסור: {what}.", "{why}", _REMOVE_HE),
    ),
    ("DOSE001", "condition"): _texts(
        (_WHERE_EN + "{what} is allowed {condition}.", "{why}", "Meet that condition, or take action {actions} out."),
        (_WHERE_HE + "{what} - מותר {condition}.", "{why}", "לעמוד בתנאי, או להסיר את פעולה {actions}."),
    ),
    ("DOSE001", "warned"): _texts(
        (_WHERE_EN + "{what} is allowed, but unwise.", "{why}", "Leave it to people where you can."),
        (_WHERE_HE + "{what} - מותר, אך לא מומלץ.", "{why}", "להשאיר זאת לאנשים ככל האפשר."),
    ),
    ("DOSE001", "measure"): _texts(
        (
            '"{flow}", pipeline {pipeline} ({level}): {what} is not allowed.',
            "{why}",
            "Take it out, or choose a stronger dose.",
        ),
        ('"{flow}", פייפליין {pipeline} (מינון {level}): אסור: {what}.', "{why}", "להסיר, או לבחור מינון חזק יותר."),
    ),
    ("DOSE001", "measure_warned"): _texts(
        ('"{flow}", pipeline {pipeline} ({level}): {what} is allowed, but unwise.', "{why}", "Do without it."),
        ('"{flow}", פייפליין {pipeline} (מינון {level}): {what} - מותר, אך לא מומלץ.', "{why}", "לוותר על כך."),
    ),
    ("DOSE002", ""): _texts(
        (
            _WHERE_EN + "{what}, {found:once|# times} within {days} d per {per}; the limit is {limit}.",
            "{why}",
            "Leave out steps, or put longer delays between them.",
        ),
        (
            _WHERE_HE + "{what}: {found} בתוך {days:יום אחד|# ימים} ל{per}; המגבלה היא {limit}.",
            "{why}",
            "להסיר צעדים, או להאריך את ההשהיות ביניהם.",
        ),
    ),
    ("DOSE002", "digest"): _texts(
        (
            '"{flow}", pipeline {pipeline} ({level}): a digest every {found} d; at most one in {limit} d is allowed.',
            "{why}",
            "Send it less often.",
        ),
        (
            (
                '"{flow}", פייפליין {pipeline} (מינון {level}): סיכום {found:בכל יום|כל # ימים}; מותר לכל היותר אחד '
                "ב-{limit} ימים."
            ),
            "{why}",
            "לשלוח אותו לעיתים רחוקות יותר.",
        ),
    ),
    ("DOSE002", "workflows"): _texts(
        (
            (
                "Pipeline {pipeline} ({level}): {found:# workflow is|# workflows are} switched on for it; the limit is "
                "{limit}."
            ),
            "nobody can oversee more, and each one takes a bit of the rep's own judgement",
            "Switch off or join some of them: {flows}.",
        ),
        (
            (
                "פייפליין {pipeline} (מינון {level}): {found:תהליך עבודה אחד פעיל|# תהליכי עבודה פעילים} עליו; המגבלה "
                "היא {limit}."
            ),
            "איש אינו יכול להשגיח על יותר, וכל אחד מהם נוגס בשיקול הדעת",
            "לכבות או לאחד חלק מהם: {flows}.",
        ),
    ),
    ("DOSE002", "gates"): _texts(
        (
            "{where} ({level}): {found:# required field|# required fields}; the limit is {limit}.",
            "every required field costs selling time",
            "Require only what the next stage cannot do without.",
        ),
        (
            "{where} (מינון {level}): {found:שדה חובה אחד|# שדות חובה}; המגבלה היא {limit}.",
            "כל שדה חובה עולה בזמן מכירה",
            "לחייב רק את מה שהשלב הבא אינו יכול בלעדיו.",
        ),
    ),
    ("DOSE003", ""): _texts(
        (
            "Pipeline {pipeline} asks for {level}; senior B2B stops at supportive and is judged so.",
            TOO_MUCH_IN_B2B["en"],
            "Set the intensity to supportive.",
        ),
        (
            "לפייפליין {pipeline} נבחר מינון {level}; ב-B2B בכיר המקסימום הוא תומך, ולפיו הוא נבדק.",
            TOO_MUCH_IN_B2B["he"],
            "להגדיר מינון תומך (supportive).",
        ),
    ),
    ("DOSE003", "overridden"): _texts(
        (
            "Pipeline {pipeline} runs at {level} by an override of {owner} until {review_by}: {reason}",
            TOO_MUCH_IN_B2B["en"],
            "Review it by then, and go back to supportive.",
        ),
        (
            "פייפליין {pipeline} פועל במינון {level} לפי החלטה חריגה של {owner} עד {review_by}: {reason}",
            TOO_MUCH_IN_B2B["he"],
            "לבחון מחדש עד אז, ולחזור למינון תומך.",
        ),
    ),
    ("DOSE004", ""): _texts(
        (
            "Pipeline {pipeline} asks for balanced, and its override lacks {missing}.",
            "more than reminders in senior B2B is a decision that someone must own",
            "Write dose_override with reason, owner and review_by, or set the intensity to supportive.",
        ),
        (
            "לפייפליין {pipeline} נבחר מינון מאוזן, ובהחלטה החריגה חסר: {missing}.",
            "יותר מתזכורות ב-B2B בכיר הוא החלטה שמישהו חייב לעמוד מאחוריה",
            "לכתוב dose_override עם reason, owner ו-review_by, או להגדיר מינון תומך (supportive).",
        ),
    ),
    ("DOSE004", "expired"): _texts(
        (
            "Pipeline {pipeline} asks for balanced, and its override expired on {review_by}.",
            "an exception that nobody reviews becomes the rule",
            "Ask {owner} for a new decision and date, or set the intensity to supportive.",
        ),
        (
            "לפייפליין {pipeline} נבחר מינון מאוזן, ותוקף ההחלטה החריגה פג ב-{review_by}.",
            "חריג שאיש אינו בוחן מחדש הופך לכלל",
            "לבקש מ-{owner} החלטה ומועד חדשים, או להגדיר מינון תומך (supportive).",
        ),
    ),
    ("DOSE005", ""): _texts(
        (
            'Workflow "{flow}" names no pipeline in its filters; it is judged by {pipeline} ({level}).',
            "a rule meant for one team reaches the deals of another",
            "Add a filter on the pipeline to its enrolment.",
        ),
        (
            'תהליך העבודה "{flow}" אינו מסנן לפי פייפליין; הוא נבדק לפי {pipeline} (מינון {level}).',
            "כלל שנועד לצוות אחד מגיע לעסקאות של צוות אחר",
            "להוסיף לתנאי הכניסה סינון לפי פייפליין.",
        ),
    ),
    ("DOSE006", ""): _texts(
        (
            'Workflows "{flow}" and "{other}" both write {property} of {object} on {pipeline}.',
            "whichever runs last wins, and nobody can say who decided",
            "Leave it to one of them, or bound them to different stages.",
        ),
        (
            'תהליכי העבודה "{flow}" ו-"{other}" כותבים שניהם את {property} של {object} בפייפליין {pipeline}.',
            "מי שרץ אחרון קובע, ואיש אינו יודע מי החליט",
            "להשאיר זאת לאחד מהם, או להגביל אותם לשלבים שונים.",
        ),
    ),
    ("DOSE007", ""): _texts(
        (
            'Workflow "{flow}" acts on people of {pipeline} ({level}) at any hour: it has no time windows.',
            "an alert at night is noise, and a lead reassigned at night waits with a new owner",
            "Give it the time windows of the team's calendar.",
        ),
        (
            'תהליך העבודה "{flow}" פונה לאנשי {pipeline} (מינון {level}) בכל שעה: אין לו חלונות זמן.',
            "התראה בלילה היא רעש, וליד שהועבר בלילה ממתין אצל בעלים חדש",
            "להגדיר לו את חלונות הזמן של לוח העבודה של הצוות.",
        ),
    ),
    ("DOSE007", "outside"): _texts(
        (
            'Workflow "{flow}" acts on people of {pipeline} ({level}) outside {calendar}: {windows}.',
            "an alert to a closed team is noise, and its clock runs against people who are not there",
            "Take over the time windows of {calendar}.",
        ),
        (
            'תהליך העבודה "{flow}" פונה לאנשי {pipeline} (מינון {level}) מחוץ ל-{calendar}: {windows}.',
            "התראה לצוות סגור היא רעש, והשעון רץ נגד מי שאינו בעבודה",
            "לאמץ את חלונות הזמן של {calendar}.",
        ),
    ),
    ("DOSE008", ""): _texts(
        (
            "No workflow on {pipelines} alerts, escalates or reassigns within a day: the first contact has no SLA.",
            "in a call centre the chance to sell falls by the minute",
            "Add a rule that follows a new lead by the minute.",
        ),
        (
            "אין תהליך עבודה על {pipelines} שמתריע, מסלים או מעביר בתוך יום: לקשר הראשון אין SLA.",
            "במוקד הסיכוי למכור יורד מדקה לדקה",
            "להוסיף כלל שעוקב אחר ליד חדש לפי דקות.",
        ),
    ),
    ("DOSE008", "loop"): _texts(
        (
            "No workflow on {pipelines} ever closes a lead or deal that nobody could reach.",
            "open leads without an outcome hide the true conversion, and the queue only grows",
            "Add a rule that closes after the last attempt, with its reason.",
        ),
        (
            "אין תהליך עבודה על {pipelines} שסוגר ליד או עסקה שלא ניתן היה להשיג.",
            "לידים פתוחים ללא תוצאה מסתירים את יחס ההמרה, והתור רק גדל",
            "להוסיף כלל שסוגר לאחר הניסיון האחרון ורושם סיבה.",
        ),
    ),
    ("DOSE008", "unprotected"): _texts(
        (
            "SLA unprotected: pipeline {pipeline} of a call centre runs at {level}.",
            "without alerts and reassignment a lead waits for whoever is busy or away",
            "Set the intensity to aggressive, or to balanced.",
        ),
        (
            "ה-SLA אינו מוגן: פייפליין {pipeline} של מוקד פועל במינון {level}.",
            "ללא התראות והעברה ליד ממתין למי שעסוק או נעדר",
            "להגדיר מינון אגרסיבי (aggressive) או מאוזן (balanced).",
        ),
    ),
    ("DOSE009", ""): _texts(
        (
            _WHERE_EN + "what {kind} does cannot be seen.",
            "an unseen action can do what the dose forbids",
            "Replace it by an action whose effect is known, or take it out.",
        ),
        (
            _WHERE_HE + "אי אפשר לדעת מה עושה {kind}.",
            "פעולה שאינה גלויה יכולה לעשות את מה שהמינון אוסר",
            "להחליף אותה בפעולה שהשפעתה ידועה, או להסיר אותה.",
        ),
    ),
    ("DOSE010", "lead_stages"): _texts(
        (
            'Workflow "{flow}" moves leads on {pipeline}, and so does HubSpot\'s own lead automation{unsure}.',
            "two movers count one attempt twice and skip stages",
            "Turn off the automatic lead stages in the pipeline's settings, or leave the moving to them.",
        ),
        (
            'תהליך העבודה "{flow}" מעביר לידים בין שלבים ב-{pipeline}, וגם האוטומציה המובנית של HubSpot{unsure}.',
            "שני מנגנונים סופרים ניסיון אחד פעמיים ומדלגים על שלבים",
            "לכבות את מעבר השלבים האוטומטי בהגדרות הפייפליין, או להשאיר לו את ההעברה.",
        ),
    ),
    ("DOSE010", "forecast_mapping"): _texts(
        (
            'Workflow "{flow}" sets the forecast category on {pipeline}, and so does HubSpot\'s mapping of stages.',
            "whichever runs last wins, over the owner's promise as well",
            "Turn off one of the two.",
        ),
        (
            'תהליך העבודה "{flow}" קובע את קטגוריית התחזית ב-{pipeline}, וכך גם מיפוי השלבים של HubSpot.',
            "מי שרץ אחרון קובע, גם מעל הבטחת הבעלים",
            "לכבות אחד מהשניים.",
        ),
    ),
    ("DOSE011", ""): _texts(
        (
            'Workflows "{flow}" and "{other}" both write the lifecycle stage of {object}.',
            "the two ways of selling would tell the customer's stage in turns, and lead-to-deal counts what ran last",
            "Leave the lifecycle stage to one workflow.",
        ),
        (
            'תהליכי העבודה "{flow}" ו-"{other}" כותבים שניהם את שלב מחזור החיים של {object}.',
            "שתי שיטות המכירה יקבעו לסירוגין את שלב הלקוח, ויחס הליד לעסקה יימדד לפי מי שרץ אחרון",
            "להשאיר את שלב מחזור החיים לתהליך אחד.",
        ),
    ),
}
