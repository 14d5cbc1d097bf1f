"""What the generated pages say beside what the program knows of itself: introductions, examples, advice."""

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

CLI_HEAD = """\
# Commands

Data goes to stdout, everything else to stderr. `NO_COLOR` is honoured, and without a terminal there is neither colour
nor a progress bar. With `--format json` an error is a JSON document too, so that a program always has one to read.
"""

RULES_HEAD = """\
# Codes

Every finding has a code that does not change its meaning, a place (`file:line:column`), one sentence and, where there
is one, a fix. An **error** makes `validate` exit with 3; a **warning** does so with `validate --strict` only.

## Findings on blueprints, project files and answers
"""

FAMILIES: Mapping[str, str] = {
    "YAML": "Reading the file",
    "IMPORT": "Imports",
    "PARAM": "Parameters",
    "SCHEMA": "Fields and values",
    "GATE": "The decision for a way of selling",
    "REF": "References",
    "RETIRE": "What must go",
    "NAME": "Names",
    "LABEL": "Labels",
    "STAGE": "Stages",
    "FORECAST": "Forecast categories",
    "PROP": "Properties",
    "OPT": "Options",
    "CHECK": "Checks of values",
    "TEAM": "Teams",
    "LIST": "Lists",
    "MOVE": "Pipeline rules",
    "TEXT": "Texts",
    "AUTO": "Sales rules",
    "CAL": "Calendars",
    "DOSE": "Doses of automation",
    "VARIANT": "Variants",
    "KPI": "KPIs and their targets",
    "PROJECT": "The project file",
    "ANSWER": "Answers to the decision guide",
}

DOSE_HEAD = """\
## Doses of automation

How much automation a way of selling bears, with a page for each code. `validate` judges the rules of a blueprint, and
`plan` also the workflows that a portal runs already: what those do is always a warning. Where a pipeline takes a milder
view, an error is a warning; the message says so.

"""

WARNINGS = {"GATE004", "KPI001", "KPI006", "KPI008", "KPI009", "KPI010", "PARAM006", "DOSE005", "DOSE007", "DOSE008"}
"""Codes of warnings that come from no lint rule."""

PLAN_HEAD = """\
## Findings of a plan

These need a portal to be found. Each blocks its change and everything that waits for it: `plan` and `apply` exit with
4, and nothing of the plan is applied. `PLAN012`, `PLAN015`, `PLAN018`, `PLAN021`, `PLAN022` and `PLAN026` are
warnings, and so is `PLAN014` where no workflow writes the category. `PLAN025` blocks nothing either.

"""

