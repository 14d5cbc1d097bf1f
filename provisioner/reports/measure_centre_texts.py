"""The words of what a call centre is told, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.model.texts import Text, said

WORDS: Mapping[str, Text] = {
    # Call centre.
    "daily": said("Daily control", "בקרה יומית"),
    "in_time": said("Reached in time", "נענו בזמן"),
    "attempted": said("Somebody tried to reach them", "נעשה ניסיון קשר"),
    "breaches": said("Still waiting beyond the limit", "עדיין ממתינים מעבר ליעד"),
    "new_leads": said("New leads", "לידים חדשים"),
    "calls": said("Calls", "שיחות"),
    "inbound": said("Inbound answered", "מענה לנכנסות"),
    "connect": said("Outbound connected", "שיחות יוצאות שנענו"),
    "revenue": said("Revenue", "הכנסה"),
    "won_deals": said("Deals won", "עסקאות שנסגרו"),
    "leaking": said("Leaking now, of all open", "זליגה כעת, מכלל הפתוחים"),
    "first_contact": said("Time to first contact", "זמן לקשר ראשון"),
    "waited": said("Waited", "המתינו"),
    "became": said("Became deals", "הפכו לעסקה"),
    "rate": said("Rate", "שיעור"),
    "quick_pays": said(
        "Reached within {limit}: {early} became deals; later or never: {late}. Times are business minutes.",
        "נענו בתוך {limit}: {early} הפכו לעסקה; מאוחר יותר או אף פעם: {late}. הזמנים בדקות עבודה.",
    ),
    "sources": said("Marketing and sales together: leads by source", "שיווק ומכירות יחד: לידים לפי מקור"),
    "contact": said("First contact", "קשר ראשון"),
    "to_deal": said("Lead to deal", "ליד לעסקה"),
    "weak_source": said(
        "For marketing: {source} brings deals at less than half of the average rate.",
        "לשיווק: שיעור העסקאות ממקור {source} נמוך ממחצית הממוצע.",
    ),
    "weak_rep": said(
        "For the sales manager: {rep} makes fewer deals than these leads should give; listen to calls together.",
        "להנהלת המכירות: {rep}, פחות עסקאות ממה שהלידים האלה אמורים לתת; להאזין יחד לשיחות.",
    ),
    "rep_pace": said("Pace by rep", "קצב לפי נציג"),
    "calls_a_day": said("Calls a day", "שיחות ליום"),
    "handling": said("What reps made of their leads", "מה עשו הנציגים עם הלידים"),
    "handling_means": said(
        "The index is deals ÷ the deals that such a mix of sources usually gives; above 1 is better handling.",
        "המדד הוא עסקאות ÷ העסקאות שתמהיל מקורות כזה נותן בדרך כלל; מעל 1 הטיפול טוב יותר.",
    ),
    "expected": said("Expected", "צפוי"),
    "index": said("Index", "מדד"),
    "days": said("Revenue by day", "הכנסה לפי יום"),
    "full": said("full day", "יום מלא"),
    "short": said("short day", "יום קצר"),
    "closed": said("closed", "סגור"),
}
