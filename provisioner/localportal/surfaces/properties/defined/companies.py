"""HubSpot-defined company properties."""

# ruff: noqa: E501  one property is one line, however many options it has

from __future__ import annotations

TABLE = """
about_us | About Us | string/textarea | W |
address | Street Address | string/text | W |
address2 | Street Address 2 | string/text | W |
annualrevenue | Annual Revenue | number/number | W |
city | City | string/text | W |
closedate | Close Date | datetime/date | R |
country | Country/Region | string/text | W |
createdate | Create Date | datetime/date | R |
description | Description | string/textarea | W |
domain | Company Domain Name | string/text | W |
founded_year | Year Founded | string/text | W |
hs_analytics_source | Original Traffic Source | enumeration/select | L | ORGANIC_SEARCH=Organic Search;PAID_SEARCH=Paid Search;EMAIL_MARKETING=Email Marketing;SOCIAL_MEDIA=Organic Social;REFERRALS=Referrals;OTHER_CAMPAIGNS=Other Campaigns;DIRECT_TRAFFIC=Direct Traffic;OFFLINE=Offline Sources;PAID_SOCIAL=Paid Social
hs_ideal_customer_profile | Ideal Customer Profile Tier | enumeration/select | O | tier_1=Tier 1;tier_2=Tier 2;tier_3=Tier 3
hs_is_target_account | Target Account | bool/booleancheckbox | W | true=True;false=False
hs_lastmodifieddate | Last Modified Date | datetime/date | R |
hs_lead_status | Lead Status | enumeration/radio | O | NEW=New;OPEN=Open;IN_PROGRESS=In Progress;OPEN_DEAL=Open Deal;UNQUALIFIED=Unqualified;ATTEMPTED_TO_CONTACT=Attempted to Contact;CONNECTED=Connected;BAD_TIMING=Bad Timing
hs_merged_object_ids | Merged Company IDs | enumeration/checkbox | R |
hs_num_child_companies | Number of child companies | number/number | R |
hs_num_decision_makers | Number of decision makers | number/calculation_rollup | R |
hs_num_open_deals | Number of open deals | number/calculation_rollup | R |
hs_object_id | Record ID | number/number | R |
hs_object_source_label | Record source | enumeration/select | R | CRM_UI=CRM UI;IMPORT=Import;INTEGRATION=Integration;API=API
hs_parent_company_id | Parent Company | number/number | W |
hs_pipeline | Pipeline | enumeration/select | W |
hs_total_deal_value | Total open deal value | number/calculation_rollup | R |
hs_v2_time_in_current_stage | Time in current stage | datetime/text | R |
hubspot_owner_assigneddate | Owner assigned date | datetime/date | R |
hubspot_owner_id | Company owner | enumeration/select | W |
hubspot_team_id | HubSpot Team | enumeration/select | R |
hubspotscore | HubSpot Score | number/calculation_score | R |
industry | Industry | enumeration/select | E | ACCOUNTING=Accounting;AUTOMOTIVE=Automotive;BANKING=Banking;BIOTECHNOLOGY=Biotechnology;COMPUTER_SOFTWARE=Computer Software;CONSTRUCTION=Construction;EDUCATION_MANAGEMENT=Education Management;FINANCIAL_SERVICES=Financial Services;FOOD_BEVERAGES=Food & Beverages;HOSPITAL_HEALTH_CARE=Hospital & Health Care;INFORMATION_TECHNOLOGY_AND_SERVICES=Information Technology and Services;INSURANCE=Insurance;INTERNET=Internet;LEGAL_SERVICES=Legal Services;REAL_ESTATE=Real Estate;RETAIL=Retail;TELECOMMUNICATIONS=Telecommunications
is_public | Is Public | bool/booleancheckbox | W | true=True;false=False
lifecyclestage | Lifecycle Stage | enumeration/radio | O | subscriber=Subscriber;lead=Lead;marketingqualifiedlead=Marketing Qualified Lead;salesqualifiedlead=Sales Qualified Lead;opportunity=Opportunity;customer=Customer;evangelist=Evangelist;other=Other
linkedin_company_page | LinkedIn Company Page | string/text | W |
name | Company name | string/text | W |
notes_last_contacted | Last Contacted | datetime/date | R |
notes_last_updated | Last Activity Date | datetime/date | R |
notes_next_activity_date | Next Activity Date | datetime/date | R |
num_associated_contacts | Number of Associated Contacts | number/number | R |
num_associated_deals | Number of Associated Deals | number/number | R |
numberofemployees | Number of Employees | number/number | W |
phone | Phone Number | string/phonenumber | W |
recent_deal_amount | Recent Deal Amount | number/number | R |
state | State/Region | string/text | W |
timezone | Time Zone | string/text | W |
total_revenue | Total Revenue | number/number | R |
type | Type | enumeration/radio | O | PROSPECT=Prospect;PARTNER=Partner;RESELLER=Reseller;VENDOR=Vendor;OTHER=Other
web_technologies | Web Technologies | enumeration/checkbox | L | hubspot=HubSpot;google_analytics=Google Analytics;wordpress=WordPress
website | Website URL | string/text | W |
zip | Postal Code | string/text | W |
"""
