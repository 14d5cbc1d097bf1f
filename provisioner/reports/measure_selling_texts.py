"""The words of what sellers of either mode, and above all B2B, are told, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.model.texts import Text, said

WORDS: Mapping[str, Text] = {
    # Money.
    "by_rep": said("Revenue by rep", "הכנסה לפי נציג"),
    "a_day": said("Per rep and open day: {amount}.", "לנציג ליום עבודה: {amount}."),
    "departed": said("Of owners who have left: {amount}.", "של בעלים שעזבו: {amount}."),
    "without_owner": said("Of nobody: {amount}.", "ללא בעלים: {amount}."),
    # B2B.
    "coverage": said("Coverage: can the target be reached", "כיסוי: האם היעד בר השגה"),
    "rule_met": said("The target is met already.", "היעד כבר הושג."),
    "rule_business_risk": said(
        "Business risk: open deals come to less than three times the target.",
        "סיכון עסקי: העסקאות הפתוחות קטנות מפי שלושה מהיעד.",
    ),
    "rule_below_win_rate": said(
        "More than three times the target, but with the win rate so far {needed} are needed.",
        "יותר מפי שלושה מהיעד, אך לפי אחוז הזכייה עד כה דרושים {needed}.",
    ),
    "rule_bloated": said(
        "So much is open that much of it must be stale: clean up before counting on it.",
        "פתוח כל כך הרבה, שחלק ניכר ודאי אינו חי: לנקות לפני שבונים על זה.",
    ),
    "rule_covered": said("The target is covered.", "היעד מכוסה."),
    "open_due": said("Open, due in the period", "פתוח, מועדו בתקופה"),
    "won_to_date": said("Won to date", "נסגר עד כה"),
    "cover": said("Open ÷ target", "פתוח ÷ יעד"),
    "remaining": said("Open ÷ what is missing", "פתוח ÷ מה שחסר"),
    "needed": said("Needed by the win rate", "דרוש לפי אחוז הזכייה"),
    "overdue": said("Overdue, left out", "מועדן עבר, לא נספרו"),
    "three_times": said("three times", "פי שלושה"),
    "forecast": said("Forecast against outcome", "תחזית מול תוצאה"),
    "category": said("Category", "קטגוריה"),
    "start": said("start", "בהתחלה"),
    "at_start": said("At the start", "בתחילת התקופה"),
    "won": said("Won", "נסגר"),
    "kept": said("Kept", "התממש"),
    "unforeseen": said("Not in the forecast", "לא היו בתחזית"),
    "promised": said(
        "Committed {promised}, won {won}: {bias} against the promise.",
        "הובטח {promised}, נסגר {won}: {bias} מול ההבטחה.",
    ),
    "promised_nothing": said("Nothing was committed; won {won}.", "דבר לא הובטח; נסגר {won}."),
    "weighted_told": said(
        "Weighed by category the forecast was {amount}, accuracy {accuracy}.",
        "בשקלול לפי קטגוריה התחזית הייתה {amount}, דיוק {accuracy}.",
    ),
    "from_snapshot": said(
        "The forecast is the one that was stored at the start.", "התחזית היא זו שנשמרה בתחילת התקופה."
    ),
    "from_history": said(
        "The forecast is read from the deals' history.",
        "התחזית נקראה מהיסטוריית העסקאות.",
    ),
    "suggested": said(
        "{count} of its deals had no category then, and count by their stage.",
        "{count} מהעסקאות היו אז ללא קטגוריה ונספרו לפי השלב.",
    ),
    "accuracy": said("Accuracy", "דיוק"),
    "months": said("Likely money by month", "כסף צפוי לפי חודש"),
    "open": said("Open", "פתוח"),
    "weighted": said("Weighted", "משוקלל"),
    "historical": said("By history", "לפי העבר"),
    "range": said("Range", "טווח"),
    "care": said("Care of the pipeline", "טיפוח הפייפליין"),
    "finding": said("Open deals", "עסקאות פתוחות"),
    "no_next_step": said("no next step", "ללא צעד הבא"),
    "no_owner": said("no owner", "ללא בעלים"),
    "owner_left": said("the owner has left", "בעלים שעזבו"),
    "pushed_often": said("close date pushed three times or more", "תאריך הסגירה נדחה שלוש פעמים או יותר"),
    "past_close_date": said("past the close date", "תאריך הסגירה עבר"),
    "with_category": said("with a forecast category", "עם קטגוריית תחזית"),
    "commits_without_note": said("committed without a reason", "התחייבות ללא נימוק"),
    "checks": said("Checks passed", "בדיקות שעברו"),
    "check": said("Check", "בדיקה"),
    "passed": said("Passed", "עברו"),
    "stages": said("Stages", "שלבים"),
    "lead_stages": said("Leads", "לידים"),
    "entered": said("Entered", "נכנסו"),
    "further": said("Came further", "המשיכו"),
    "hold": said("Hold-up", "עיכוב"),
    "is_bottleneck": said("bottleneck", "צוואר בקבוק"),
    "bottleneck": said(
        "Bottleneck: {stage}. Deals stay {median} there against {target}, {rate} come further, {open} is open in it.",
        "צוואר בקבוק: {stage}. עסקאות שוהות בו {median} מול {target}, {rate} ממשיכות, {open} פתוחים בו.",
    ),
    "no_bottleneck": said("No stage holds deals up notably.", "אין שלב שמעכב עסקאות במידה ניכרת."),
    "focus": said("Focus: where deals are won", "פוקוס: היכן זוכים בעסקאות"),
    "win_rate": said("Win rate", "אחוז זכייה"),
    "decided": said("Decided", "הוכרעו"),
    "focus_told": said(
        "A low win rate is a question of focus, not of effort. Weakest: {worst}.",
        "אחוז זכייה נמוך הוא שאלה של פוקוס ולא של מאמץ. החלשים ביותר: {worst}.",
    ),
    "by_value": said("By value {rate} was won.", "לפי ערך נסגרו בזכייה {rate}."),
    "reopened": said("Reopened deals among them: {count}.", "מהן נפתחו מחדש: {count}."),
    "by_tier": said("Big deals: by tier", "עסקאות גדולות: לפי דרג"),
    "by_size": said("By size", "לפי גודל"),
    "by_source": said("By source", "לפי מקור"),
    "by_team": said("By team", "לפי צוות"),
    "by_pipeline": said("By pipeline", "לפי פייפליין"),
    "by_owner": said("By rep", "לפי נציג"),
    "results": said("Results by rep", "תוצאות לפי נציג"),
    "coaching": said("Talking points for coaching", "נקודות לשיחת חניכה"),
    "coaching_means": said(
        "To prepare a talk, not to rank people; in the order of names.", "להכנת שיחה, לא לדירוג אנשים; לפי סדר שמות."
    ),
    "strong": said("{rep} is strong in: {good}.", "{rep}, נקודות חוזק: {good}."),
    "talk": said("{rep}, to talk about: {what}.", "{rep}, לדבר על: {what}."),
    "both": said("{rep} is strong in: {good}. To talk about: {what}.", "{rep}, נקודות חוזק: {good}. לדבר על: {what}."),
    "ask_K6": said("which kinds of deal to leave out", "אילו סוגי עסקאות להניח בצד"),
    "ask_K7": said("what stood behind each commitment", "מה עמד מאחורי כל התחייבות"),
    "ask_K16": said("which deals lack a date or a next step", "לאילו עסקאות חסר תאריך או צעד הבא"),
    # Hand-offs.
    "handoffs": said("Hand-offs between the teams", "מסירות בין הצוותים"),
    "taken_in_time": said("Taken over in time", "התקבלו בזמן"),
    "taken_late": said("Taken over late", "התקבלו באיחור"),
    "pending": said("Late and without an answer", "באיחור וללא תשובה"),
    "returned": said("Sent back", "הוחזרו"),
}
