"""What an assessment says of a portal, in English and Hebrew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provisioner.model.advice import Text
from provisioner.model.counts import Shown

THINGS: Mapping[str, Text] = {
    "pipeline limits": {"en": "how many pipelines the account may have", "he": "כמה פייפליינים מותרים בחשבון"},
    "label limits": {"en": "how many association labels the account may have", "he": "כמה תוויות שיוך מותרות בחשבון"},
    "owners": {"en": "the owners", "he": "רשימת הבעלים"},
    "deals": {"en": "the deals", "he": "העסקאות"},
    "deal pipelines": {"en": "the deal pipelines", "he": "פייפליין העסקאות"},
    "leads": {"en": "the leads", "he": "הלידים"},
    "lead pipelines": {"en": "the lead pipelines", "he": "פייפליין הלידים"},
    "contacts": {"en": "the contacts", "he": "אנשי הקשר"},
    "sources": {"en": "where the records came from", "he": "מקור הרשומות"},
}

WHY: Mapping[str, Text] = {
    "scope": {"en": "The key may not read {what}.", "he": "למפתח אין הרשאה לקרוא: {what}."},
    "forbidden": {
        "en": "The portal does not show {what}: a scope or the product is missing.",
        "he": "הפורטל אינו מציג: {what}. חסרה הרשאה או חסר המוצר.",
    },
    "not_there": {"en": "The portal does not tell {what}.", "he": "הפורטל אינו מגלה: {what}."},
    "refused": {
        "en": "The portal does not count {what} in this way: it lacks a property that was asked for.",
        "he": "הפורטל אינו סופר כך: {what}. חסר בו מאפיין שנדרש לספירה.",
    },
    "no_leads": {"en": "The portal has no leads object.", "he": "בפורטל אין אובייקט לידים."},
    "leads_or_scope": {
        "en": "The portal does not show its leads: either it has no leads object, or the key may not read it.",
        "he": "הפורטל אינו מציג לידים: או שאין בו אובייקט לידים, או שלמפתח אין הרשאה לקרוא אותו.",
    },
    "no_owners": {"en": "No active owner is a person.", "he": "אין אף בעלים פעיל שהוא אדם."},
    "few_enquiries": {
        "en": "Only {n:# new record|# new records} came in during 90 days; {least} are needed.",
        "he": "ב-90 ימים {n:נכנסה רק רשומה חדשה אחת|נכנסו רק # רשומות חדשות}; נדרשות {least}.",
    },
    "few_sources": {
        "en": "By {property} the source of only {n:# record|# records} of the last 90 days is known; {least} are "
        "needed.",
        "he": "רק של {n:רשומה אחת|# רשומות} מ-90 הימים האחרונים ידוע המקור לפי {property}; נדרשות {least}.",
    },
    "offline_sources": {
        "en": (
            "{offline} of {n} records came from offline sources by {property}: a person, an import or an integration"
            " made them, which does not tell campaigns from relations."
        ),
        "he": (
            "{offline} מתוך {n} רשומות הגיעו לפי {property} ממקורות לא מקוונים: אדם, ייבוא או חיבור יצרו אותן,"
            " וזה לא מבדיל בין קמפיינים לקשרים."
        ),
    },
    "few_won": {
        "en": "Only {n:# deal was|# deals were} won in twelve months; {least} are needed.",
        "he": "רק {n:עסקה אחת נסגרה|# עסקאות נסגרו} בהצלחה ב-12 חודשים; נדרשות {least}.",
    },
    "no_days": {
        "en": "The won deals do not tell how long they took.",
        "he": "העסקאות שנסגרו אינן מגלות כמה זמן ארכו.",
    },
    "no_people": {
        "en": "No won deal of the last twelve months has a contact.",
        "he": "לאף עסקה שנסגרה ב-12 החודשים האחרונים אין איש קשר.",
    },
    "no_amounts": {
        "en": "Too few won deals have an amount: {n}; {least} are needed.",
        "he": "למעט מדי עסקאות שנסגרו יש סכום: {n}; נדרשות {least}.",
    },
    "q5": {"en": "No record tells how a manager spends the day.", "he": "אין רשומה שמגלה איך המנהל מעביר את יומו."},
    "q6": {"en": "No record tells how people talk to customers.", "he": "אין רשומה שמגלה איך מדברים עם הלקוח."},
    "q7": {
        "en": "Which number rules the week is known to the people, not to the portal.",
        "he": "איזה מספר מנהל את השבוע יודעים האנשים, לא הפורטל.",
    },
    "q10": {
        "en": "How far people may go in price and process is agreed outside HubSpot.",
        "he": "על העצמאות במחיר ובתהליך מסכמים מחוץ ל-HubSpot.",
    },
    "q11": {
        "en": "Who the customers are, and who sells to whom, does not show in the records.",
        "he": "מי הלקוחות ומי מוכר למי לא נראה ברשומות.",
    },
}

HOW: Mapping[str, Text] = {
    "enquiries": {
        "en": (
            "{n} new {objects} in {days} days ({open_days} working days), and {reps:# active owner|# active owners}: "
            "{value} per owner"
            " and working day. All active owners count as reps; if fewer of them sell, it is more. {trend}"
        ),
        "he": (
            "{n} {objects} ב-{days} ימים ({open_days} ימי עבודה), {reps:ובעלים פעיל אחד|ו-# בעלים פעילים}: {value} "
            "לכל בעלים ביום עבודה."
            " כל הבעלים הפעילים נספרים כנציגים; אם חלקם אינם מוכרים, המספר גבוה יותר. {trend}"
        ),
    },
    "trend": {
        "en": "In the last 30 days alone it is {value}.",
        "he": "ב-30 הימים האחרונים בלבד: {value}.",
    },
    "young": {
        "en": "Nothing is older than 30 days, so these alone count.",
        "he": "אין דבר ישן מ-30 יום, ולכן רק הם נספרים.",
    },
    "sources": {
        "en": (
            "By {property}, {campaigns} of {n} {objects} of the last 90 days came from campaigns (search, social media,"
            " site, calls in) and {relations} from relations or outbound."
        ),
        "he": (
            "לפי {property}, {campaigns} מתוך {n} {objects} ב-90 הימים האחרונים הגיעו מקמפיינים (חיפוש, רשתות, אתר,"
            " שיחות נכנסות) ו-{relations} מקשרים או מפנייה יזומה."
        ),
    },
    "cycle": {
        "en": (
            "Half of the {n} deals won in the last twelve months took up to {value:# day|# days} from their "
            "creation. What came"
            " before the deal is not in it."
        ),
        "he": (
            "מחצית מ-{n} העסקאות שנסגרו ב-12 החודשים האחרונים ארכו עד {value:יום אחד|# ימים} מיצירתן. מה שקדם לעסקה "
            "אינו נספר."
        ),
    },
    "people": {
        "en": (
            "Half of the {n} won deals with contacts have up to {value} on them. It is a lower bound: not everybody who"
            " must agree is on record."
        ),
        "he": (
            "למחצית מ-{n} העסקאות שנסגרו ושיש להן אנשי קשר יש עד {value}. זה חסם תחתון: לא כל מי שצריך להסכים מתועד."
        ),
    },
    "share": {
        "en": (
            "A usual won deal is {value}% of what a rep wins in a month (median of {n} amounts, "
            "{reps:# active owner|# active owners}, {months:# month|# months}). What was won stands in for the "
            "target, which the portal does not tell."
        ),
        "he": (
            "עסקה רגילה היא {value}% ממה שנציג סוגר בחודש (חציון של {n} סכומים, "
            "{reps:בעלים פעיל אחד|# בעלים פעילים}, {months:חודש אחד|# חודשים})."
            " מה שנסגר בא במקום היעד, שאינו ידוע לפורטל."
        ),
    },
    "team": {
        "en": (
            "{reps:# active owner is a person|# active owners are persons}; {gone:# was|# were} archived in the last "
            "twelve months ({turnover}%)."
            " Whether they are reps, and how senior, does not show."
        ),
        "he": (
            "{reps:בעלים פעיל אחד הוא אדם|# בעלים פעילים הם אנשים}; {gone:אחד הועבר|# הועברו} לארכיון ב-12 החודשים "
            "האחרונים ({turnover}%). אם הם נציגים,"
            " ועד כמה הם בכירים, לא רואים."
        ),
    },
    "limits": {
        "en": "{leads} {pipelines} {labels}",
        "he": "{leads} {pipelines} {labels}",
    },
    "two_ways": {
        "en": (
            "The pipeline with id {fast} takes {fast_days:# day|# days} at the median, {slow} {slow_days}: two kinds of"
            " customers may stand behind them. Who sells them, and for how much, is yours to say."
        ),
        "he": (
            "החציון של הפייפליין {fast} הוא {fast_days:יום אחד|# ימים} ושל {slow} {slow_days}: ייתכן שמאחוריהם שתי "
            "קבוצות"
            " לקוחות. מי מוכר להן ובכמה, עליכם לומר."
        ),
    },
}

LIMITS: Mapping[str, Text] = {
    "leads": {"en": "The leads object is switched on.", "he": "אובייקט הלידים פעיל."},
    "no_leads": {"en": "There is no leads object.", "he": "אין אובייקט לידים."},
    "pipelines": {
        "en": "{free} of {limit:# deal pipeline is|# deal pipelines are} free.",
        "he": "פייפליינים פנויים לעסקאות: {free} מתוך {limit}.",
    },
    "labels": {"en": "Associations can have labels.", "he": "אפשר לתת תוויות לשיוכים."},
    "no_labels": {"en": "Associations cannot have labels.", "he": "אי אפשר לתת תוויות לשיוכים."},
}

OBJECTS: Mapping[str, Text] = {
    "leads": {"en": "leads", "he": "לידים חדשים"},
    "contacts": {"en": "contacts", "he": "אנשי קשר חדשים"},
}

SIGNS: Mapping[str, Text] = {
    "fast": {"en": "{value:# day|# days} from creation to won", "he": "{value:יום אחד|# ימים} מיצירה לסגירה"},
    "few_stages": {"en": "{value:# stage|# stages} before the end", "he": "{value:שלב אחד|# שלבים} לפני הסוף"},
    "people": {"en": "contacts on a won deal: {value}", "he": "אנשי קשר לעסקה שנסגרה: {value}"},
}

REMARKS: Mapping[str, Text] = {
    "long_for_fast": {
        "en": (
            "It is quick ({days:# day|# days}) and has {stages:# stage|# stages} before the end: a deal is through "
            "most of them"
            " within hours. The call centre's pipeline has {fit}."
        ),
        "he": (
            "הוא מהיר ({days:יום אחד|# ימים}) ויש בו {stages:שלב אחד|# שלבים} לפני הסוף: עסקה עוברת את רובם בתוך "
            "שעות. בפייפליין"
            " של המוקד יש {fit}."
        ),
    },
    "short_for_slow": {
        "en": (
            "It is slow ({days:# day|# days}) and has {stages:# stage|# stages} before the end: for weeks nothing "
            "shows where a"
            " deal stands. The B2B pipeline has {fit}."
        ),
        "he": (
            "הוא איטי ({days:יום אחד|# ימים}) ויש בו {stages:שלב אחד|# שלבים} לפני הסוף: שבועות לא רואים היכן העסקה "
            "עומדת."
            " בפייפליין של B2B יש {fit}."
        ),
    },
    "other_mode": {
        "en": (
            "It goes like {looks}, while the advice is {advised}: find out whom it serves before it is changed"
            " to the other way."
        ),
        "he": "הוא מתנהל כמו {looks}, וההמלצה היא {advised}: בררו את מי הוא משרת לפני שמשנים אותו.",
    },
    "both_modes": {
        "en": "Pipelines of both kinds are in use: answer question 11 with care, it decides on a hybrid.",
        "he": "יש פייפליינים משני הסוגים: ענו על שאלה 11 בתשומת לב, היא מכריעה אם לשלב.",
    },
    "no_owner": {
        "en": "{n} of {open:# open record|# open records} {n:has|have} no owner.",
        "he": "ל-{n} מתוך {open:רשומה פתוחה אחת|# רשומות פתוחות} אין בעלים.",
    },
    "no_next_step": {
        "en": "{n} of {open:# open record|# open records} {n:has|have} no next step.",
        "he": "ל-{n} מתוך {open:רשומה פתוחה אחת|# רשומות פתוחות} אין צעד הבא.",
    },
    "empty": {
        "en": "No deal pipeline holds a record: there is nothing to re-aim, start with a new one.",
        "he": "אין רשומות באף פייפליין עסקאות: אין מה לכוון מחדש, התחילו בחדש.",
    },
    "unread": {
        "en": "{n:# more pipeline was|# more pipelines were} not looked into.",
        "he": "{n:עוד פייפליין אחד לא נבדק|עוד # פייפליינים לא נבדקו}.",
    },
}


def filled(name: str, **values: Any) -> Text:
    """A reason with its blanks filled; a value that is a text itself goes in by language."""
    return put_in(WHY[name], **values)


def put_in(text: Text, **values: Any) -> Text:
    """A text with its blanks filled, in both languages."""
    return {
        language: " ".join(words.format(**{name: _said(value, language) for name, value in values.items()}).split())
        for language, words in text.items()
    }


def _said(value: Any, language: str) -> Any:
    if isinstance(value, Mapping):
        return value[language]
    if isinstance(value, int | float):
        return Shown(f"{round(value, 1):g}" if isinstance(value, float) else value)
    return value
