"""A documented example of every kind, and an edit of every field that its schema knows.

``CONVERGES``: HubSpot lets the field be changed; a blueprint that changes it is applied, and then nothing is to do.
``FIXED``: HubSpot keeps the field as it was created; a plan that would change it is blocked with the code.
``SILENT``: HubSpot has no place for it; it is kept in the blueprint and changes nothing in a portal.
``ELSEWHERE``: shown by another test, which the text names.
An edit is (fields before, fields after), laid over the entry of the kind's example.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from provisioner.model.keys import Key

Json = Any
Edit = tuple[dict[str, Json], dict[str, Json]]


@dataclass(frozen=True, slots=True)
class Example:
    """One resource of a kind in a blueprint. ``around`` is what it needs; ``path`` leads to it in the sections.

    ``another`` is a change that any portal takes.
    """

    key: Key
    path: tuple[str, ...]
    entry: Mapping[str, Json]
    retire: Mapping[str, Json]
    around: Mapping[str, Json] = field(default_factory=dict)
    converges: Mapping[str, Edit] = field(default_factory=dict)
    fixed: Mapping[str, Edit] = field(default_factory=dict)
    silent: Mapping[str, Edit] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    another: Mapping[str, Json] = field(default_factory=lambda: {"label": "Another label"})

    def sections(self, fields: Mapping[str, Json] | None = None) -> dict[str, Json]:
        """A blueprint's sections with the resource in it, some of its fields replaced; None takes a field away."""
        found: dict[str, Json] = copy.deepcopy(dict(self.around))
        entry = {name: value for name, value in {**self.entry, **(fields or {})}.items() if value is not None}
        *way, name = self.path
        node = found
        for step in way:
            node = node.setdefault(step, {})
        node[name] = entry
        return found


GROUP_OF_DEALS: Json = {"deals": {"core_sales": {"label": "Sales core"}}}

GROUP = Example(
    Key("property_group", "deals/core_sales"),
    ("property_groups", "deals", "core_sales"),
    {"label": {"en": "Sales core", "he": "ליבת מכירות"}},
    {"property_groups": {"deals": ["core_sales"]}},
    converges={
        "property_group.label": ({}, {"label": "Sales"}),
        "property_group.display_order": ({"display_order": 3}, {"display_order": 5}),
    },
)

_NUMBER = {"type": "number", "field_type": "number", "options": None}
_TEXT = {"type": "string", "field_type": "text", "options": None}
_FORMULA = {"type": "number", "field_type": "calculation_equation", "options": None}
_OWNER = {"options": None, "external_options": True, "referenced_object_type": "OWNER"}


def _price(**fields: Json) -> dict[str, Json]:
    return {"options": {"price": {"label": "Price", **fields}, "budget": "Budget"}}


