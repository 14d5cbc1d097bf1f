"""HubSpot-defined lead properties."""

# ruff: noqa: E501  one property is one line, however many options it has

from __future__ import annotations

TABLE = """
hs_all_owner_ids | All owner ids | enumeration/checkbox | R |
hs_associated_company_name | Associated company name | string/calculation_equation | R |
hs_associated_contact_email | Associated contact email | string/calculation_equation | R |
hs_contact_analytics_source | Contact original traffic source | enumeration/select | R | ORGANIC_SEARCH=Organic Search;DIRECT_TRAFFIC=Direct Traffic;OFFLINE=Offline Sources
hs_createdate | Create date | datetime/date | R |
hs_lastmodifieddate | Last modified date | datetime/date | R |
hs_lead_associated_deals_count | Associated deals count | number/calculation_rollup | R |
hs_lead_call_count | Call count | number/calculation_rollup | R |
hs_lead_disqualification_note | Disqualification note | string/textarea | W |
hs_lead_disqualification_reason | Disqualification reason | enumeration/select | O | BAD_TIMING=Bad timing;BUDGET=Budget;COMPETITOR=Competitor;NOT_A_FIT=Not a fit;UNRESPONSIVE=Unresponsive;OTHER=Other
hs_lead_first_outreach_date | First outreach date | datetime/date | R |
hs_lead_is_disqualified | Is disqualified | bool/calculation_equation | R | true=True;false=False
hs_lead_is_in_progress | Is in progress | bool/calculation_equation | R | true=True;false=False
hs_lead_is_new | Is new | bool/calculation_equation | R | true=True;false=False
hs_lead_is_open | Is open | bool/calculation_equation | R | true=True;false=False
hs_lead_is_open_v2 | Is open (v2) | bool/calculation_equation | R | true=True;false=False
hs_lead_is_qualified | Is qualified | bool/calculation_equation | R | true=True;false=False
hs_lead_label | Lead label | enumeration/select | O | HOT=Hot;WARM=Warm;COLD=Cold
hs_lead_name | Lead name | string/text | W |
hs_lead_outreach_activity_count | Outreach activity count | number/calculation_rollup | R |
hs_lead_source | Lead source | enumeration/select | R | ORGANIC_SEARCH=Organic Search;DIRECT_TRAFFIC=Direct Traffic;OFFLINE=Offline Sources
hs_lead_type | Lead type | enumeration/select | O | NEW_BUSINESS=New business;RE_ATTEMPTING=Re-attempting;UPSELL=Upsell
hs_merged_object_ids | Merged Lead IDs | enumeration/checkbox | R |
hs_object_id | Record ID | number/number | R |
hs_object_source_label | Record source | enumeration/select | R | CRM_UI=CRM UI;IMPORT=Import;INTEGRATION=Integration;API=API
hs_pipeline | Pipeline | enumeration/select | W |
hs_pipeline_stage | Stage | enumeration/select | W |
hs_primary_company_id | Primary company ID | number/calculation_rollup | R |
hs_primary_contact_id | Primary contact ID | number/calculation_rollup | R |
hs_v2_date_entered_current_stage | Date entered current stage | datetime/text | R |
hs_v2_time_in_current_stage | Time in current stage | datetime/text | R |
hubspot_owner_assigneddate | Owner assigned date | datetime/date | R |
hubspot_owner_id | Lead owner | enumeration/select | W |
hubspot_team_id | HubSpot team | enumeration/select | R |
notes_last_contacted | Last contacted | datetime/date | R |
notes_last_updated | Last activity date | datetime/date | R |
notes_next_activity_date | Next activity date | datetime/date | R |
"""
