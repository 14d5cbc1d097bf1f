"""What the generated pages of commands and codes say beside what the program knows of itself."""

from __future__ import annotations

from collections.abc import Mapping

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
