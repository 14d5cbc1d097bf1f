"""The words of reports on KPIs in both languages: headings, columns and sentences."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.model.texts import Text, said
from provisioner.reports import measure_centre_texts, measure_selling_texts

WORDS: Mapping[str, Text] = {
    **measure_centre_texts.WORDS,
    **measure_selling_texts.WORDS,
    # The head.
    "title": said("KPI report", "דוח מדדים"),
    "call_center": said("call centre", "מוקד מכירות"),
    "b2b": said("senior B2B", "מכירות B2B בכירות"),
    "hybrid": said("hybrid: call centre and senior B2B", "משולב: מוקד ומכירות B2B בכירות"),
    "portal": said("Portal {name}: {id}, {environment}", "פורטל {name}: {id}, {environment}"),
    "sandbox": said("sandbox", "ארגז חול"),
    "production": said("production", "ייצור"),
    "local": said("local", "מקומי"),
    "blueprint": said(
        "Blueprint {name} {version}; way of selling: {mode}", "תבנית {name} {version}; שיטת העבודה: {mode}"
    ),
    "period": said("Period {period}; all times in {zone}", "תקופה {period}; כל השעות לפי {zone}"),
    "moment": said("Read on {moment}", "נקרא ב: {moment}"),
    "vat_with": said("Amounts in {currency}, with VAT", "סכומים במטבע {currency}, כולל מע״מ"),
    "vat_without": said("Amounts in {currency}, without VAT", "סכומים במטבע {currency}, ללא מע״מ"),
    "vat_unknown": said(
        "Amounts in {currency}, as entered in the deals; whether with VAT is not on record",
        "סכומים במטבע {currency}, כפי שהוזנו בעסקאות; לא רשום אם כולל מע״מ",
    ),
    "warnings": said("Please note", "לתשומת לבכם"),
    # Columns.
    "measure": said("Measure", "מדד"),
    "value": said("Value", "ערך"),
    "target": said("Target", "יעד"),
    "grade": said("Grade", "ציון"),
    "n": said("n", "כמות"),
    "rep": said("Rep", "נציג"),
    "team": said("Team", "צוות"),
    "source": said("Source", "מקור"),
    "pipeline": said("Pipeline", "פייפליין"),
    "stage": said("Stage", "שלב"),
    "segment": said("Segment", "פלח"),
    "leads": said("Leads", "לידים"),
    "deals": said("Deals", "עסקאות"),
    "amount": said("Amount", "סכום"),
    "day": said("Day", "יום"),
    "month": said("Month", "חודש"),
    "hours": said("Hours", "שעות"),
    "before": said("Before", "קודם"),
    "now": said("Now", "כעת"),
    "change": said("Change", "שינוי"),
    "trend_word": said("Trend", "מגמה"),
    "share": said("Share", "שיעור"),
    "reason": said("Reason", "סיבה"),
    "nobody": said("without owner", "ללא בעלים"),
    "none": said("not given", "לא צוין"),
    "at_most": said("at most {target}", "עד {target}"),
    "below": said("below {amount}", "מתחת ל: {amount}"),
    "from": said("from {amount}", "החל ב: {amount}"),
    "between": said("{low} to {high}", "{low} עד {high}"),
    # Blocks of measures.
    "measures": said("The measures", "המדדים"),
    "pace": said("Pace: speed and volume", "קצב: מהירות ונפח"),
    "conversion": said("From lead to deal", "מליד לעסקה"),
    "control": said("Control: pipeline and forecast", "שליטה: פייפליין ותחזית"),
    "quality": said("Quality of selling", "איכות המכירה"),
    "money": said("Money", "כסף"),
    "order": said("Nothing falls between the cracks", "שום דבר לא נופל בין הסדקים"),
    # What to do.
    "advice": said("What matters first", "מה חשוב קודם"),
    "no_advice": said("No measure is at risk or on watch.", "אין מדד בסיכון או לתשומת לב."),
    # Trend.
    "trend": said("Against {period}", "מול {period}"),
    "better": said("better", "השתפר"),
    "worse": said("worse", "הורע"),
    "same": said("the same", "ללא שינוי"),
    "so_far": said("so far", "עד כה"),
    "still_runs": said(
        "The period is still running: these are the figures so far.", "התקופה עדיין נמשכת: אלה הנתונים עד כה."
    ),
    "course": said("Over {number} periods", "לאורך {number} תקופות"),
    "no_course": said("No trend, since {why}: {names}.", "אין מגמה, כי {why}: {names}."),
    "period_word": said("Period", "תקופה"),
    "no_trend": said("{name}: no comparison, {why}.", "{name}: אין השוואה, {why}."),
    # Beside the figures.
    "beside": said("Beside the figures", "לצד המדדים"),
    "beside_K1": said(
        "nine of ten within {p90}; {attempted} were tried at all.",
        "תשעה מכל עשרה בתוך {p90}; ניסיון קשר נעשה עם {attempted}.",
    ),
    "beside_K2": said(
        "within {days} days; later ones too: {ever}; without spam and duplicates: {net}.",
        "בתוך {days} ימים; כולל מאוחרים: {ever}; ללא ספאם וכפילויות: {net}.",
    ),
    "beside_K8": said("{net} without {junk} that are spam or duplicates.", "{net} בלי {junk} שהם ספאם או כפילות."),
    "beside_K10": said("the median is {median}.", "החציון הוא {median}."),
    "beside_K11": said("the mean is {mean}.", "הממוצע הוא {mean}."),
    "beside_K11_usual": said(
        "In the 12 months before the median was {median}.", "ב-12 החודשים שקדמו החציון היה {median}."
    ),
    "beside_K11_centre": said("In the centre the median is {median}.", "במוקד החציון הוא {median}."),
    "beside_K13": said(
        "{inbound} in, {outbound} out; {talk} of talk.", "{inbound} נכנסות, {outbound} יוצאות; {talk} של שיחה."
    ),
    "beside_K14": said("{voicemail} callers left a voicemail.", "פונים שהשאירו הודעה קולית: {voicemail}."),
    "beside_K14_length": said(
        "{count} outbound calls without an outcome are judged by their length.",
        "שיחות יוצאות ללא תוצאה רשומה, שנשפטו לפי אורכן: {count}.",
    ),
    "beside_K17": said(
        "speed {speed} × volume {volume} × consistency {consistency} = {index}.",
        "מהירות {speed} × נפח {volume} × עקביות {consistency} = {index}.",
    ),
    "beside_K18": said(
        "quality {quality} × depth {depth} × forecast {forecast} = {index}.",
        "איכות {quality} × עומק {depth} × תחזית {forecast} = {index}.",
    ),
    "beside_K20": said(
        "{deals} open deals × win rate {rate} × {size} ÷ {days}.",
        "{deals} עסקאות פתוחות × אחוז זכייה {rate} × {size} ÷ {days}.",
    ),
    "beside_K22": said(
        "with {won} that is won to date it comes to {both}, and by that it is graded; "
        "by history it would be {historical}.",
        "יחד עם {won} שנסגרו עד כה מדובר ב: {both}, ולפיהם הציון; לפי העבר היה {historical}.",
    ),
    "beside_K23": said("each active customer is worth {now} in 12 months.", "כל לקוח פעיל שווה {now} ב-12 חודשים."),
    "beside_K23_growth": said(
        "each active customer is worth {now} in 12 months, {then} in the 12 before: {growth}.",
        "כל לקוח פעיל שווה {now} ב-12 חודשים, {then} ב-12 שקדמו: {growth}.",
    ),
    # What falls between the cracks.
    "cracks": said("Between the cracks, as of now", "בין הסדקים, נכון לעכשיו"),
    "records": said("Records", "רשומות"),
    "leak": said("Leaking", "זולגים"),
    "of_open": said("Of open", "מתוך פתוחים"),
    # Charts.
    "chart_first_contact": said(
        "Leads by how long they waited, and above them the share that became deals",
        "לידים לפי זמן ההמתנה, ומעליהם השיעור שהפכו לעסקאות",
    ),
    "chart_days": said(
        "Revenue by day; shaded days are closed, not bad", "הכנסה לפי יום; ימים מוצללים הם ימי סגירה, לא ימים חלשים"
    ),
    "chart_coverage": said("Coverage against three times the target", "כיסוי מול פי שלושה מהיעד"),
    "chart_forecast": said("Forecast by category against what was won of it", "תחזית לפי קטגוריה מול מה שנסגר ממנה"),
    "chart_months": said(
        "Open and weighted money by month; the line is the range", "כסף פתוח ומשוקלל לפי חודש; הקו הוא הטווח"
    ),
    "chart_stages": said(
        "{pipeline}: how many entered each stage, and the share that came further",
        "{pipeline}: כמה נכנסו לכל שלב, ואיזה חלק המשיכו",
    ),
    "chart_trend": said(
        "{block}. Above: {period}, below: now; each pair on its own scale",
        "{block}. למעלה: {period}, למטה: כעת; כל זוג בקנה מידה משלו",
    ),
    "chart_course": said("{name}; dashed: target {target}", "{name}; קו מקווקו: יעד {target}"),
    "as_table": said("As a table", "כטבלה"),
    # The end.
    "not_measured": said("Not measured", "לא נמדדו"),
    "not_graded": said("Measured without a grade", "נמדדו ללא ציון"),
    "left_out": said("Left out or counted apart", "לא נכללו או נספרו בנפרד"),
    "method": said("How it was measured", "כיצד נמדד"),
    "properties": said("Properties: {names}", "מאפיינים: {names}"),
    "cost": said("What reading cost", "עלות הקריאה"),
    "cost_requests": said("requests", "בקשות"),
    "cost_search": said("searches", "חיפושים"),
    "cost_list": said("pages of lists", "דפי רשימות"),
    "cost_batch": said("batches of records", "אצוות רשומות"),
    "cost_associations": said("batches of associations", "אצוות קשרים"),
    "cost_export": said("for exports", "לייצוא"),
    "cost_history": said("batches with history", "אצוות עם היסטוריה"),
    "cost_settings": said("about the portal itself", "על הפורטל עצמו"),
    "how_records": said("records", "רשומות"),
    "how_changed": said("changed", "השתנו"),
    "how_named": said("named by others", "שאחרות מזכירות"),
}
