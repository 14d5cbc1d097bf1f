"""The dose table: which class of automation is allowed at which intensity, within which limits, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NONE, SUPPORTIVE, BALANCED, AGGRESSIVE = LEVELS = ("none", "supportive", "balanced", "aggressive")
"""Intensities from the strictest to the freest."""

DEFAULT_LEVEL: Mapping[str, str] = {"call_center": AGGRESSIVE, "b2b": SUPPORTIVE}
MAXIMUM_LEVEL: Mapping[str, str] = {"b2b": SUPPORTIVE}
OVERRIDE_LEVEL: Mapping[str, str] = {"b2b": BALANCED}
"""The most that an override can reach; nothing reaches aggressive in b2b."""

ACTIVE_WORKFLOWS: Mapping[str, int] = {NONE: 0, SUPPORTIVE: 8, BALANCED: 15, AGGRESSIVE: 40}
"""How many workflows may be switched on for one pipeline."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` per ``per`` (deal, owner, stage) within ``days``; ``in_all`` bounds a whole pipeline."""

    count: int
    per: str
    days: int = 0
    in_all: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What one intensity says of one class.

    ``condition`` names what must hold for the class to be allowed: ``lead_stages``, ``not_won``, ``creation``,
    ``two_reminders``, ``opted_in_closed``, ``consent``. ``warned`` allows it and says so.
    """

    allowed: bool
    condition: str = ""
    warned: bool = False
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class DoseClass:
    """A class of automation with its row of the table; texts by language (``en``, ``he``)."""

    name: str
    cells: Mapping[str, Cell]
    what: Mapping[str, str]
    why: Mapping[str, str]


YES, NO, WARN = Cell(allowed=True), Cell(allowed=False), Cell(allowed=True, warned=True)


def _if(condition: str) -> Cell:
    return Cell(allowed=True, condition=condition)


def _up_to(count: int, per: str, days: int = 0, in_all: int = 0) -> Cell:
    return Cell(allowed=True, limit=Limit(count, per, days, in_all))


def _row(name: str, cells: tuple[Cell, Cell, Cell, Cell], what: tuple[str, str], why: tuple[str, str]) -> DoseClass:
    texts = [dict(zip(("en", "he"), pair, strict=True)) for pair in (what, why)]
    return DoseClass(name, dict(zip(LEVELS, cells, strict=True)), *texts)


_ROWS = (
    _row(
        "stamp",
        (NO, YES, YES, YES),
        ("writing a date or a derived field", "כתיבת תאריך או שדה נגזר"),
        ("documentation helps the person who works the deal", "תיעוד משרת את מי שמטפל בעסקה"),
    ),
    _row(
        "remind_owner",
        (NO, _up_to(1, "deal", 7), _up_to(1, "deal", 1), YES),
        ("a reminder to the record's owner", "תזכורת לבעלי הרשומה"),
        ("floods of reminders teach people to ignore them", "הצפה בתזכורות מלמדת להתעלם מהן"),
    ),
    _row(
        "task_owner",
        (NO, _up_to(3, "owner", 1), _up_to(10, "owner", 1), YES),
        ("a task for the record's owner", "משימה לבעלי הרשומה"),
        ("seniors plan their own day", "אנשי מכירות בכירים מתכננים את יומם בעצמם"),
    ),
    _row(
        "digest",
        (NO, _up_to(1, "team", 7), _up_to(1, "team", 1), YES),
        ("a scheduled summary for all", "סיכום קבוע לכל הצוות"),
        ("the same content for all is transparency, and once in a while is enough", "תוכן זהה לכולם הוא שקיפות"),
    ),
    _row(
        "assign_new",
        (NO, NO, YES, YES),
        ("giving a record without owner to someone", "הקצאת רשומה ללא בעלים"),
        ("ownership is chosen, not dealt", "בעלות נבחרת ואינה מחולקת"),
    ),
    _row(
        "reassign_owned",
        (NO, NO, NO, YES),
        ("changing the owner of a record", "החלפת הבעלים של רשומה"),
        ("taking a deal away ends ownership of it", "לקיחת עסקה מאדם מסיימת את אחריותו עליה"),
    ),
    _row(
        "stage_move",
        (NO, NO, _if("lead_stages"), YES),
        ("moving a record to another stage or pipeline", "העברת רשומה לשלב או לפייפליין אחר"),
        ("a stage is the rep's statement on the buyer", "שלב הוא הצהרה של איש המכירות על הלקוח"),
    ),
    _row(
        "auto_close",
        (NO, NO, NO, _if("not_won")),
        ("closing a record", "סגירת רשומה"),
        ("nobody wins by robot", "אף אחד לא מנצח בעזרת רובוט"),
    ),
    _row(
        "set_money",
        (NO, NO, NO, _if("creation")),
        ("writing the amount or the close date", "כתיבת סכום או תאריך סגירה"),
        ("the forecast would measure the robot", "התחזית הייתה מודדת את הרובוט"),
    ),
    _row(
        "set_forecast",
        (NO, NO, WARN, YES),
        ("writing the forecast category", "כתיבת קטגוריית התחזית"),
        ("Commit is a person's promise", "התחייבות היא הבטחה של אדם"),
    ),
    _row(
        "create_record",
        (NO, NO, YES, YES),
        ("creating a record", "יצירת רשומה"),
        ("pipeline value must be a person's judgement", "ערך הפייפליין חייב להיות שיקול דעת של אדם"),
    ),
    _row(
        "manager_escalation",
        (NO, NO, _if("two_reminders"), YES),
        ("telling someone other than the owner about the record", "דיווח על הרשומה למי שאינו בעליה"),
        ("escalation replaces talk, and trust is lost", "הסלמה מחליפה שיחה והאמון נפגע"),
    ),
    _row(
        "customer_message",
        (NO, NO, _if("opted_in_closed"), _if("consent")),
        ("an automatic message to the customer", "הודעה אוטומטית ללקוח"),
        ("the relationship is the rep's voice", "הקשר עם הלקוח הוא קולו של איש המכירות"),
    ),
    _row(
        "hard_gate",
        (NO, _up_to(2, "stage", in_all=10), _up_to(4, "stage"), YES),
        ("fields that must be filled to enter a stage", "שדות חובה לכניסה לשלב"),
        ("every required field costs selling time", "כל שדה חובה עולה בזמן מכירה"),
    ),
    _row(
        "ranking",
        (NO, NO, WARN, YES),
        ("a public ranking of reps by activity", "דירוג פומבי של אנשי מכירות לפי פעילות"),
        ("results count, not effort", "התוצאות קובעות, לא המאמץ"),
    ),
    _row(
        "destroy",
        (NO, NO, NO, NO),
        ("deleting or merging records", "מחיקה או מיזוג של רשומות"),
        ("it cannot be undone", "אי אפשר לבטל זאת"),
    ),
)

TABLE: Mapping[str, DoseClass] = {row.name: row for row in _ROWS}

UNKNOWN = "unknown"
"""Not a row: an action whose effect cannot be seen."""

TYPE_IDS: Mapping[str, str] = {
    "0-1": "contacts",
    "0-2": "companies",
    "0-3": "deals",
    "0-5": "tickets",
    "0-136": "leads",
}
"""HubSpot's object type ids of the objects that carry sales; others keep their id."""

