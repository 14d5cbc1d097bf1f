"""Names of the parts that figures are split by, in both languages: sources, tiers, categories, waits, checks."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.model.object_names import OBJECTS
from provisioner.model.texts import Text, said

PARTS: Mapping[str, Mapping[str, Text]] = {
    "source": {
        "google_search": said("Google search", "חיפוש בגוגל"),
        "social_paid": said("Paid social", "ממומן ברשתות"),
        "website_form": said("Website form", "טופס באתר"),
        "landing_page": said("Landing page", "דף נחיתה"),
        "phone_inbound": said("Inbound call", "שיחה נכנסת"),
        "whatsapp": said("WhatsApp", "וואטסאפ"),
        "referral": said("Referral", "הפניה"),
        "event": said("Event", "אירוע"),
        "social_organic": said("Social", "רשתות חברתיות"),
        "partner": said("Partner", "שותף"),
        "outbound": said("Outbound", "יזום"),
        "other": said("Other", "אחר"),
        "unknown": said("unknown", "לא ידוע"),
    },
    "tier": {
        "strategic": said("Strategic", "אסטרטגית"),
        "large": said("Large", "גדולה"),
        "standard": said("Standard", "רגילה"),
        "unknown": said("no tier", "ללא דרג"),
    },
    "category": {
        "COMMIT": said("Commit", "התחייבות"),
        "BEST_CASE": said("Best case", "תרחיש מיטבי"),
        "PIPELINE": said("Pipeline", "פייפליין"),
    },
    "bucket": {
        "<=5": said("up to 5 min", "עד 5 דק׳"),
        "5-15": said("5 to 15 min", "5 עד 15 דק׳"),
        "15-60": said("15 to 60 min", "15 עד 60 דק׳"),
        "60-1440": said("1 to 24 h", "1 עד 24 שע׳"),
        ">1440": said("over 24 h", "מעל 24 שע׳"),
        "never": said("never", "אף פעם"),
    },
    "check": {
        "amount": said("amount above 0", "סכום גדול מ: 0"),
        "close_date": said("close date still to come", "תאריך סגירה שטרם עבר"),
        "next_step": said("next step or activity soon", "צעד הבא או פעילות קרובה"),
        "stage_age": said("not too long in its stage", "לא שוהה יותר מדי בשלב"),
        "category": said("forecast category", "קטגוריית תחזית"),
        "contacts": said("enough contacts", "די אנשי קשר"),
        "decision_maker": said("decision maker known", "מקבל ההחלטות ידוע"),
    },
    "object": OBJECTS,
}
"""Values of the ready blueprints and of HubSpot, by what a figure is split by; others are told as they are."""
