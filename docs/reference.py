"""What the generated page of blueprints says beside what the program knows of itself: introductions and examples."""

from __future__ import annotations

from collections.abc import Mapping

BLUEPRINT_HEAD = """\
# Blueprint reference

A blueprint is a YAML file that says what a portal should be. Everything in it is optional but `blueprint`, `version`
and `mode`; `plan` and `apply` need `decision` too. [The tutorial](tutorial.md) writes one from nothing, [the ready
ones](../blueprints/README.md) show a whole one, and `provisioner schema` prints the JSON Schema from which this page
is made.

## The language

- YAML 1.2, one document in UTF-8, at most 5 MB. `yes`, `no`, `on`, `off` and dates are text. Tags, merge keys (`<<`),
  duplicate keys and tabs are refused; aliases may repeat at most 100,000 values in all.
- Maps are keyed by name, and **their order is display order**: options as the reps see them, stages as on the board.
- A name is the identity of a thing and stays; labels may change at any time. Names are small Latin letters, digits and
  `_`, the first a letter. A thing is spoken of by its **key**: `property_group:deals/core_sales`,
  `property:deals/core_loss_reason`, `pipeline:deals/cc_sales`, and for a stage `pipeline:deals/cc_sales#won`.
- Object types: `contacts`, `companies`, `deals`, `tickets`, `leads`, `products`, `line_items`, `quotes`, `calls`,
  `tasks`, `meetings`, `notes`, `emails`, `orders`, `services`, `appointments`, `courses`, `listings`, and a custom
  object as `2-<number>`.
- **Fields that are not named are not ours.** A plan compares only what the blueprint names: leave `description` out,
  and whatever the portal has there stays. The options of a property of your own are the exception: they are a whole,
  and one that is missing is taken away ([why](decisions/0004-options.md)).

### Text

Wherever a field is a text, write one string, or one for each language: `{en: Price, he: מחיר}`. The parameter
`label_language` picks what a portal shows: `en` (the default), `he` (English where Hebrew is missing), or `both`
(Hebrew with the English in brackets).

### Imports

`imports` takes in fragments: files with sections and parameters, without a head. Paths count from the file that
imports. The same name defined in two files is an error that names both places.

### Parameters in use

`${name}` in any value is replaced. A value that is nothing but `${name}` takes the parameter's type; `$${` stands for
the two characters. A portal overrides a parameter under `parameters:` in `provisioner.yaml`.
"""

ORDER = (
    *("property_group", "property", "property_option", "pipeline", "stage"),
    *("association_label", "property_validation", "team"),
    *("list", "list_filter", "list_condition", "pipeline_rules"),
    *("automation", "rule", "recipient", "dose_override", "builtin", "variant"),
)
"""Definitions in the order of the page."""