PIPELINE_PROPERTY: Mapping[str, str] = {"deals": "pipeline", "leads": "hs_pipeline", "tickets": "hs_pipeline"}
STAGE_PROPERTY: Mapping[str, str] = {"deals": "dealstage", "leads": "hs_pipeline_stage", "tickets": "hs_pipeline_stage"}

ASSOCIATED_OBJECT: Mapping[int, str] = {
    **dict.fromkeys((1, 279, 5, 341, 580), "companies"),
    **dict.fromkeys((2, 280, 3, 578), "contacts"),
    **dict.fromkeys((4, 6, 342), "deals"),
}
"""What an association type id of HubSpot leads to, where it is known."""
ASSOCIATED = "associated"
"""What any other association type id leads to."""

NEUTRAL_ACTIONS = frozenset({"0-1", "0-2", "0-28", "0-29", "0-35"})
"""Waits: for a time, for a date, for an event."""

MESSAGES_TO_CUSTOMERS = frozenset({"0-4", "0-23", "0-46510720", "0-40900952", "0-25085031", "0-199186210"})
"""Marketing e-mail, e-mail to addresses, sequence, SMS, WhatsApp, survey."""

OWNER = "hubspot_owner_id"
CLASS_OF_PROPERTY: Mapping[str, str] = {
    **dict.fromkeys((OWNER, "hubspot_team_id"), "reassign_owned"),
    **dict.fromkeys(("pipeline", "dealstage", "hs_pipeline", "hs_pipeline_stage"), "stage_move"),
    **dict.fromkeys(("hs_lead_status", "lifecyclestage"), "stage_move"),
    **dict.fromkeys(("closed_lost_reason", "closed_won_reason", "core_loss_reason"), "auto_close"),
    **dict.fromkeys(("hs_lead_disqualification_reason", "cc_disqualify_reason"), "auto_close"),
    **dict.fromkeys(("amount", "closedate"), "set_money"),
    "hs_manual_forecast_category": "set_forecast",
}
"""What writing a property amounts to; every other property is a stamp."""

CLOSING_STATES = frozenset({"won", "lost", "disqualified"})
CLOSED_BY_NAME: Mapping[str, str] = {
    "closedwon": "won",
    "closedlost": "lost",
    "unqualified-stage-id": "disqualified",
    "UNQUALIFIED": "disqualified",
}
"""Values that close a record in a portal as HubSpot delivers it: stage ids, and a contact's lead status."""

CONSENT_PROPERTIES = frozenset({"core_consent_basis", "hs_legal_basis"})
NO_CONSENT = "unknown"
CONSENT_FILTERS = frozenset({"EMAIL_SUBSCRIPTION", "COMMUNICATION_SUBSCRIPTION"})