PLAN: Mapping[str, tuple[str, str]] = {
    "PLAN001": (
        "The portal already has a pipeline, a stage or a list with this label, under another id.",
        "Adopt it: pin its id under `ids:` of the portal in `provisioner.yaml`. Or choose another label.",
    ),
    "PLAN002": (
        "Something must go in which records stand. The plan tells how many.",
        "Move the records, or clear the values, in HubSpot. Then plan again.",
    ),
    "PLAN003": (
        "A field would change that HubSpot fixes when a property is created.",
        "Set the field to the portal's value, or retire the property and create another.",
    ),
    "PLAN004": (
        "HubSpot defines this property and keeps the field read-only.",
        "Leave the field out, or say `hubspot_defined: true` and give only the options to add.",
    ),
    "PLAN005": (
        "HubSpot defines this property and does not let these options be changed.",
        "Name only options that the portal has, with their present labels, or new ones where HubSpot takes them.",
    ),
    "PLAN006": (
        "A property that is said to come with HubSpot is not in this portal.",
        "Check the name, and whether the portal's subscription includes it.",
    ),
    "PLAN007": (
        "Something is referred to that neither the blueprint nor the portal has.",
        "Define it in the blueprint, or name one that the portal has.",
    ),
    "PLAN008": (
        "Something must go that others still use, such as a group in which a property stands.",
        "Retire these too, or move them first.",
    ),
    "PLAN009": ("Changes wait for each other in a circle, such as two formulas.", "Break the circle."),
    "PLAN010": ("HubSpot does not let this be archived.", "Take it out of `retire`."),
    "PLAN011": (
        "Something must go, and the key may not see whether records stand in it.",
        "Give the key a scope that reads these records, then plan again.",
    ),
    "PLAN012": (
        "Warning: the project file calls the portal a sandbox, and the portal says that it is a standard account.",
        "Check `portal_id` and the token. A standard account holds live sales data.",
    ),
    "PLAN013": (
        "The rule of a workflow moved to a pipeline of another object, and HubSpot ties a workflow to its object.",
        "Give the rule another name, and retire the old one.",
    ),
    "PLAN014": (
        "A forecast category is used that the portal does not offer. The message lists those that it does.",
        "Choose one of these, or add it under Settings > Objects > Forecast.",
    ),
    "PLAN015": (
        "Warning: a second workflow bears the mark of a rule, as cloning one makes it. It is left alone.",
        "Delete the copy in HubSpot, or take the mark out of its description.",
    ),
    "PLAN016": (
        "Several things in the portal bear the name by which one of ours is looked for.",
        "Say which is meant: pin its id under `ids:` of the portal in `provisioner.yaml`.",
    ),
    "PLAN017": (
        "Something waits for a thing that only a person can make in this portal.",
        "Do the step that the plan shows under by hand, then plan again.",
    ),
    "PLAN018": (
        (
            "Warning: a property is checked that records have already. Other values stay until somebody edits them,"
            " and then HubSpot refuses them."
        ),
        "Look for such records in HubSpot first; its API does not count them.",
    ),
    "PLAN019": (
        "The portal has a list of this name that is filled by hand, and HubSpot gives such a list no filters.",
        "Give one of the two another name.",
    ),
    "PLAN021": (
        "Warning: a variant of the blueprint stands in, since the account lacks something. It says what is lost.",
        "Accept it, or give the account what it lacks. [Variants](variants.md).",
    ),
    "PLAN022": (
        "Warning: the portal does not tell whether a variant is needed, so the blueprint is taken as written.",
        "Give the key a scope that reads records of any object, then plan again.",
    ),
    "PLAN023": (
        "The portal has no leads object, the blueprint needs it, and no variant stands in.",
        "Write a [variant](variants.md) for `no_leads_object`, or take a blueprint that has one.",
    ),
    "PLAN024": (
        "Also with its variants the blueprint makes more deal pipelines than the account has room for.",
        "Adopt a pipeline by pinning its id, delete one in HubSpot, or upgrade. [Hybrids](hybrid.md#small-accounts).",
    ),
    "PLAN025": (
        (
            "Remark: something stands under `retire`, and the portal has nothing of that name: it went already, or was"
            " never there. A warning where something of much the same name is there."
        ),
        "Nothing where it went already. Otherwise check the name; a team goes by its name in HubSpot.",
    ),
    "PLAN026": (
        (
            "Warning: a list would be made, and the portal has one with the same filters under another name, as after a"
            " rename where `provisioner.ids.yaml` was lost."
        ),
        "Pin its id under `ids:` of the portal if it is ours. Otherwise there will be two.",
    ),
}

LIMIT_HEAD = """\
## Account limits

Asked for by `apply`, before the first write, when the plan creates something that an account may hold only so many of.
Nothing is written, and the exit code is 1. The message names the limit; it bears no code on the command line.

"""

LIMITS: Mapping[str, tuple[str, str]] = {
    "LIMIT001": (
        "The new properties would pass the portal's limit of custom properties for this object.",
        "Archive properties that nobody uses, or raise the portal's subscription.",
    ),
    "LIMIT002": (
        "The new pipelines would pass the portal's limit of pipelines for this object.",
        "Retire a pipeline, or adopt one that the portal has by pinning its id.",
    ),
    "LIMIT003": (
        "The new association labels would pass the portal's limit of labels for this pair of objects.",
        "Retire labels that nobody uses, or leave `association_labels` out for this portal.",
    ),
}

HAZARD_HEAD = """\
## Hazards

A hazard is a change that HubSpot would carry out and somebody may regret. `apply` refuses a plan with hazards (exit
code 4) until each code is let through with `--allow CODE`, or the very plan that shows them is approved with
`--approve FINGERPRINT`. `--yes` covers no hazard.

"""

HAZARDS: Mapping[str, tuple[str, str]] = {
    "HAZ001": (
        "A property of this name lies in the portal's archive. Creating the name again brings its old values back.",
        "Choose another name, unless the old values are wanted.",
    ),
    "HAZ002": (
        "HubSpot does not convert the values that records have.",
        "Create a second property, move the values, then retire the first.",
    ),
    "HAZ003": (
        "Records keep a value that no option explains any more; lists and reports show it bare.",
        "Say `hidden: true`: old records keep the option, new ones are not offered it.",
    ),
    "HAZ004": (
        "Records that hold several values keep them in a field that shows one.",
        "Create a second property with the new field type.",
    ),
    "HAZ005": (
        "Deals in this stage become closed, or open again, with all that reports make of it.",
        "Add a stage with the new probability, and move the deals on purpose.",
    ),
    "HAZ006": (
        "What somebody changed in the workflow in HubSpot would be lost.",
        "Write the change into the rule, or give the workflow up to them: take its mark out of its description.",
    ),
    "HAZ007": (
        "Every association that bears the label loses it, for good, and HubSpot does not tell how many do.",
        "Change the text of the label instead: the associations keep it.",
    ),
    "HAZ008": (
        "A list of this name is there, and no number that was kept tells that it is ours: it may be somebody else's.",
        "Pin its id under `ids:` of the portal if it is ours, or choose another name.",
    ),
}

