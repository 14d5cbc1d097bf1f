"""What the generated page of sales rules says beside what the program knows of itself."""

from __future__ import annotations

from collections.abc import Mapping

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