PROPERTY = Example(
    Key("property", "deals/core_loss_reason"),
    ("properties", "deals", "core_loss_reason"),
    {
        "label": {"en": "Loss reason", "he": "סיבת הפסד"},
        "group": "core_sales",
        "type": "enumeration",
        "field_type": "select",
        "description": "Why the deal was lost",
        "options": {"price": {"en": "Price", "he": "מחיר"}, "budget": {"label": "Budget", "hidden": True}},
    },
    {"properties": {"deals": ["core_loss_reason"]}},
    {"property_groups": {"deals": {"core_sales": {"label": "Sales core"}, "core_other": {"label": "Other"}}}},
    converges={
        "property.label": ({}, {"label": "Reason"}),
        "property.group": ({}, {"group": "core_other"}),
        "property.type": (_TEXT, {**_TEXT, "type": "number", "field_type": "number"}),
        "property.field_type": ({}, {"field_type": "radio"}),
        "property.description": ({}, {"description": {"en": "Told by the customer"}}),
        "property.options": ({}, {"options": {"timing": "Timing", "budget": "No budget", "price": "Price"}}),
        "property.hidden": ({"hidden": False}, {"hidden": True}),
        "property.form_field": ({"form_field": False}, {"form_field": True}),
        "property.display_order": ({"display_order": -1}, {"display_order": 2}),
        "property.number_display_hint": (
            _NUMBER | {"number_display_hint": "unformatted"},
            _NUMBER | {"number_display_hint": "percentage"},
        ),
        "property.text_display_hint": (
            _TEXT | {"text_display_hint": "unformatted_single_line"},
            _TEXT | {"text_display_hint": "postal_code"},
        ),
        "property.show_currency_symbol": (
            _NUMBER | {"show_currency_symbol": False},
            _NUMBER | {"show_currency_symbol": True},
        ),
        "property.currency_property_name": (
            _NUMBER | {"show_currency_symbol": True},
            _NUMBER | {"show_currency_symbol": True, "currency_property_name": "deal_currency_code"},
        ),
        "property.calculation_formula": (
            _FORMULA | {"calculation_formula": "amount * 2"},
            _FORMULA | {"calculation_formula": "amount * 3"},
        ),
        "property_option.label": (_price(), _price(label="Price too high")),
        "property_option.description": (_price(description="Old"), _price(description="New")),
        "property_option.hidden": (_price(), _price(hidden=True)),
    },
    fixed={
        "property.has_unique_value": (
            _TEXT | {"has_unique_value": False},
            _TEXT | {"has_unique_value": True},
        ),
        "property.data_sensitivity": ({"data_sensitivity": "non_sensitive"}, {"data_sensitivity": "sensitive"}),
        "property.external_options": ({}, _OWNER),
        "property.referenced_object_type": ({}, _OWNER),
    },
    elsewhere={"property.hubspot_defined": "the golden story hubspot_defined"},
)


def _stages(**offer: Json) -> dict[str, Json]:
    stage = {"label": {"en": "Offer", "he": "הצעה"}, "probability": 0.4, **offer}
    won = {"label": "Won", "probability": 1}
    return {"stages": {"offer": stage, "won": won, "lost": {"label": "Lost", "probability": 0}}}


def _one(name: str, before: Json, after: Json) -> Edit:
    return _stages(**{name: before}), _stages(**{name: after})


PIPELINE = Example(
    Key("pipeline", "deals/cc_sales"),
    ("pipelines", "deals", "cc_sales"),
    {"label": {"en": "Call centre sales", "he": "מכירות מוקד"}, **_stages()},
    {"pipelines": {"deals": ["cc_sales"]}},
    converges={
        "pipeline.label": ({}, {"label": "Sales of the centre"}),
        "pipeline.display_order": ({"display_order": 2}, {"display_order": 7}),
        "pipeline.stages": ({}, {"stages": {"first": {"label": "First", "probability": 0.1}, **_stages()["stages"]}}),
        "stage.label": _one("label", "Offer", "Offer presented"),
        "stage.probability": _one("probability", 0.4, 0.5),
    },
    silent={
        "pipeline.description": ({"description": "One"}, {"description": "Two"}),
        "stage.forecast_category": _one("forecast_category", "pipeline", "best_case"),
        "stage.milestone": _one("milestone", "presentation", "negotiation"),
        "stage.max_age": _one("max_age", "1d", "2bd"),
        "stage.max_age_property": _one("max_age_property", "closedate", "hs_lastmodifieddate"),
        "stage.entry": _one("entry", "An offer was sent", "An offer was read"),
        "stage.exit": _one("exit", "An answer came", "A yes came"),
        "stage.playbook": _one("playbook", ["Call"], ["Call", "Write"]),
    },
    elsewhere={
        "pipeline.id": "the golden story adopt_default (there pinned by the project file) and test_adoption",
        "pipeline.was": "test_adoption",
        "stage.id": "test_adoption",
        "stage.was": "the golden story adopt_default and test_adoption",
        "stage.ticket_state": "test_ticket_states",
        "stage.lead_state": "test_lead_states_are_set_by_hand",
    },
)


