"""Names of the parts that figures are split by, in both languages: sources, tiers, categories, waits, checks."""

from __future__ import annotations

from collections.abc import Mapping

Text = Mapping[str, str]


def _said(en: str, he: str) -> Text:
    return {"en": en, "he": he}


PARTS: Mapping[str, Mapping[str, Text]] = {
    "source": {
        "google_search": _said("Google search", "חיפוש בגוגל"),
        "social_paid": _said("Paid social", "ממומן ברשתות"),
        "website_form": _said("Website form", "טופס באתר"),
        "landing_page": _said("Landing page", "דף נחיתה"),
        "phone_inbound": _said("Inbound call", "שיחה נכנסת"),
        "whatsapp": _said("WhatsApp", "וואטסאפ"),
        "referral": _said("Referral", "הפניה"),
        "event": _said("Event", "אירוע"),
        "social_organic": _said("Social", "רשתות חברתיות"),
        "partner": _said("Partner", "שותף"),
        "outbound": _said("Outbound", "יזום"),
        "other": _said("Other", "אחר"),
        "unknown": _said("unknown", "לא ידוע"),
    },
    "tier": {
        "strategic": _said("Strategic", "אסטרטגית"),
        "large": _said("Large", "גדולה"),
        "standard": _said("Standard", "רגילה"),
        "unknown": _said("no tier", "ללא דרג"),
    },
    "category": {
        "COMMIT": _said("Commit", "התחייבות"),
        "BEST_CASE": _said("Best case", "תרחיש מיטבי"),
        "PIPELINE": _said("Pipeline", "פייפליין"),
    },
    "bucket": {
        "<=5": _said("up to 5 min", "עד 5 דק׳"),
        "5-15": _said("5 to 15 min", "5 עד 15 דק׳"),
        "15-60": _said("15 to 60 min", "15 עד 60 דק׳"),
        "60-1440": _said("1 to 24 h", "1 עד 24 שע׳"),
        ">1440": _said("over 24 h", "מעל 24 שע׳"),
        "never": _said("never", "אף פעם"),
    },
    "check": {
        "amount": _said("amount above 0", "סכום גדול מ: 0"),
        "close_date": _said("close date still to come", "תאריך סגירה שטרם עבר"),
        "next_step": _said("next step or activity soon", "צעד הבא או פעילות קרובה"),
        "stage_age": _said("not too long in its stage", "לא שוהה יותר מדי בשלב"),
        "category": _said("forecast category", "קטגוריית תחזית"),
        "contacts": _said("enough contacts", "די אנשי קשר"),
        "decision_maker": _said("decision maker known", "מקבל ההחלטות ידוע"),
    },
    "object": {
        "calls": _said("calls", "שיחות"),
        "companies": _said("companies", "חברות"),
        "owners": _said("owners", "בעלי רשומות"),
        "deals": _said("deals", "עסקאות"),
        "leads": _said("leads", "לידים"),
        "contacts": _said("contacts", "אנשי קשר"),
    },
}
"""Values of the ready blueprints and of HubSpot, by what a figure is split by; others are told as they are."""
