"""The twelve questions with their answers, in English and Hebrew, and which words are understood as an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provisioner.model.advice import Limits, Question, Text

UNKNOWN = "unknown"
"""The answer of somebody who does not know, allowed everywhere."""

DIMENSIONS: Mapping[str, Text] = {
    "leads": {"en": "Leads and demand", "he": "לידים וביקוש"},
    "cycle": {"en": "Sales cycle", "he": "משך המכירה"},
    "manager": {"en": "Manager's day", "he": "יום המנהל"},
    "kpis": {"en": "KPIs", "he": "מדדים"},
    "people": {"en": "People", "he": "אנשים"},
    "split": {"en": "Two customer groups", "he": "שתי קבוצות לקוחות"},
    "limits": {"en": "HubSpot's limits", "he": "מגבלות HubSpot"},
}
"""What the questions are about. The first five are scored, with two questions each."""


def _letters(*pairs: tuple[str, str]) -> Mapping[str, Text]:
    return {letter: {"en": en, "he": he} for letter, (en, he) in zip("abcd", pairs, strict=True)}


QUESTIONS: Sequence[Question] = (
    Question(
        1,
        "leads",
        {"en": "New enquiries per rep per working day?", "he": "כמה פניות חדשות לנציג ביום?"},
        _letters(("20 or more", "20 ומעלה"), ("8-19", "8-19"), ("2-7", "2-7"), ("fewer than 2", "פחות מ-2")),
    ),
    Question(
        2,
        "leads",
        {"en": "Where does demand come from?", "he": "מהיכן מגיע הביקוש?"},
        _letters(
            ("mostly campaigns", "בעיקר קמפיינים"),
            ("campaigns and some referrals", "קמפיינים ומעט הפניות"),
            ("a mix led by relations", "שילוב שמובילים בו קשרים"),
            ("outbound, relations, referrals", "יזום, קשרים והפניות"),
        ),
    ),
    Question(
        3,
        "cycle",
        {"en": "Usual time from first contact to decision?", "he": "זמן טיפוסי עד החלטה?"},
        _letters(
            ("same day", "באותו יום"), ("up to a week", "עד שבוע"), ("1-6 weeks", "1-6 שבועות"), ("longer", "יותר")
        ),
    ),
    Question(
        4,
        "cycle",
        {"en": "People who must agree at the customer?", "he": "כמה מחליטים אצל הלקוח?"},
        _letters(("1", "אחד"), ("2", "שניים"), ("3-4", "3-4"), ("5 or more", "5 ומעלה")),
    ),
    Question(
        5,
        "manager",
        {"en": "What fills the manager's day?", "he": "במה עוסק המנהל ביום רגיל?"},
        _letters(
            ("shifts, SLA, listening to calls", "משמרות, SLA והאזנות"),
            ("mostly operations", "בעיקר תפעול"),
            ("mostly deals", "בעיקר עסקאות"),
            ("deals, coaching, connections", "עסקאות, חניכה וחיבורים"),
        ),
    ),
    Question(
        6,
        "manager",
        {"en": "How fixed is the talk?", "he": "עד כמה השיחה מובנית?"},
        _letters(
            ("full script", "תסריט מלא"),
            ("outline", "ראשי פרקים"),
            ("method only", "שיטה בלבד"),
            ("each deal its own", "כל עסקה לגופה"),
        ),
    ),
    Question(
        7,
        "kpis",
        {"en": "Which number rules the week?", "he": "איזה מספר מנהל את השבוע?"},
        _letters(
            ("calls and response time", "שיחות וזמן מענה"),
            ("conversion, daily revenue", "המרה והכנסה יומית"),
            ("win rate, deal value", "אחוז זכייה וערך עסקה"),
            ("forecast and coverage", "תחזית וכיסוי"),
        ),
    ),
    Question(
        8,
        "kpis",
        {"en": "Share of one deal in a rep's monthly target?", "he": "משקל עסקה אחת ביעד חודשי?"},
        _letters(("under 2%", "פחות מ-2%"), ("2-10%", "2-10%"), ("10-40%", "10-40%"), ("over 40%", "מעל 40%")),
    ),
    Question(
        9,
        "people",
        {"en": "Team and turnover?", "he": "גודל הצוות ותחלופה?"},
        _letters(
            ("more than 15, yearly turnover over 30%", "מעל 15 ותחלופה שנתית מעל 30%"),
            ("8-15", "8-15"),
            ("4-7", "4-7"),
            ("up to 3, senior and stable", "עד 3, בכירים ויציבים"),
        ),
    ),
    Question(
        10,
        "people",
        {"en": "Autonomy over price and process?", "he": "עצמאות במחיר ובתהליך?"},
        _letters(("none", "אין"), ("small range", "טווח קטן"), ("wide", "רחבה"), ("full", "מלאה")),
    ),
    Question(
        11,
        "split",
        {
            "en": "Two customer groups, sold by different people, each at least 25% of revenue?",
            "he": "שתי קבוצות לקוחות שונות, שאנשים שונים מוכרים להן, וכל אחת לפחות 25% מההכנסה?",
        },
        {"yes": {"en": "yes", "he": "כן"}, "no": {"en": "no", "he": "לא"}},
    ),
    Question(
        12,
        "limits",
        {
            "en": "HubSpot tier, leads object, deal pipelines free?",
            "he": "איזו חבילה של HubSpot, והאם יש אובייקט לידים ופייפליינים פנויים לעסקאות?",
        },
        _letters(
            (
                "Sales Hub Professional or Enterprise, two or more pipelines free",
                "Sales Hub Professional או Enterprise, לפחות שני פייפליינים פנויים",
            ),
            (
                "Sales Hub Professional or Enterprise, one pipeline free",
                "Sales Hub Professional או Enterprise, פייפליין פנוי אחד",
            ),
            (
                "smaller tier without leads, two or more pipelines free",
                "חבילה קטנה יותר בלי לידים, לפחות שני פייפליינים פנויים",
            ),
            ("smaller tier without leads, one pipeline free", "חבילה קטנה יותר בלי לידים, פייפליין פנוי אחד"),
        ),
    ),
)
"""In the order of asking. HubSpot's page on leads names Sales Hub Professional as the least that has them."""

BY_NUMBER: Mapping[int, Question] = {question.number: question for question in QUESTIONS}

LIMITS: Mapping[str, Limits] = {
    "a": Limits(leads_object=True, pipelines_free=2),
    "b": Limits(leads_object=True, pipelines_free=1),
    "c": Limits(leads_object=False, pipelines_free=2),
    "d": Limits(leads_object=False, pipelines_free=1),
}
"""What the answers to question 12 say."""

_MEANT: Mapping[str, str] = {
    **dict(zip("אבגד", "abcd", strict=True)),
    **dict.fromkeys(("y", "true", "כן"), "yes"),
    **dict.fromkeys(("n", "false", "לא"), "no"),
    **dict.fromkeys(("?", "don't know", "לא יודע", "לא יודעת", "לא ידוע"), UNKNOWN),
}


def meant(question: Question, word: str) -> str | None:
    """The choice that a word stands for, ``unknown``, or None when the question has no such answer."""
    folded = " ".join(word.replace("’", "'").casefold().split())
    answer = _MEANT.get(folded, folded)
    return answer if answer == UNKNOWN or answer in question.choices else None
