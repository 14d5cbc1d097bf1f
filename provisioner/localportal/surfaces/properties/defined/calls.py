"""HubSpot-defined call properties."""

# ruff: noqa: E501  one property is one line, however many options it has

from __future__ import annotations

TABLE = """
hs_activity_type | Call and meeting type | enumeration/select | O |
hs_body_preview | Body preview | string/text | R |
hs_call_body | Call notes | string/html | W |
hs_call_callee_object_id | Callee object id | number/number | W |
hs_call_callee_object_type_id | Callee object type | string/text | W |
hs_call_direction | Call direction | enumeration/select | W | INBOUND=Inbound;OUTBOUND=Outbound
hs_call_disposition | Call outcome | enumeration/select | W |
hs_call_duration | Call duration | number/number | W |
hs_call_from_number | From number | string/text | W |
hs_call_has_voicemail | Has voicemail | bool/booleancheckbox | W | true=True;false=False
hs_call_recording_url | Recording URL | string/text | W |
hs_call_source | Call source | enumeration/select | W | INTEGRATIONS_PLATFORM=Integrations platform;MOBILE=Mobile;WEB=Web
hs_call_status | Call status | enumeration/select | W | BUSY=Busy;CALLING_CRM_USER=Calling CRM user;CANCELED=Canceled;COMPLETED=Completed;CONNECTING=Connecting;FAILED=Failed;IN_PROGRESS=In progress;MISSED=Missed;NO_ANSWER=No answer;QUEUED=Queued;RINGING=Ringing
hs_call_title | Call title | string/text | W |
hs_call_to_number | To number | string/text | W |
hs_createdate | Create date | datetime/date | R |
hs_lastmodifieddate | Last modified date | datetime/date | R |
hs_object_id | Record ID | number/number | R |
hs_object_source_label | Record source | enumeration/select | R | CRM_UI=CRM UI;IMPORT=Import;INTEGRATION=Integration;API=API
hs_timestamp | Activity date | datetime/date | W |
hubspot_owner_id | Activity assigned to | enumeration/select | W |
hubspot_team_id | HubSpot team | enumeration/select | R |
"""
