"""HubSpot-defined task properties."""

# ruff: noqa: E501  one property is one line, however many options it has

from __future__ import annotations

TABLE = """
hs_createdate | Create date | datetime/date | R |
hs_lastmodifieddate | Last modified date | datetime/date | R |
hs_object_id | Record ID | number/number | R |
hs_queue_membership_ids | Queue | enumeration/checkbox | W |
hs_task_body | Task notes | string/html | W |
hs_task_completion_date | Completed at | datetime/date | R |
hs_task_priority | Priority | enumeration/select | O | NONE=None;LOW=Low;MEDIUM=Medium;HIGH=High
hs_task_status | Task status | enumeration/select | O | NOT_STARTED=Not started;IN_PROGRESS=In progress;WAITING=Waiting;DEFERRED=Deferred;COMPLETED=Completed
hs_task_subject | Task title | string/text | W |
hs_task_type | Task type | enumeration/select | O | TODO=To-do;CALL=Call;EMAIL=Email;LINKED_IN_MESSAGE=LinkedIn message
hs_timestamp | Due date | datetime/date | W |
hubspot_owner_assigneddate | Owner assigned date | datetime/date | R |
hubspot_owner_id | Assigned to | enumeration/select | W |
"""
