"""What a board says beside the blueprint's own texts, in both languages: headings, milestones, categories, ages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provisioner.model.board import Board, Column, Firing
from provisioner.model.board_pairs import Pair
from provisioner.model.mode_names import MODE_NAMES
from provisioner.model.object_names import OBJECTS
from provisioner.model.texts import Text

WORDS: Mapping[str, Text] = {
    **MODE_NAMES,
    "mode": {"en": "Way of selling", "he": "שיטת העבודה"},
    "blueprint": {"en": "Blueprint", "he": "תבנית"},
    "decided": {"en": "Decided on {date} by {by}.", "he": "הוחלט ב: {date} על ידי: {by}."},
    **{name: OBJECTS[name] for name in ("leads", "deals", "tickets")},
    "entry": {"en": "Comes in when", "he": "תנאי כניסה"},
    "exit": {"en": "Done when", "he": "תנאי יציאה"},
    "playbook": {"en": "What to do", "he": "מה עושים"},
    "rules": {"en": "What the system does", "he": "מה המערכת עושה"},
    "rule": {"en": "rule", "he": "כלל"},
    "shared_rules": {"en": "What the system does in several stages", "he": "מה המערכת עושה בכמה שלבים"},
    "means": {"en": "What it means", "he": "מה המשמעות"},
    "milestone": {"en": "Milestone", "he": "אבן דרך"},
    "forecast_category": {"en": "Forecast", "he": "תחזית"},
    "probability": {"en": "Chance to win", "he": "סיכוי לזכייה"},
    "max_age": {"en": "How long", "he": "כמה זמן"},
    "label": {"en": "name", "he": "שם"},
    "state": {"en": "state", "he": "מצב"},
    "until": {"en": "date", "he": "מועד"},
    "at_most": {"en": "at most {age}", "he": "לכל היותר {age}"},
    "until_date": {"en": "until the date in {label}", "he": "עד המועד בשדה {label}"},
    "won": {"en": "won", "he": "זכייה"},
    "lost": {"en": "lost", "he": "הפסד"},
    "new": {"en": "new", "he": "חדש"},
    "in_progress": {"en": "in progress", "he": "בטיפול"},
    "qualified": {"en": "qualified", "he": "הוכשר"},
    "unqualified": {"en": "unqualified", "he": "נפסל"},
    "open": {"en": "open", "he": "פתוח"},
    "closed_ticket": {"en": "closed", "he": "סגור"},
    "handoffs": {"en": "Hand-offs", "he": "מסירות"},
    "handoff": {"en": "From {first} to {second}", "he": "מ: {first} אל: {second}"},
    "from": {"en": "From", "he": "מתוך"},
    "to": {"en": "To", "he": "אל"},
    "test": {"en": "Hand-off test", "he": "מבחן מסירה"},
    "accepted_by_hand": {"en": "accepted by hand", "he": "התקבלות ידנית"},
    "glossary": {"en": "Your first day: every stage in words", "he": "היום הראשון: כל שלב במילים"},
    "milestones": {"en": "Milestones of the buyer's journey", "he": "אבני הדרך במסע הלקוח"},
    "terms": {"en": "Words on this board", "he": "מילים בלוח הזה"},
    "side_by_side": {"en": "Side by side", "he": "זה לצד זה"},
    "differs": {"en": "Differs in: {fields}", "he": "הבדלים: {fields}"},
    "same": {"en": "The same in both", "he": "זהה בשתיהן"},
    "differences": {"en": "Stages that both have", "he": "שלבים שקיימים בשתיהן"},
    "nothing_beside": {"en": "no further stage here", "he": "אין כאן שלב נוסף"},
    "no_milestone": {"en": "Without a milestone", "he": "ללא אבן דרך"},
    "no_pipelines": {"en": "This blueprint has no pipelines.", "he": "אין פייפליינים בתבנית הזו."},
    "steps": {"en": "to do: {count}", "he": "צעדים: {count}"},
    "automatic": {"en": "rules: {count}", "he": "כללים: {count}"},
}

MILESTONES: Mapping[str, Text] = {
    "prospecting": {"en": "prospecting", "he": "איתור"},
    "qualification": {"en": "qualification", "he": "הסמכה"},
    "presentation": {"en": "presentation", "he": "הצגה והצעה"},
    "negotiation": {"en": "negotiation", "he": "משא ומתן"},
    "closing": {"en": "closing", "he": "סגירה"},
}
STRATEGIES: Mapping[str, Text] = {
    "prospecting": {
        "en": "Find people who fit the target profile, and write down a real reason to talk to them.",
        "he": "לאתר אנשים שמתאימים לפרופיל היעד, ולתעד סיבה אמיתית לפנייה.",
    },
    "qualification": {
        "en": "Learn the need, the money, who decides and when; then decide quickly whether to go on.",
        "he": "לברר את הצורך, את התקציב, מי מחליט ומתי; ואז להחליט מהר אם להמשיך.",
    },
    "presentation": {
        "en": "Link each benefit to a pain that the customer named; bring one story, one proof, a clear price.",
        "he": "לקשור כל יתרון לנקודת כאב שהלקוח ציין; להביא סיפור אחד, הוכחה אחת ומחיר ברור.",
    },
    "negotiation": {
        "en": "Know each objection and who holds it; trade instead of giving away, with whoever decides in the room.",
        "he": "להכיר כל התנגדות ואת מי שמחזיק בה; להחליף ולא לוותר, כשמקבל ההחלטות ליד השולחן.",
    },
    "closing": {
        "en": "Follow up in time, settle the last concerns, agree in writing; when it is lost, keep the reason and "
        "the lesson.",
        "he": "לעקוב בזמן, לטפל בחששות האחרונים ולסכם בכתב; בהפסד, לתעד את הסיבה ואת הלקח.",
    },
}
CATEGORIES: Mapping[str, Text] = {
    "omit": {"en": "not in the forecast", "he": "לא בתחזית"},
    "pipeline": {"en": "pipeline", "he": "פייפליין"},
    "best_case": {"en": "best case", "he": "תרחיש מיטבי"},
    "commit": {"en": "commit", "he": "התחייבות"},
    "closed": {"en": "closed", "he": "סגור"},
}
_CATEGORY_MEANS: Mapping[str, Text] = {
    "omit": {"en": "nobody counts on it yet, or any more", "he": "עדיין לא בונים עליו, או שכבר לא"},
    "pipeline": {"en": "may come, too early to count on", "he": "ייתכן, אך מוקדם לבנות עליו"},
    "best_case": {"en": "comes if all goes well", "he": "יתממש אם הכול ילך כשורה"},
    "commit": {"en": "somebody promises that it comes", "he": "מישהו מתחייב שיתממש"},
    "closed": {"en": "won; the money is sure", "he": "נסגרה בזכייה; הכסף בטוח"},
}
INTRO: Text = {
    "en": "A sales pipeline is the row of stages that each lead or deal passes on its way from the first contact to "
    "the purchase. A stage says how far the customer has come, not how busy the rep was: a record goes on once what "
    "stands under “Done when” is true. To run it, look every day at the records that stayed longer than their stage "
    "allows, and at those without a next step; for each, decide what must happen next, or close it with a reason.",
    "he": "צינור מכירות (פייפליין) הוא רצף השלבים שכל ליד או עסקה עוברים מהקשר הראשון ועד לרכישה. השלב אומר עד היכן "
    "הגיע הלקוח, ולא כמה עבד הנציג: רשומה מתקדמת רק כשמה שכתוב תחת ״תנאי יציאה״ נכון. כדי לנהל אותו, לבדוק בכל יום "
    "את הרשומות שנשארו בשלב יותר מהמותר ואת אלה שאין להן צעד הבא, ולהחליט על כל אחת: מה צריך לקרות, או לסגור אותה "
    "עם סיבה.",
}
TERMS: tuple[tuple[Text, Text], ...] = (
    (
        {"en": "Stage", "he": "שלב"},
        {
            "en": "How far the customer has come. A record is in exactly one stage.",
            "he": "עד היכן הגיע הלקוח. כל רשומה נמצאת בשלב אחד בלבד.",
        },
    ),
    (
        {"en": "Chance to win", "he": "סיכוי לזכייה"},
        {
            "en": "The share of such deals that end in a sale. The forecast multiplies the amount by it.",
            "he": "שיעור העסקאות כאלה שמסתיימות במכירה. התחזית מכפילה בו את הסכום.",
        },
    ),
    (
        {"en": "How long", "he": "כמה זמן"},
        {
            "en": "A record that stays longer needs a decision. Business time counts working hours only.",
            "he": "רשומה שנשארת יותר מזה דורשת החלטה. זמן עבודה נספר רק בשעות העבודה.",
        },
    ),
    (
        {"en": "What the system does", "he": "מה המערכת עושה"},
        {
            "en": "Rules that work by themselves, once somebody has switched them on in HubSpot.",
            "he": "כללים שפועלים מעצמם, לאחר שהופעלו ב: HubSpot.",
        },
    ),
)


def word(name: str, language: str) -> str:
    """One of ``WORDS``; the name itself when it is none, as with an object type of one's own."""
    return WORDS[name][language] if name in WORDS else name


