"""What kinds of records are called, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.model.texts import Text, said

OBJECTS: Mapping[str, Text] = {
    "calls": said("calls", "שיחות"),
    "communications": said("messages", "הודעות"),
    "companies": said("companies", "חברות"),
    "contacts": said("contacts", "אנשי קשר"),
    "deal_splits": said("deal splits", "חלוקת עסקאות"),
    "deals": said("deals", "עסקאות"),
    "emails": said("e-mails", "דוא״ל"),
    "goal_targets": said("goals", "יעדים אישיים וצוותיים"),
    "leads": said("leads", "לידים"),
    "meetings": said("meetings", "פגישות"),
    "owners": said("owners", "בעלי רשומות"),
}
"""By the name that HubSpot's API has for them."""
