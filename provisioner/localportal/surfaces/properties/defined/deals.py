"""HubSpot-defined deal properties."""

# ruff: noqa: E501  one property is one line, however many options it has

from __future__ import annotations

TABLE = """
amount | Amount | number/number | W |
amount_in_home_currency | Amount in company currency | number/number | R |
closed_lost_reason | Closed Lost Reason | string/textarea | E |
closed_won_reason | Closed Won Reason | string/textarea | E |
closedate | Close Date | datetime/date | W |
createdate | Create Date | datetime/date | W |
days_to_close | Days to close | number/calculation_equation | R |
deal_currency_code | Currency | enumeration/select | W | USD=US Dollar;EUR=Euro;ILS=Israeli Shekel
dealname | Deal Name | string/text | W |
dealstage | Deal Stage | enumeration/radio | W |
dealtype | Deal Type | enumeration/radio | O | newbusiness=New Business;existingbusiness=Existing Business
description | Deal Description | string/textarea | W |
engagements_last_meeting_booked | Date of last meeting booked in meetings tool | datetime/date | R |
hs_acv | Annual contract value | number/number | W |
hs_all_owner_ids | All owner ids | enumeration/checkbox | R |
hs_analytics_source | Original Traffic Source | enumeration/select | L | ORGANIC_SEARCH=Organic Search;PAID_SEARCH=Paid Search;EMAIL_MARKETING=Email Marketing;SOCIAL_MEDIA=Organic Social;REFERRALS=Referrals;OTHER_CAMPAIGNS=Other Campaigns;DIRECT_TRAFFIC=Direct Traffic;OFFLINE=Offline Sources;PAID_SOCIAL=Paid Social
hs_arr | Annual recurring revenue | number/number | W |
hs_closed_amount | Closed Deal Amount | number/calculation_equation | R |
hs_closed_won_date | Closed Won Date | datetime/calculation_equation | R |
hs_created_by_user_id | Created by user ID | number/number | R |
hs_createdate | HubSpot Create Date | datetime/date | R |
hs_days_to_close_raw | Days to close (without rounding) | number/calculation_equation | R |
hs_deal_score | Deal Score | number/number | R |
hs_deal_stage_probability | Deal probability | number/number | R |
hs_forecast_amount | Forecast amount | number/calculation_equation | R |
hs_forecast_probability | Forecast probability | number/number | W |
hs_is_active_shared_deal | Is active shared deal | bool/calculation_equation | R | true=True;false=False
hs_is_closed | Is Deal Closed? | bool/booleancheckbox | R | true=True;false=False
hs_is_closed_lost | Is Closed Lost | bool/calculation_equation | R | true=True;false=False
hs_is_closed_won | Is Closed Won | bool/calculation_equation | R | true=True;false=False
hs_is_stalled | Is Stalled | bool/calculation_equation | R | true=True;false=False
hs_lastmodifieddate | Last Modified Date | datetime/date | R |
hs_latest_meeting_activity | Latest meeting activity | datetime/date | R |
hs_likelihood_to_close | Likelihood to close by the close date | number/calculation_score | R |
hs_manual_forecast_category | Forecast category | enumeration/select | L | OMIT=Not forecasted;PIPELINE=Pipeline;BEST_CASE=Best case;COMMIT=Commit;CLOSED=Closed won
hs_merged_object_ids | Merged Deal IDs | enumeration/checkbox | R |
hs_mrr | Monthly recurring revenue | number/number | W |
hs_next_meeting_id | Next Meeting ID | number/text | R |
hs_next_meeting_start_time | Next Meeting Start Time | datetime/text | R |
hs_next_step | Next step | string/text | W |
hs_next_step_updated_at | Next step updated at | datetime/calculation_equation | R |
hs_num_associated_deal_splits | Number of deal splits | number/calculation_rollup | R |
hs_num_of_associated_line_items | Number of associated line items | number/calculation_rollup | R |
hs_object_coordinates | Object coordinates | object_coordinates/text | R |
hs_object_id | Record ID | number/number | R |
hs_object_source_label | Record source | enumeration/select | R | CRM_UI=CRM UI;IMPORT=Import;INTEGRATION=Integration;API=API
hs_priority | Priority | enumeration/select | O | low=Low;medium=Medium;high=High
hs_projected_amount | Weighted amount | number/calculation_equation | R |
hs_projected_amount_in_home_currency | Weighted amount in company currency | number/calculation_equation | R |
hs_tag_ids | Deal Tags | enumeration/checkbox | W |
hs_tcv | Total contract value | number/number | W |
hs_updated_by_user_id | Updated by user ID | number/number | R |
hs_v2_date_entered_current_stage | Date entered current stage | datetime/text | R |
hs_v2_time_in_current_stage | Time in current stage | datetime/text | R |
hubspot_owner_assigneddate | Owner assigned date | datetime/date | R |
hubspot_owner_id | Deal owner | enumeration/select | W |
hubspot_team_id | HubSpot Team | enumeration/select | R |
notes_last_contacted | Last Contacted | datetime/date | R |
notes_last_updated | Last Activity Date | datetime/date | R |
notes_next_activity_date | Next Activity Date | datetime/date | R |
num_associated_contacts | Number of Associated Contacts | number/number | R |
num_contacted_notes | Number of times contacted | number/number | R |
num_notes | Number of Sales Activities | number/number | R |
pipeline | Pipeline | enumeration/select | W |
"""