def _board(label: str) -> dict[str, Json]:
    return {"label": label, **_stages()}


_AGES = {"template": "stage_age", "when": None, "after": None, "remind_after": {"offer": "3d"}}


def _told(before: Json, after: Json) -> Edit:
    """A rule that tells somebody, and then somebody else."""
    both = _AGES | {"escalate_after": {"offer": "9d"}}
    return both | {"escalate_to": before}, both | {"escalate_to": after}


WORKFLOW = Example(
    Key("workflow", "cc_next_activity"),
    ("automation", "rules", "cc_next_activity"),
    {"template": "reminder", "pipeline": "deals/cc_sales", "when": "no_next_activity", "after": "7d"},
    {"workflows": ["cc_next_activity"]},
    {
        "pipelines": {"deals": {"cc_sales": _board("Sales"), "cc_other": _board("Other sales")}},
        "automation": {"go_live": "2026-11-01", "calendar": "il_office"},
    },
    converges={
        "rule.template": ({}, _AGES),
        "rule.title": ({"title": "One"}, {"title": {"en": "Two", "he": "שתיים"}}),
        "rule.pipeline": ({}, {"pipeline": "deals/cc_other"}),
        "rule.stage": ({}, {"stage": "offer"}),
        "recipient.team": _told({"team": "מנהלי משמרת"}, {"team": "הנהלת מכירות"}),
        "recipient.teams": _told({"team": "מנהלי משמרת"}, {"teams": ["מנהלי משמרת", "הנהלת מכירות"]}),
        "recipient.users": _told({"users": ["noa.levi@example.com"]}, {"users": ["amit.cohen@example.com"]}),
    },
    elsewhere={
        "rule.enabled": "test_a_rule_that_is_switched_off_makes_nothing",
        "recipient.owner": "the lint, which refuses it: the record is the owner's already",
        "automation.activate": "test_workflows and the golden story sla_ladder",
        "automation.builtin": "test_workflows",
        "automation.calendar": "test_workflows",
        "automation.go_live": "test_workflows",
        "automation.blocked_until": "test_workflows",
        "automation.recipients": "the golden story sla_ladder",
        "automation.rules": "this example",
        "automation.intensity": "tests/automation/test_doses_limits.py",
        "automation.writers": "tests/automation/test_hybrid.py",
        "automation.dose_override": "tests/automation/test_doses_limits.py",
        **{
            f"dose_override.{name}": "tests/automation/test_doses_limits.py"
            for name in ("reason", "owner", "review_by")
        },
        "builtin.lead_stages": "tests/laws/test_workflow_marks.py",
        "builtin.forecast_mapping": "tests/automation/test_doses_writers.py",
    },
    another={"after": "8d"},
)

LABEL = Example(
    Key("association_label", "deals/contacts/decision_maker"),
    ("association_labels", "deals/contacts", "decision_maker"),
    {"label": {"en": "Decision maker", "he": "מקבל החלטות"}},
    {"association_labels": {"deals/contacts": ["decision_maker"]}},
    converges={
        "association_label.label": ({}, {"label": "Decider"}),
        "association_label.inverse_label": ({"inverse_label": "Decides"}, {"inverse_label": "Decides on"}),
    },
)

VALIDATION = Example(
    Key("property_validation", "deals/core_discount"),
    ("property_validations", "deals", "core_discount"),
    {"min_number": 0, "max_number": 100},
    {},
    {
        "property_groups": GROUP_OF_DEALS,
        "properties": {
            "deals": {
                "core_discount": {"label": "Discount", "group": "core_sales", "type": "number", "field_type": "number"},
            }
        },
    },
    converges={
        "property_validation.min_number": ({}, {"min_number": 5}),
        "property_validation.max_number": ({}, {"max_number": 49.5}),
        "property_validation.decimals": ({"decimals": 0}, {"decimals": 2}),
    },
    elsewhere={
        f"property_validation.{name}": "test_property_validations, since it is for texts and phone numbers"
        for name in ("min_length", "max_length", "pattern", "pattern_message", "phone_country_codes")
    },
    another={"max_number": 50},
)