def facts(column: Column, language: str, *, milestone: bool = True) -> Iterator[str]:
    """What stands under the name of a stage: how likely, how sure the money, which milestone, how long."""
    if told := certainty(column, language):
        yield told
    if milestone and column.milestone:
        yield MILESTONES[column.milestone][language]
    if told := age(column, language):
        yield told


def certainty(column: Column, language: str) -> str:
    """``40%, best case`` for a deal, the state for a lead or a ticket; empty when nothing is said."""
    words = []
    if column.probability is not None:
        words.append(percent(column.probability))
        words += [word("won" if column.outcome == "good" else "lost", language)] if column.outcome else []
    elif column.state:
        words.append(word("closed_ticket" if column.state == "closed" else column.state, language))
    if column.forecast_category and not column.outcome:
        words.append(CATEGORIES[column.forecast_category][language])
    return ", ".join(words)


def handoff(first: Column, second: Column, language: str) -> str:
    """``From Inbound leads / Qualified to Sales / Offer presented``."""
    places = [f"{each.where} / {each.label}" for each in (first, second)]
    # Neither may be read as a place to fill in, whatever a label holds.
    start, _, rest = word("handoff", language).partition("{first}")
    middle, _, end = rest.partition("{second}")
    return f"{start}{places[0]}{middle}{places[1]}{end}"


