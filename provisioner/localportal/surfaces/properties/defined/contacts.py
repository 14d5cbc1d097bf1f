"""HubSpot-defined contact properties."""

# ruff: noqa: E501  one property is one line, however many options it has

from __future__ import annotations

TABLE = """
address | Street Address | string/text | F |
annualrevenue | Annual Revenue | string/text | F |
associatedcompanyid | Primary Associated Company ID | number/number | W |
city | City | string/text | F |
closedate | Close Date | datetime/date | R |
company | Company Name | string/text | F |
company_size | Company size | string/text | F |
country | Country/Region | string/text | F |
createdate | Create Date | datetime/date | R |
date_of_birth | Date of birth | string/text | F |
days_to_close | Days To Close | number/number | R |
degree | Degree | string/text | F |
email | Email | string/text | W |
fax | Fax Number | string/phonenumber | F |
field_of_study | Field of study | string/text | F |
first_conversion_date | First Conversion Date | datetime/date | R |
first_deal_created_date | First Deal Created Date | datetime/date | R |
firstname | First Name | string/text | F |
gender | Gender | string/text | F |
graduation_date | Graduation date | string/text | F |
hs_analytics_source | Original Traffic Source | enumeration/select | L | ORGANIC_SEARCH=Organic Search;PAID_SEARCH=Paid Search;EMAIL_MARKETING=Email Marketing;SOCIAL_MEDIA=Organic Social;REFERRALS=Referrals;OTHER_CAMPAIGNS=Other Campaigns;DIRECT_TRAFFIC=Direct Traffic;OFFLINE=Offline Sources;PAID_SOCIAL=Paid Social
hs_buying_role | Buying Role | enumeration/checkbox | O | BLOCKER=Blocker;BUDGET_HOLDER=Budget Holder;CHAMPION=Champion;DECISION_MAKER=Decision Maker;END_USER=End User;EXECUTIVE_SPONSOR=Executive Sponsor;INFLUENCER=Influencer;LEGAL_AND_COMPLIANCE=Legal & Compliance;OTHER=Other
hs_calculated_phone_number | Calculated Phone Number in International Format | string/text | R |
hs_content_membership_status | Status | enumeration/select | L | inactive=Inactive;active=Active
hs_email_domain | Email Domain | string/text | R |
hs_first_outreach_date | First outreach date | datetime/date | R |
hs_language | Preferred language | enumeration/select | O | en=English;he=Hebrew;de=German;fr=French
hs_lead_status | Lead Status | enumeration/radio | O | NEW=New;OPEN=Open;IN_PROGRESS=In Progress;OPEN_DEAL=Open Deal;UNQUALIFIED=Unqualified;ATTEMPTED_TO_CONTACT=Attempted to Contact;CONNECTED=Connected;BAD_TIMING=Bad Timing
hs_legal_basis | Legal basis for processing contact's data | enumeration/checkbox | L | Legitimate interest - existing customer=Legitimate interest - existing customer;Not applicable=Not applicable
hs_marketable_status | Marketing contact status | enumeration/select | R | true=Marketing contact;false=Non-marketing contact
hs_merged_object_ids | Merged Contact IDs | enumeration/checkbox | R |
hs_object_id | Record ID | number/number | R |
hs_object_source_label | Record source | enumeration/select | R | CRM_UI=CRM UI;IMPORT=Import;INTEGRATION=Integration;API=API
hs_persona | Persona | enumeration/select | O | persona_1=Unnamed persona
hs_pipeline | Pipeline | enumeration/select | W |
hs_predictivecontactscore_v2 | Likelihood to close | number/calculation_score | R |
hs_sa_first_engagement_date | Date of first engagement | datetime/date | R |
hs_searchable_calculated_phone_number | Calculated phone number used for search | string/text | R |
hs_time_between_contact_creation_and_deal_creation | Time between contact creation and deal creation | number/number | R |
hs_time_to_first_engagement | Lead response time | number/number | R |
hs_v2_time_in_current_stage | Time in current stage | datetime/text | R |
hubspot_owner_assigneddate | Owner assigned date | datetime/date | R |
hubspot_owner_id | Contact owner | enumeration/select | W |
hubspot_team_id | HubSpot Team | enumeration/select | R |
hubspotscore | HubSpot Score | number/calculation_score | R |
industry | Industry | string/text | F |
job_function | Job function | string/text | F |
jobtitle | Job Title | string/text | F |
lastmodifieddate | Last Modified Date | datetime/date | R |
lastname | Last Name | string/text | F |
lifecyclestage | Lifecycle Stage | enumeration/radio | O | subscriber=Subscriber;lead=Lead;marketingqualifiedlead=Marketing Qualified Lead;salesqualifiedlead=Sales Qualified Lead;opportunity=Opportunity;customer=Customer;evangelist=Evangelist;other=Other
mobilephone | Mobile Phone Number | string/phonenumber | F |
notes_last_contacted | Last Contacted | datetime/date | R |
notes_last_updated | Last Activity Date | datetime/date | R |
notes_next_activity_date | Next Activity Date | datetime/date | R |
num_associated_deals | Number of Associated Deals | number/number | R |
num_contacted_notes | Number of times contacted | number/number | R |
num_notes | Number of Sales Activities | number/number | R |
numemployees | Number of Employees | enumeration/select | F | 1-5=1-5;5-25=5-25;25-50=25-50;50-100=50-100;100-500=100-500;500-1000=500-1000;1000+=1000+
phone | Phone Number | string/phonenumber | F |
recent_deal_amount | Recent Deal Amount | number/number | R |
recent_deal_close_date | Recent Deal Close Date | datetime/date | R |
salutation | Salutation | string/text | F |
state | State/Region | string/text | F |
total_revenue | Total Revenue | number/number | R |
website | Website URL | string/text | F |
zip | Postal Code | string/text | F |
"""