TEAM = Example(
    Key("team", "מוקד - לילה"),
    ("teams", "night"),
    {"name": "מוקד - לילה"},
    {"teams": ["מוקד - לילה"]},
    elsewhere={
        "team.name": "test_teams, since the name is the identity",
        "team.was": "test_teams",
    },
    another={"name": "מוקד - שבת"},
)


def _where(**conditions: Json) -> dict[str, Json]:
    return {"filters": [{"pipeline": "cc_sales", "where": {"amount": {"known": True}, **conditions}}]}


def _of(name: str, before: Json, after: Json, about: str = "closedate") -> Edit:
    """A condition, and then another one of the same sort."""
    return _where(**{about: {name: before}}), _where(**{about: {name: after}})


LIST = Example(
    Key("list", "deals/cc_open_offers"),
    ("lists", "deals", "cc_open_offers"),
    {
        "name": {"en": "Open offers", "he": "הצעות פתוחות"},
        "filters": [{"pipeline": "cc_sales", "stages": ["offer"], "where": {"hubspot_owner_id": {"known": True}}}],
    },
    {"lists": {"deals": ["cc_open_offers"]}},
    {"pipelines": {"deals": {"cc_sales": _board("Sales"), "cc_other": _board("Other sales")}}},
    converges={
        "list.name": ({}, {"name": "Offers"}),
        "list.filters": (_where(), {"filters": [*_where()["filters"], {"pipeline": "cc_other"}]}),
        "list_filter.pipeline": (_where(), {"filters": [{"pipeline": "cc_other"}]}),
        "list_filter.stages": ({}, {"filters": [{"pipeline": "cc_sales", "stages": ["offer", "won"]}]}),
        "list_filter.where": ({}, _where()),
        "list_condition.known": _of("known", True, False),
        "list_condition.is": _of("is", True, False, "hs_is_closed"),
        "list_condition.any_of": _of("any_of", ["COMMIT"], ["BEST_CASE", "COMMIT"], "hs_manual_forecast_category"),
        "list_condition.none_of": _of("none_of", ["COMMIT"], ["OMIT"], "hs_manual_forecast_category"),
        "list_condition.at_least": _of("at_least", 3, 4.5, "num_associated_contacts"),
        "list_condition.at_most": _of("at_most", 1, 2, "num_associated_contacts"),
        "list_condition.before": _of("before", "now-4h", "today+3d"),
        "list_condition.after": _of("after", "now", "2026-11-01"),
        "list_condition.between": _of("between", ["today", "today"], ["today", "today+5d"]),
        "list_condition.this": _of("this", "quarter", "month"),
    },
    silent={"list.description": ({"description": "One"}, {"description": "Two"})},
    another={"name": "Another name"},
)

RULES = Example(
    Key("pipeline_rules", "deals/cc_sales"),
    ("pipeline_rules", "deals", "cc_sales"),
    {"create_in": ["offer"]},
    {"pipeline_rules": {"deals": ["cc_sales"]}},
    {"pipelines": {"deals": {"cc_sales": _board("Sales")}}},
    converges={
        "pipeline_rules.no_skipping": ({"no_skipping": True}, {"no_skipping": ["won"]}),
        "pipeline_rules.no_backwards": ({"no_backwards": ["offer"]}, {"no_backwards": False}),
        "pipeline_rules.create_in": ({}, {"create_in": ["lost", "offer"]}),
    },
    another={"no_skipping": True},
)

EXAMPLES = {
    "property_group": GROUP,
    "property": PROPERTY,
    "pipeline": PIPELINE,
    "pipeline_rules": RULES,
    "association_label": LABEL,
    "property_validation": VALIDATION,
    "team": TEAM,
    "list": LIST,
    "workflow": WORKFLOW,
}
"""By the name of the kind; a new kind comes with its example."""
