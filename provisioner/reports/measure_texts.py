"""The words of reports on KPIs in both languages: headings, columns, sentences, and names of parts."""

from __future__ import annotations

from collections.abc import Mapping

Text = Mapping[str, str]


def _said(en: str, he: str) -> Text:
    return {"en": en, "he": he}


WORDS: Mapping[str, Text] = {
    # The head.
    "title": _said("KPI report", "דוח מדדים"),
    "call_center": _said("call centre", "מוקד מכירות"),
    "b2b": _said("senior B2B", "מכירות B2B בכירות"),
    "hybrid": _said("hybrid: call centre and senior B2B", "משולב: מוקד ומכירות B2B בכירות"),
    "portal": _said("Portal {name}: {id}, {environment}", "פורטל {name}: {id}, {environment}"),
    "sandbox": _said("sandbox", "ארגז חול"),
    "production": _said("production", "ייצור"),
    "local": _said("local", "מקומי"),
    "blueprint": _said(
        "Blueprint {name} {version}; way of selling: {mode}", "תבנית {name} {version}; שיטת העבודה: {mode}"
    ),
    "period": _said("Period {period}; all times in {zone}", "תקופה {period}; כל השעות לפי {zone}"),
    "moment": _said("Read on {moment}", "נקרא ב: {moment}"),
    "vat_with": _said("Amounts in {currency}, with VAT", "סכומים במטבע {currency}, כולל מע״מ"),
    "vat_without": _said("Amounts in {currency}, without VAT", "סכומים במטבע {currency}, ללא מע״מ"),
    "vat_unknown": _said(
        "Amounts in {currency}, as entered in the deals; whether with VAT is not on record",
        "סכומים במטבע {currency}, כפי שהוזנו בעסקאות; לא רשום אם כולל מע״מ",
    ),
    "warnings": _said("Please note", "לתשומת לבכם"),
    # Columns.
    "measure": _said("Measure", "מדד"),
    "value": _said("Value", "ערך"),
    "target": _said("Target", "יעד"),
    "grade": _said("Grade", "ציון"),
    "n": _said("n", "כמות"),
    "rep": _said("Rep", "נציג"),
    "team": _said("Team", "צוות"),
    "source": _said("Source", "מקור"),
    "pipeline": _said("Pipeline", "פייפליין"),
    "stage": _said("Stage", "שלב"),
    "segment": _said("Segment", "פלח"),
    "leads": _said("Leads", "לידים"),
    "deals": _said("Deals", "עסקאות"),
    "amount": _said("Amount", "סכום"),
    "day": _said("Day", "יום"),
    "month": _said("Month", "חודש"),
    "hours": _said("Hours", "שעות"),
    "before": _said("Before", "קודם"),
    "now": _said("Now", "כעת"),
    "change": _said("Change", "שינוי"),
    "trend_word": _said("Trend", "מגמה"),
    "share": _said("Share", "שיעור"),
    "reason": _said("Reason", "סיבה"),
    "nobody": _said("without owner", "ללא בעלים"),
    "none": _said("not given", "לא צוין"),
    "at_most": _said("at most {target}", "עד {target}"),
    "below": _said("below {amount}", "מתחת ל: {amount}"),
    "from": _said("from {amount}", "החל ב: {amount}"),
    "between": _said("{low} to {high}", "{low} עד {high}"),
    # Blocks of measures.
    "measures": _said("The measures", "המדדים"),
    "pace": _said("Pace: speed and volume", "קצב: מהירות ונפח"),
    "conversion": _said("From lead to deal", "מליד לעסקה"),
    "control": _said("Control: pipeline and forecast", "שליטה: פייפליין ותחזית"),
    "quality": _said("Quality of selling", "איכות המכירה"),
    "money": _said("Money", "כסף"),
    "order": _said("Nothing falls between the cracks", "שום דבר לא נופל בין הסדקים"),
    # What to do.
    "advice": _said("What matters first", "מה חשוב קודם"),
    "no_advice": _said("No measure is at risk or on watch.", "אין מדד בסיכון או לתשומת לב."),
    # Call centre.
    "daily": _said("Daily control", "בקרה יומית"),
    "in_time": _said("Reached in time", "נענו בזמן"),
    "attempted": _said("Somebody tried to reach them", "נעשה ניסיון קשר"),
    "breaches": _said("Still waiting beyond the limit", "עדיין ממתינים מעבר ליעד"),
    "new_leads": _said("New leads", "לידים חדשים"),
    "calls": _said("Calls", "שיחות"),
    "inbound": _said("Inbound answered", "מענה לנכנסות"),
    "connect": _said("Outbound connected", "שיחות יוצאות שנענו"),
    "revenue": _said("Revenue", "הכנסה"),
    "won_deals": _said("Deals won", "עסקאות שנסגרו"),
    "leaking": _said("Leaking now, of all open", "זליגה כעת, מכלל הפתוחים"),
    "first_contact": _said("Time to first contact", "זמן לקשר ראשון"),
    "waited": _said("Waited", "המתינו"),
    "became": _said("Became deals", "הפכו לעסקה"),
    "rate": _said("Rate", "שיעור"),
    "quick_pays": _said(
        "Reached within {limit}: {early} became deals; later or never: {late}. Times are business minutes.",
        "נענו בתוך {limit}: {early} הפכו לעסקה; מאוחר יותר או אף פעם: {late}. הזמנים בדקות עבודה.",
    ),
    "sources": _said("Marketing and sales together: leads by source", "שיווק ומכירות יחד: לידים לפי מקור"),
    "contact": _said("First contact", "קשר ראשון"),
    "to_deal": _said("Lead to deal", "ליד לעסקה"),
    "weak_source": _said(
        "For marketing: {source} brings deals at less than half of the average rate.",
        "לשיווק: שיעור העסקאות ממקור {source} נמוך ממחצית הממוצע.",
    ),
    "weak_rep": _said(
        "For the sales manager: {rep} makes fewer deals than these leads should give; listen to calls together.",
        "להנהלת המכירות: {rep}, פחות עסקאות ממה שהלידים האלה אמורים לתת; להאזין יחד לשיחות.",
    ),
    "rep_pace": _said("Pace by rep", "קצב לפי נציג"),
    "calls_a_day": _said("Calls a day", "שיחות ליום"),
    "handling": _said("What reps made of their leads", "מה עשו הנציגים עם הלידים"),
    "handling_means": _said(
        "The index is deals ÷ the deals that such a mix of sources usually gives; above 1 is better handling.",
        "המדד הוא עסקאות ÷ העסקאות שתמהיל מקורות כזה נותן בדרך כלל; מעל 1 הטיפול טוב יותר.",
    ),
    "expected": _said("Expected", "צפוי"),
    "index": _said("Index", "מדד"),
    "days": _said("Revenue by day", "הכנסה לפי יום"),
    "full": _said("full day", "יום מלא"),
    "short": _said("short day", "יום קצר"),
    "closed": _said("closed", "סגור"),
    # Money.
    "by_rep": _said("Revenue by rep", "הכנסה לפי נציג"),
    "a_day": _said("Per rep and open day: {amount}.", "לנציג ליום עבודה: {amount}."),
    "departed": _said("Of owners who have left: {amount}.", "של בעלים שעזבו: {amount}."),
    "without_owner": _said("Of nobody: {amount}.", "ללא בעלים: {amount}."),
    # B2B.
    "coverage": _said("Coverage: can the target be reached", "כיסוי: האם היעד בר השגה"),
    "rule_met": _said("The target is met already.", "היעד כבר הושג."),
    "rule_business_risk": _said(
        "Business risk: open deals come to less than three times the target.",
        "סיכון עסקי: העסקאות הפתוחות קטנות מפי שלושה מהיעד.",
    ),
    "rule_below_win_rate": _said(
        "More than three times the target, but with the win rate so far {needed} are needed.",
        "יותר מפי שלושה מהיעד, אך לפי אחוז הזכייה עד כה דרושים {needed}.",
    ),
    "rule_bloated": _said(
        "So much is open that much of it must be stale: clean up before counting on it.",
        "פתוח כל כך הרבה, שחלק ניכר ודאי אינו חי: לנקות לפני שבונים על זה.",
    ),
    "rule_covered": _said("The target is covered.", "היעד מכוסה."),
    "open_due": _said("Open, due in the period", "פתוח, מועדו בתקופה"),
    "won_to_date": _said("Won to date", "נסגר עד כה"),
    "cover": _said("Open ÷ target", "פתוח ÷ יעד"),
    "remaining": _said("Open ÷ what is missing", "פתוח ÷ מה שחסר"),
    "needed": _said("Needed by the win rate", "דרוש לפי אחוז הזכייה"),
    "overdue": _said("Overdue, left out", "מועדן עבר, לא נספרו"),
    "three_times": _said("three times", "פי שלושה"),
    "forecast": _said("Forecast against outcome", "תחזית מול תוצאה"),
    "category": _said("Category", "קטגוריה"),
    "start": _said("start", "בהתחלה"),
    "at_start": _said("At the start", "בתחילת התקופה"),
    "won": _said("Won", "נסגר"),
    "kept": _said("Kept", "התממש"),
    "unforeseen": _said("Not in the forecast", "לא היו בתחזית"),
    "promised": _said(
        "Committed {promised}, won {won}: {bias} against the promise.",
        "הובטח {promised}, נסגר {won}: {bias} מול ההבטחה.",
    ),
    "promised_nothing": _said("Nothing was committed; won {won}.", "דבר לא הובטח; נסגר {won}."),
    "weighted_told": _said(
        "Weighed by category the forecast was {amount}, accuracy {accuracy}.",
        "בשקלול לפי קטגוריה התחזית הייתה {amount}, דיוק {accuracy}.",
    ),
    "from_snapshot": _said(
        "The forecast is the one that was stored at the start.", "התחזית היא זו שנשמרה בתחילת התקופה."
    ),
    "from_history": _said(
        "The forecast is read from the deals' history.",
        "התחזית נקראה מהיסטוריית העסקאות.",
    ),
    "suggested": _said(
        "{count} of its deals had no category then, and count by their stage.",
        "{count} מהעסקאות היו אז ללא קטגוריה ונספרו לפי השלב.",
    ),
    "accuracy": _said("Accuracy", "דיוק"),
    "months": _said("Likely money by month", "כסף צפוי לפי חודש"),
    "open": _said("Open", "פתוח"),
    "weighted": _said("Weighted", "משוקלל"),
    "historical": _said("By history", "לפי העבר"),
    "range": _said("Range", "טווח"),
    "care": _said("Care of the pipeline", "טיפוח הפייפליין"),
    "finding": _said("Open deals", "עסקאות פתוחות"),
    "no_next_step": _said("no next step", "ללא צעד הבא"),
    "no_owner": _said("no owner", "ללא בעלים"),
    "owner_left": _said("the owner has left", "בעלים שעזבו"),
    "pushed_often": _said("close date pushed three times or more", "תאריך הסגירה נדחה שלוש פעמים או יותר"),
    "past_close_date": _said("past the close date", "תאריך הסגירה עבר"),
    "with_category": _said("with a forecast category", "עם קטגוריית תחזית"),
    "commits_without_note": _said("committed without a reason", "התחייבות ללא נימוק"),
    "checks": _said("Checks passed", "בדיקות שעברו"),
    "check": _said("Check", "בדיקה"),
    "passed": _said("Passed", "עברו"),
    "stages": _said("Stages", "שלבים"),
    "lead_stages": _said("Leads", "לידים"),
    "entered": _said("Entered", "נכנסו"),
    "further": _said("Came further", "המשיכו"),
    "hold": _said("Hold-up", "עיכוב"),
    "is_bottleneck": _said("bottleneck", "צוואר בקבוק"),
    "bottleneck": _said(
        "Bottleneck: {stage}. Deals stay {median} there against {target}, {rate} come further, {open} is open in it.",
        "צוואר בקבוק: {stage}. עסקאות שוהות בו {median} מול {target}, {rate} ממשיכות, {open} פתוחים בו.",
    ),
    "no_bottleneck": _said("No stage holds deals up notably.", "אין שלב שמעכב עסקאות במידה ניכרת."),
    "focus": _said("Focus: where deals are won", "פוקוס: היכן זוכים בעסקאות"),
    "win_rate": _said("Win rate", "אחוז זכייה"),
    "decided": _said("Decided", "הוכרעו"),
    "focus_told": _said(
        "A low win rate is a question of focus, not of effort. Weakest: {worst}.",
        "אחוז זכייה נמוך הוא שאלה של פוקוס ולא של מאמץ. החלשים ביותר: {worst}.",
    ),
    "by_value": _said("By value {rate} was won.", "לפי ערך נסגרו בזכייה {rate}."),
    "reopened": _said("Reopened deals among them: {count}.", "מהן נפתחו מחדש: {count}."),
    "by_tier": _said("Big deals: by tier", "עסקאות גדולות: לפי דרג"),
    "by_size": _said("By size", "לפי גודל"),
    "by_source": _said("By source", "לפי מקור"),
    "by_team": _said("By team", "לפי צוות"),
    "by_pipeline": _said("By pipeline", "לפי פייפליין"),
    "by_owner": _said("By rep", "לפי נציג"),
    "results": _said("Results by rep", "תוצאות לפי נציג"),
    "coaching": _said("Talking points for coaching", "נקודות לשיחת חניכה"),
    "coaching_means": _said(
        "To prepare a talk, not to rank people; in the order of names.", "להכנת שיחה, לא לדירוג אנשים; לפי סדר שמות."
    ),
    "strong": _said("{rep} is strong in: {good}.", "{rep}, נקודות חוזק: {good}."),
    "talk": _said("{rep}, to talk about: {what}.", "{rep}, לדבר על: {what}."),
    "both": _said("{rep} is strong in: {good}. To talk about: {what}.", "{rep}, נקודות חוזק: {good}. לדבר על: {what}."),
    "ask_K6": _said("which kinds of deal to leave out", "אילו סוגי עסקאות להניח בצד"),
    "ask_K7": _said("what stood behind each commitment", "מה עמד מאחורי כל התחייבות"),
    "ask_K16": _said("which deals lack a date or a next step", "לאילו עסקאות חסר תאריך או צעד הבא"),
    # Hand-offs.
    "handoffs": _said("Hand-offs between the teams", "מסירות בין הצוותים"),
    "taken_in_time": _said("Taken over in time", "התקבלו בזמן"),
    "taken_late": _said("Taken over late", "התקבלו באיחור"),
    "pending": _said("Late and without an answer", "באיחור וללא תשובה"),
    "returned": _said("Sent back", "הוחזרו"),
    # Trend.
    "trend": _said("Against {period}", "מול {period}"),
    "better": _said("better", "השתפר"),
    "worse": _said("worse", "הורע"),
    "same": _said("the same", "ללא שינוי"),
    "so_far": _said("so far", "עד כה"),
    "stands_now": _said("it tells how things stand now", "הוא מתאר את המצב כעת"),
    "still_runs": _said(
        "The period is still running: these are the figures so far.", "התקופה עדיין נמשכת: אלה הנתונים עד כה."
    ),
    "no_trend": _said("{name}: no comparison, {why}.", "{name}: אין השוואה, {why}."),
    # Beside the figures.
    "beside": _said("Beside the figures", "לצד המדדים"),
    "beside_K1": _said(
        "nine of ten within {p90}; {attempted} were tried at all.",
        "תשעה מכל עשרה בתוך {p90}; ניסיון קשר נעשה עם {attempted}.",
    ),
    "beside_K2": _said(
        "within {days} days; later ones too: {ever}; without spam and duplicates: {net}.",
        "בתוך {days} ימים; כולל מאוחרים: {ever}; ללא ספאם וכפילויות: {net}.",
    ),
    "beside_K8": _said("{net} without {junk} that are spam or duplicates.", "{net} בלי {junk} שהם ספאם או כפילות."),
    "beside_K10": _said("the median is {median}.", "החציון הוא {median}."),
    "beside_K11": _said("the mean is {mean}.", "הממוצע הוא {mean}."),
    "beside_K11_usual": _said(
        "In the 12 months before the median was {median}.", "ב-12 החודשים שקדמו החציון היה {median}."
    ),
    "beside_K11_centre": _said("In the centre the median is {median}.", "במוקד החציון הוא {median}."),
    "beside_K13": _said(
        "{inbound} in, {outbound} out; {talk} of talk.", "{inbound} נכנסות, {outbound} יוצאות; {talk} של שיחה."
    ),
    "beside_K14": _said("{voicemail} callers left a voicemail.", "פונים שהשאירו הודעה קולית: {voicemail}."),
    "beside_K14_length": _said(
        "{count} outbound calls without an outcome are judged by their length.",
        "שיחות יוצאות ללא תוצאה רשומה, שנשפטו לפי אורכן: {count}.",
    ),
    "beside_K17": _said(
        "speed {speed} × volume {volume} × consistency {consistency} = {index}.",
        "מהירות {speed} × נפח {volume} × עקביות {consistency} = {index}.",
    ),
    "beside_K18": _said(
        "quality {quality} × depth {depth} × forecast {forecast} = {index}.",
        "איכות {quality} × עומק {depth} × תחזית {forecast} = {index}.",
    ),
    "beside_K20": _said(
        "{deals} open deals × win rate {rate} × {size} ÷ {days}.",
        "{deals} עסקאות פתוחות × אחוז זכייה {rate} × {size} ÷ {days}.",
    ),
    "beside_K22": _said(
        "with {won} that is won to date it comes to {both}, and by that it is graded; "
        "by history it would be {historical}.",
        "יחד עם {won} שנסגרו עד כה מדובר ב: {both}, ולפיהם הציון; לפי העבר היה {historical}.",
    ),
    "beside_K23": _said("each active customer is worth {now} in 12 months.", "כל לקוח פעיל שווה {now} ב-12 חודשים."),
    "beside_K23_growth": _said(
        "each active customer is worth {now} in 12 months, {then} in the 12 before: {growth}.",
        "כל לקוח פעיל שווה {now} ב-12 חודשים, {then} ב-12 שקדמו: {growth}.",
    ),
    # What falls between the cracks.
    "cracks": _said("Between the cracks, as of now", "בין הסדקים, נכון לעכשיו"),
    "records": _said("Records", "רשומות"),
    "leak": _said("Leaking", "זולגים"),
    "of_open": _said("Of open", "מתוך פתוחים"),
    # Charts.
    "chart_first_contact": _said(
        "Leads by how long they waited, and above them the share that became deals",
        "לידים לפי זמן ההמתנה, ומעליהם השיעור שהפכו לעסקאות",
    ),
    "chart_days": _said(
        "Revenue by day; shaded days are closed, not bad", "הכנסה לפי יום; ימים מוצללים הם ימי סגירה, לא ימים חלשים"
    ),
    "chart_coverage": _said("Coverage against three times the target", "כיסוי מול פי שלושה מהיעד"),
    "chart_forecast": _said("Forecast by category against what was won of it", "תחזית לפי קטגוריה מול מה שנסגר ממנה"),
    "chart_months": _said(
        "Open and weighted money by month; the line is the range", "כסף פתוח ומשוקלל לפי חודש; הקו הוא הטווח"
    ),
    "chart_stages": _said(
        "{pipeline}: how many entered each stage, and the share that came further",
        "{pipeline}: כמה נכנסו לכל שלב, ואיזה חלק המשיכו",
    ),
    "chart_trend": _said(
        "{block}. Above: {period}, below: now; each pair on its own scale",
        "{block}. למעלה: {period}, למטה: כעת; כל זוג בקנה מידה משלו",
    ),
    "as_table": _said("As a table", "כטבלה"),
    # The end.
    "not_measured": _said("Not measured", "לא נמדדו"),
    "not_graded": _said("Measured without a grade", "נמדדו ללא ציון"),
    "left_out": _said("Left out or counted apart", "לא נכללו או נספרו בנפרד"),
    "method": _said("How it was measured", "כיצד נמדד"),
    "properties": _said("Properties: {names}", "מאפיינים: {names}"),
    "cost": _said("What reading cost", "עלות הקריאה"),
    "cost_requests": _said("requests", "בקשות"),
    "cost_search": _said("searches", "חיפושים"),
    "cost_list": _said("pages of lists", "דפי רשימות"),
    "cost_batch": _said("batches of records", "אצוות רשומות"),
    "cost_associations": _said("batches of associations", "אצוות קשרים"),
    "cost_export": _said("for exports", "לייצוא"),
    "cost_history": _said("batches with history", "אצוות עם היסטוריה"),
    "cost_settings": _said("about the portal itself", "על הפורטל עצמו"),
    "how_records": _said("records", "רשומות"),
    "how_changed": _said("changed", "השתנו"),
    "how_named": _said("named by others", "שאחרות מזכירות"),
}
