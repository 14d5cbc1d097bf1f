"""Rules of the other way of selling: what drives sprinters does not belong to marathoners."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from provisioner.automation import section
from provisioner.model.document import place_of
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key

CODE = "GATE004"
CODES: Mapping[str, str] = {CODE: "A sales rule belongs to the other way of selling."}

FOREIGN: Mapping[str, Mapping[str, str]] = {
    "b2b": {
        "sla_ladder": "minutes to the first attempt are the centre's measure",
        "attempt_logged": "counting attempts rewards effort, where few good deals decide",
        "retry_cadence": "a fixed cadence of calls replaces the senior's own judgement",
        "close_unreachable": "a deal ends when people say so, not after a number of attempts",
        "return_when_away": "a deal belongs to its owner, present or not",
        "daily_digest": "deals of weeks and months are looked at once a week",
    },
}
"""By mode, the templates that belong to the other one, and why. What a B2B rule does, a centre bears as well."""


def of_rules(
    document: Mapping[str, Any], mode_of: Callable[[Key], str], judged: Collection[Key | None]
) -> Iterator[Finding]:
    """A warning for each rule whose template belongs to the other mode than its pipeline.

    ``judged`` are the keys of rules that the dose refuses already: what is refused need not be warned of.
    """
    for rule in section.rules(document):
        mode, key = mode_of(rule.pipeline), Key("workflow", rule.key)
        why = FOREIGN.get(mode, {}).get(rule.template)
        if why and rule.enabled and key not in judged:
            message = f"The rule {rule.key} ({rule.template}) belongs to a call centre, and {rule.pipeline.address} "
            message += f"is {mode}: {why}."
            place = place_of(document, ("automation", "rules", rule.key, "template"), of_value=True)
            fix = "take it out, or move it to a pipeline of the centre"
            yield Finding(CODE, Severity.WARNING, message, place, key, fix)