def passing(rule: Firing, language: str) -> str:
    """What stands on the way from one stage to another: the rule, and whether people do it."""
    return f"{rule.title} ({word('accepted_by_hand', language)})" if rule.hands_over else rule.title


def differing(pair: Pair, language: str) -> str:
    """In what one and the same stage differs between two boards, in words."""
    if not pair.differs:
        return word("same", language)
    names = dict.fromkeys(word(name, language).lower() for name in pair.differs)
    return word("differs", language).replace("{fields}", ", ".join(names))


def percent(probability: float) -> str:
    return f"{round(probability * 100)}%"


_AGE = re.compile(r"([1-9][0-9]*)(b?)([mhdw])")
_ENGLISH = {"m": "minute", "h": "hour", "d": "day", "w": "week"}
_HEBREW = {
    "m": ("דקה אחת", "{} דקות"),
    "h": ("שעה אחת", "{} שעות"),
    "d": ("יום אחד", "{} ימים"),
    "w": ("שבוע אחד", "{} שבועות"),
    "bm": ("דקת עבודה אחת", "{} דקות עבודה"),
    "bh": ("שעת עבודה אחת", "{} שעות עבודה"),
    "bd": ("יום עבודה אחד", "{} ימי עבודה"),
}


def age(column: Column, language: str) -> str:
    """``at most 5 business minutes`` or ``until the date in Next call``; empty for a stage without a limit."""
    if column.until:
        return word("until_date", language).replace("{label}", column.until)
    found = _AGE.fullmatch(column.max_age)
    if not found:
        return ""
    number, business, unit = found[1], found[2], found[3]
    if language == "he":
        told = _HEBREW[business + unit][number != "1"].replace("{}", number)
    else:
        told = f"{number} {'business ' if business else ''}{_ENGLISH[unit]}{'' if number == '1' else 's'}"
    return word("at_most", language).replace("{age}", told)


def decision(board: Board) -> str:
    """Who decided and when; the date as its readers write it. Empty when nothing is on record."""
    made = board.decision
    if made is None:
        return ""
    year, _, rest = made.made_on.partition("-")
    month, _, day = rest.partition("-")
    date = f"{day}/{month}/{year}" if board.prose == "he" and day else made.made_on
    return word("decided", board.prose).replace("{date}", date).replace("{by}", made.by)


def terms(board: Board) -> Iterator[tuple[str, str]]:
    """The words that a board uses, each with its meaning; forecast categories only as far as they occur."""
    language = board.prose
    rules = any(pipeline.rules for pipeline in board.pipelines) or any(column.rules for column in board.columns)
    for name, meaning in TERMS if rules else TERMS[:-1]:
        yield name[language], meaning[language]
    used = {column.forecast_category for column in board.columns}
    for category, name in CATEGORIES.items():
        if category in used:
            yield f"{word('forecast_category', language)}: {name[language]}", _CATEGORY_MEANS[category][language]


def strategies(board: Board) -> Iterator[tuple[str, str]]:
    """The milestones that the stages of a board name, each with what to strive for."""
    used = {column.milestone for column in board.columns}
    for milestone, name in MILESTONES.items():
        if milestone in used:
            yield name[board.prose], STRATEGIES[milestone][board.prose]