AUTOMATION_HEAD = """\
# Sales rules

Rules stand under `automation:` of a blueprint. Each becomes a HubSpot workflow, or, where HubSpot has none that could
do it, a step for a person in the plan. `provisioner plan BLUEPRINT --explain workflow:NAME` tells a rule as one
sentence, in English and in Hebrew, and draws its workflow as a tree.

```yaml
automation:
  calendar: il_call_center
  recipients:
    managers: {team: "מנהלי משמרת"}
  rules:
    cc_first_contact:
      template: sla_ladder
      pipeline: leads/cc_leads
      stage: new
      alert_after: 3bm
      escalate_after: 15bm
      escalate_to: managers
```

## Amounts of time

`30m`, `4h`, `2d`; with a `b` in front of the unit, business time: `5bm`, `4bh`, `3bd`. A wait runs inside the working
hours of the calendar, which HubSpot keeps as time windows: what falls due at night happens when the next window opens.
A filter counts calendar time, so `3bd` there is five days and never fires early.

## Calendars and writers

`calendar` is one calendar, or one for each pipeline: `{leads/cc_leads: il_call_center, deals/b2b_renewals: il_office}`.
Where nothing is said it follows the mode, in a hybrid that of each pipeline.

`writers` names the rules of a property that several of them write: `{leads/hs_pipeline_stage: [cc_callback, ...]}`. A
rule that writes it and is not named is an error (`AUTO017`). In a [hybrid](hybrid.md) every such property must be
there.

A reminder with `spacing: 7d` writes a stamp (`stamp_property`), and no rule with the same stamp reminds of the same
deal sooner; it waits and looks again, twice. Such rules share the stamp, so they stand under `writers`.

A pipeline with a rule `handoff` holds other rules back: while a hand-off is proposed or accepted, `retry_cadence`,
`close_unreachable`, `create_deal` and `customer_message` leave the record alone.

## What happens in a portal

- **Made switched off.** `activate: true`, best as a parameter of the portal, switches workflows on, in a second write
  once HubSpot has finished making them. What a person switched on is never switched off.
- **Found by a mark.** The description of a workflow ends in `[provisioner key=... spec=...]`: whose it is, and what it
  was when it was written. A workflow may be renamed. A clone bears the mark too; it is reported (`PLAN015`) and left
  alone.
- **Edited by hand** is told from the same mark, and setting it back is the hazard `HAZ006`.
- **Changed in place.** Records that wait in a workflow stay where they are: an action that stays keeps its number. A
  write of somebody else in between is refused, and the run says what changed.
- **Retired** under `retire: workflows:`. HubSpot has no archive of workflows: it is deleted, with its history.
- **People and teams** are named by e-mail address and by name. One that the portal does not have blocks the plan
  (`PLAN007`), unless it is a team that the blueprint makes; that is made first.
- **Workflows of others** that touch the pipelines of the blueprint are judged by the same [doses](rules.md) in every
  plan.

## Templates

Every rule has a `template` and a `pipeline`, and may have a `title` and `enabled: false`. The texts of a rule may
speak of the record as `{name}`.
"""

STAGES: Mapping[str, str] = {
    "required": "Needs a `stage`.",
    "optional": "May be bound to a `stage`.",
    "none": "Works on all stages of the pipeline.",
    "shorthand": "`stage` names a single one.",
}

SHAPES: Mapping[str, str] = {
    "wait": "amount",
    "waits": "list of amounts",
    "span": "hours or days",
    "spans": "hours or days, by stage",
    "span_by_option": "hours or days, by option",
    "count": "whole number",
    "factor": "number",
    "flag": "true, false",
    "choice": "word",
    "property": "property",
    "properties": "list of properties",
    "word": "value of an option",
    "words": "list of values",
    "word_by_stage": "word, by stage",
    "text": "[text](blueprint.md#text)",
    "stage": "stage",
    "stages": "list of stages",
    "pipeline": "pipeline",
    "people": "[recipient](blueprint.md#recipient)",
    "time": "hour, as `07:30`",
}