ABOUT: Mapping[str, str] = {
    "top": "Keys of a blueprint. A fragment has only `imports`, `parameters`, the sections and `retire`.",
    "parameter": (
        "Under `parameters`, by name. `label_language` is a parameter of type `string` whose values are `en`, `he`"
        " and `both`."
    ),
    "property_group": "Under `property_groups`, by object type and name.",
    "property": (
        "Under `properties`, by object type and name. What HubSpot does with each field: [kinds](kinds.md#properties)."
    ),
    "property_option": "Under `options` of a property, by value. The short form is the label alone.",
    "pipeline": "Under `pipelines`, by object type and name. A pipeline name has at most 36 characters.",
    "stage": (
        "Under `stages` of a pipeline, by name. HubSpot's id of a stage is `<pipeline>_<stage>`, at most 100"
        " characters. HubSpot has no place for `forecast_category`, `milestone`, `max_age`, `max_age_property`,"
        " `entry`, `exit` and `playbook`: they are checked and stay in the blueprint."
    ),
    "association_label": (
        "Under `association_labels`, by pair of objects, as `deals/contacts`, and name. Labels need a Professional or"
        " Enterprise subscription. How one is found again: [kinds](kinds.md#association-labels)."
    ),
    "property_validation": (
        "Under `property_validations`, by object type and name of the property. Each field is a rule of its own, and a"
        " rule that is not named is left alone. HubSpot holds people, imports and programs to them."
    ),
    "team": (
        "Under `teams`, by a word of your own. Rules name a team by its `name`; one that the blueprint has is"
        " made before them. Who is in a team is never configuration."
    ),
    "list": (
        "Under `lists`, by object type and name. Every list keeps itself up to date. How one is found again:"
        " [kinds](kinds.md#lists)."
    ),
    "list_filter": "Under `filters` of a list. All that stands in one must hold.",
    "list_condition": (
        "Under `where` of a filter, by property. One word each. A moment is `now` or `today`, with days or hours added"
        " or taken away, in the time zone of the blueprint's calendar."
    ),
    "pipeline_rules": (
        "Under `pipeline_rules`, by object type and name of the pipeline. A rule that is not named is left alone. They"
        " bind people at work in HubSpot, not workflows, apps or super admins."
    ),
    "automation": (
        "Sales rules, each of which becomes a workflow; [what rules there are](automation.md). They need the scope"
        " `automation` and a Professional subscription of any hub."
    ),
    "rule": (
        "Under `rules` of `automation`, by name. Beside these fields a rule has the parameters of its"
        " [template](automation.md#templates)."
    ),
    "recipient": "Under `recipients` of `automation`, by name; or in a rule itself. One of the four.",
    "dose_override": "Under `automation`: a recorded decision for more automation than B2B bears, with an end.",
    "builtin": "Under `automation`: what HubSpot's own automation is set to, which its API does not tell.",
    "kpis": (
        "What is measured in a portal, and against what. Everything has a default that fits the mode. A portal's own"
        " targets stand in a [target file](targets.md), which has the same keys and wins."
    ),
    "kpi_team": "Under `teams` of `kpis`, by the name of the team in HubSpot.",
    "measure": (
        "Under `measures` of `kpis`, by the id of a KPI: `target`, and `good` with `watch`, the last values that earn"
        " these grades; for a second figure of a KPI the two stand under its name. A `target` alone moves the"
        " thresholds with it."
    ),
    "variant": (
        "Under `variants`, by name: what takes the place of a part where an account lacks something."
        " [Variants](variants.md) tells how one is chosen."
    ),
    "retire": (
        "What must go. Taking a thing out of its section deletes nothing; naming it here archives it, unless records"
        " stand in it. `move_to` is checked and kept; records are not moved."
    ),
}

