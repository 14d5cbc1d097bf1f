"""Why a record was left out of a KPI, and why there is no figure or no grade: every code with its words."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.model.texts import Text, said

TEXTS: Mapping[str, Text] = {
    # Why records are left out or counted apart.
    "imported": said("came by import, nobody was waiting", "הגיעו בייבוא, איש לא המתין"),
    "duplicate": said("the same contact again within 24 hours", "אותו איש קשר שוב בתוך 24 שעות"),
    "outbound": said("our own outreach, not inbound", "פנייה יזומה שלנו, לא ליד נכנס"),
    "no_entry_time": said("has no creation time", "ללא מועד יצירה"),
    "undated_deal": said("has a deal whose creation time could not be read", "יש עסקה שמועד יצירתה לא נקרא"),
    "no_amount": said("has no amount, counted as 0", "ללא סכום, נספרו כ-0"),
    "no_positive_amount": said("has no amount above 0", "ללא סכום גדול מ-0"),
    "no_close_date": said("has no close date", "ללא תאריך סגירה"),
    "overdue": said("open although the close date has passed", "פתוחות אף שתאריך הסגירה עבר"),
    "omitted": said("left out of the forecast by its owner", "הוצאו מהתחזית בידי בעליהן"),
    "duplicate_loss": said("lost as a duplicate", "סומנו כהפסד בגלל כפילות"),
    "back_dated": said("closed before it was created", "נסגרו לפני שנוצרו"),
    "moved": said("moved to another pipeline", "הועברו לפייפליין אחר"),
    "unknown_state": said("neither open, won nor lost can be told", "לא ניתן לדעת אם פתוחה, נסגרה או אבדה"),
    "unknown_stage": said("is in a stage that is not known", "בשלב שאינו מוכר"),
    "no_owner": said("has no owner", "ללא בעלים"),
    "not_a_rep": said("belongs to a queue or to somebody who is no rep here", "שייכות לתור או למי שאינו נציג כאן"),
    "not_ended": said("had not ended or has no status", "לא הסתיימו או ללא סטטוס"),
    "no_direction": said("neither inbound nor outbound", "ללא כיוון שיחה"),
    "no_company": said("has no company", "ללא חברה"),
    "not_due": said(
        "was proposed too recently to be late, or withdrawn in time", "הוצעו לאחרונה והמועד טרם עבר, או בוטלו בזמן"
    ),
    # Why there is no figure, or a figure without a grade.
    "no_records": said("there is nothing to measure in the period", "אין מה למדוד בתקופה"),
    "no_target": said("no target is set", "לא הוגדר יעד"),
    "no_comparison": said("there are too few earlier records to compare with", "אין די נתוני עבר להשוואה"),
    "no_rate": said("an amount is in a currency without a rate", "סכום במטבע שאין לו שער"),
    "other_currency": said("the targets are in another currency than the company's", "היעדים במטבע שונה ממטבע החברה"),
    "no_reps": said("no rep was active in the period", "לא היה נציג פעיל בתקופה"),
    "no_open_days": said("the calendar has no open day so far in the period", "אין עדיין יום עבודה בתקופה"),
    "no_history": said("the past values could not be read", "לא ניתן היה לקרוא ערכי עבר"),
    "no_property": said("the portal lacks a property that is needed", "חסר בפורטל מאפיין נדרש"),
    "no_scope": said("the access token may not read the records", "לאסימון הגישה אין הרשאה לקרוא את הרשומות"),
    "no_pipeline": said("the portal has no pipeline of the blueprint for it", "אין בפורטל פייפליין מתאים של הבלופרינט"),
    "no_part": said("one of its parts has no figure", "לאחד ממרכיביו אין נתון"),
    "no_inbound": said("there were no inbound calls", "לא היו שיחות נכנסות"),
    "few_wins": said("too few deals were won to tell", "נסגרו מעט מדי עסקאות כדי לקבוע"),
    "few_leads": said("no rep has enough leads to tell", "לאף נציג אין די לידים כדי לקבוע"),
    "provisional": said("some of the records may still be decided", "חלק מהרשומות עדיין עשויות להיות מוכרעות"),
    "period_in_future": said("the period has not begun", "התקופה טרם החלה"),
    "period_over": said("the period is over, and this figure looks ahead", "התקופה הסתיימה והמדד צופה פני עתיד"),
    # Why two measurements are no trend.
    "currency_changed": said("the company's currency has changed", "מטבע החברה השתנה"),
    "stands_now": said("it tells how things stand now", "הוא מתאר את המצב כעת"),
    "other_measure": said("they measure different things", "הם מודדים דברים שונים"),
}
