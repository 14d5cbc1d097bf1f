"""HubSpot-defined ticket properties."""

# ruff: noqa: E501  one property is one line, however many options it has

from __future__ import annotations

TABLE = """
closed_date | Close date | datetime/date | R |
content | Ticket description | string/textarea | W |
createdate | Create date | datetime/date | R |
first_agent_reply_date | First agent response date | datetime/date | R |
hs_all_owner_ids | All owner ids | enumeration/checkbox | R |
hs_is_visible_in_help_desk | Is visible in help desk | bool/booleancheckbox | R | true=True;false=False
hs_lastmodifieddate | Last modified date | datetime/date | R |
hs_merged_object_ids | Merged Ticket IDs | enumeration/checkbox | R |
hs_num_times_contacted | Number of times contacted | number/number | R |
hs_object_id | Record ID | number/number | R |
hs_object_source_label | Record source | enumeration/select | R | CRM_UI=CRM UI;IMPORT=Import;INTEGRATION=Integration;API=API
hs_pipeline | Pipeline | enumeration/select | W |
hs_pipeline_stage | Ticket status | enumeration/select | W |
hs_resolution | Resolution | enumeration/select | O | ISSUE_FIXED=Issue fixed;FEATURE_REQUEST_TRACKED=Feature request tracked
hs_ticket_category | Category | enumeration/checkbox | O | PRODUCT_ISSUE=Product Issue;BILLING_ISSUE=Billing Issue;FEATURE_REQUEST=Feature Request;GENERAL_INQUIRY=General Inquiry
hs_ticket_id | Ticket ID | number/number | R |
hs_ticket_priority | Priority | enumeration/select | O | LOW=Low;MEDIUM=Medium;HIGH=High;URGENT=Urgent
hs_v2_date_entered_current_stage | Date entered current stage | datetime/text | R |
hs_v2_time_in_current_stage | Time in current stage | datetime/text | R |
hubspot_owner_assigneddate | Owner assigned date | datetime/date | R |
hubspot_owner_id | Ticket owner | enumeration/select | W |
hubspot_team_id | HubSpot team | enumeration/select | R |
notes_last_contacted | Last contacted date | datetime/date | R |
notes_last_updated | Last activity date | datetime/date | R |
notes_next_activity_date | Next activity date | datetime/date | R |
source_type | Source | enumeration/select | O | CHAT=Chat;EMAIL=Email;FORM=Form;PHONE=Phone
subject | Ticket name | string/text | W |
time_to_close | Time to close | number/number | R |
time_to_first_agent_reply | Time to first agent reply | number/number | R |
"""