EXAMPLES: Mapping[str, str] = {
    "top": """\
blueprint: acme_sales
version: 1.0.0
mode: b2b
title: {en: Acme sales, he: מכירות אקמי}
decision:
  made_on: "2026-11-01"
  by: sales management
  why: Few large customers, several people decide, a sale takes months.
parameters:
  label_language: {type: string, enum: [en, he, both], default: en}
  currency_word: {type: string, default: ILS}
""",
    "property_group": """\
property_groups:
  deals:
    acme_core: {label: {en: Acme core, he: ליבת אקמי}}
""",
    "property": """\
properties:
  deals:
    acme_budget:
      label: {en: "Budget (${currency_word})", he: "תקציב (${currency_word})"}
      group: acme_core
      type: number
      field_type: number
    acme_owner:
      label: {en: Sponsor, he: נותן חסות}
      group: acme_core
      type: enumeration
      field_type: select
      external_options: true
      referenced_object_type: OWNER
    dealtype:
      hubspot_defined: true
      options:
        renewal: {en: Renewal, he: חידוש}
""",
    "property_option": """\
properties:
  companies:
    acme_tier:
      label: {en: Tier, he: דרגה}
      group: companyinformation
      type: enumeration
      field_type: radio
      options:
        gold: {en: Gold, he: זהב}
        silver: {en: Silver, he: כסף}
        bronze: {label: {en: Bronze, he: ארד}, hidden: true}
""",
    "pipeline": """\
pipelines:
  tickets:
    acme_care:
      label: {en: Care, he: שירות}
      stages:
        new: {label: {en: New call, he: פנייה חדשה}, ticket_state: open}
        done: {label: {en: Done, he: טופל}, ticket_state: closed}
""",
    "stage": """\
pipelines:
  deals:
    acme_new:
      label: {en: New business, he: לקוחות חדשים}
      stages:
        offer:
          label: {en: Offer presented, he: הוצגה הצעה}
          probability: 0.4
          forecast_category: pipeline
          milestone: presentation
          max_age: 10bd
          entry: {en: The decision maker saw the offer, he: מקבל ההחלטות ראה את ההצעה}
          exit: {en: The customer answered, he: הלקוח השיב}
          playbook:
            - {en: Agree on the day of the answer, he: לסכם על מועד התשובה}
        won: {label: {en: Won, he: נסגר}, probability: 1.0, forecast_category: closed, was: [closed]}
        lost: {label: {en: Lost, he: אבד}, probability: 0.0, forecast_category: omit}
""",
    "association_label": """\
association_labels:
  deals/contacts:
    acme_sponsor:
      label: {en: Sponsor, he: נותן חסות}
      inverse_label: {en: Sponsors, he: נותן חסות לעסקה}
""",
    "property_validation": """\
property_validations:
  deals:
    acme_budget: {min_number: 0, decimals: 0}
  contacts:
    phone: {phone_country_codes: []}
    zip:
      pattern: "[0-9]{7}"
      pattern_message: {en: Seven digits, he: שבע ספרות}
""",
    "team": """\
teams:
  acme_managers: {name: הנהלת מכירות, was: [הנהלה]}
""",
    "list": """\
lists:
  deals:
    acme_late:
      name: {en: Close date passed, he: מועד הסגירה עבר}
      filters:
        - pipeline: acme_new
          where: {hs_is_closed: {is: false}, closedate: {before: today}}
""",
    "list_filter": "",
    "list_condition": "",
    "pipeline_rules": """\
pipeline_rules:
  deals:
    acme_new: {create_in: [offer], no_skipping: [won]}
""",
    "automation": """\
automation:
  intensity: supportive
  calendar: il_office
  go_live: "2026-11-01"
  recipients:
    managers: {team: הנהלת מכירות}
  rules:
    acme_next_activity:
      template: reminder
      title: {en: No next activity, he: אין פעילות הבאה}
      pipeline: deals/acme_new
      when: no_next_activity
      after: 7d
""",
    "rule": "",
    "recipient": "",
    "dose_override": """\
automation:
  dose_override: {reason: Many small renewals this quarter, owner: sales management, review_by: "2027-03-31"}
""",
    "builtin": """\
automation:
  builtin: {lead_stages: false}
""",
    "kpis": """\
kpis:
  calendar: il_office
  periods: [week, month, quarter]
  revenue: {2026-Q4: 3000000}
  teams:
    "מנהלי לקוחות": {mode: b2b, graded_by: [K5, K6, K7]}
  measures:
    K6: {target: 0.3}
    K7: {good: 0.9, watch: 0.75}
""",
    "variant": """\
variants:
  acme_without_care:
    when: few_deal_pipelines
    title: {en: Care by mail, he: שירות בדוא״ל}
    loses: {en: the board of Care., he: לוח השירות.}
    without: [pipelines/tickets/acme_care]
""",
    "retire": """\
retire:
  properties:
    deals: [acme_old_field]
  stages:
    deals/acme_new:
      negotiation: {move_to: offer}
""",
}

MEANINGS: Mapping[str, str] = {
    "property.currency_property_name": "Name of the property that holds the currency; needs `show_currency_symbol`.",
    "property.number_display_hint": "How HubSpot prints the number. HubSpot does not let a hint be taken away again.",
    "property.show_currency_symbol": "Print the number as money.",
    "property.text_display_hint": "How HubSpot prints the text.",
    "property_option.description": "For the people who look after the portal.",
    "property_option.label": "What users see.",
    "pipeline.description": "Kept in the blueprint; HubSpot's pipelines have no description.",
    "rule.title": "The name of the workflow; the template's own where nothing is said.",
    "retire.association_labels": "By pair of objects: names of labels.",
    "retire.pipelines": "By object type: names of pipelines. Their stages go with them.",
    "retire.properties": "By object type: names of properties.",
    "retire.property_groups": "By object type: names of groups. A group goes only when no property stands in it.",
}
"""Meanings of fields whose schema has no description of its own."""

FORMS: Mapping[str, str] = {
    "version": "like `1.0.0`",
    **dict.fromkeys(("made_on", "go_live", "blocked_until", "review_by"), "like `2026-11-01`"),
    "pipeline": "like `leads/cc_leads`",
    "intensity": "",
}
"""Forms that an example tells better than a pattern."""

HEADINGS: Mapping[str, str] = {"kpis": "KPIs", "kpi_team": "KPI team"}

UNITS: Mapping[str, str] = {"ratio": "fraction", "money": "company currency", "money/day": "company currency a day"}
AGAINST: Mapping[str, str] = {"K5": " times the target", "K11": " times the target or the usual"}
"""What thresholds multiply where they are no values of the KPI itself."""
