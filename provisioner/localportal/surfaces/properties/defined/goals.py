"""HubSpot-defined goal target properties."""

from __future__ import annotations

TABLE = """
hs_assignee_team_id | Assignee team id | number/number | W |
hs_assignee_user_id | Assignee user id | number/number | W |
hs_createdate | Create date | datetime/date | R |
hs_created_by_user_id | Created by user ID | number/number | W |
hs_end_datetime | End date | datetime/date | W |
hs_goal_name | Goal name | string/text | W |
hs_goal_target_group_id | Goal target group ID | number/number | W |
hs_goal_type | Goal type | string/text | W |
hs_group_correlation_uuid | Group correlation UUID | string/text | W |
hs_kpi_filter_groups | KPI filter groups | string/text | W |
hs_kpi_metric_type | KPI metric type | string/text | W |
hs_kpi_object_type_id | KPI object type | string/text | W |
hs_kpi_property_name | KPI property name | string/text | W |
hs_kpi_time_period_property | KPI time period property | string/text | W |
hs_kpi_value | Progress | number/number | R |
hs_lastmodifieddate | Last modified date | datetime/date | R |
hs_milestone | Period | string/text | W |
hs_object_id | Record ID | number/number | R |
hs_outcome | Outcome | string/text | R |
hs_pipeline_ids | Pipelines | string/text | W |
hs_start_datetime | Start date | datetime/date | W |
hs_target_amount | Target amount | number/number | W |
hs_team_id | Team ID | number/number | W |
hs_template_id | Template ID | number/number | W |
hubspot_owner_id | Owner | enumeration/select | W |
hubspot_team_id | Team | enumeration/select | W |
"""
