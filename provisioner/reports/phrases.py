"""Words that every report shares: changes and values told to a person, safe for mixed Hebrew and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provisioner.model import counts
from provisioner.model.findings import Severity
from provisioner.model.keys import Key, Order, Ref
from provisioner.model.plan import Action, Change, FieldDiff, Plan
from provisioner.model.plan_document import path_text
from provisioner.model.variants import CONDITIONS

SYMBOLS = {Action.CREATE: "+", Action.UPDATE: "~", Action.RESTORE: "^", Action.ARCHIVE: "-"}
COLOURS = {Action.CREATE: "green", Action.UPDATE: "yellow", Action.RESTORE: "magenta", Action.ARCHIVE: "red"}
_RTL = frozenset({"R", "AL"})
_LISTED = 6
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067]")
"""Terminal escapes and bidirectional overrides; new lines and tabs are left to whoever lays out the text."""
_FENCES = re.compile("[\u2068\u2069]")


def visible(text: str) -> str:
    """Text whose control characters are spelt out: a label from a portal must not steer the reader's terminal."""
    return _STEERING.sub(_spelt, text)


def _spelt(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def isolated(text: str) -> str:
    """Text that holds right-to-left letters, fenced so that it does not turn its neighbours around."""
    text = _FENCES.sub(_spelt, visible(text))
    if any(unicodedata.bidirectional(letter) in _RTL for letter in text):
        return f"\u2068{text}\u2069"
    return text


def variants(plan: Plan) -> list[str]:
    """One line for each variant that stands in: ``Variant contacts_as_queue: the portal has no leads object``."""
    return [f"Variant {name}: {CONDITIONS.get(why, why)}" for name, why in sorted(plan.blueprint.variants.items())]


def verdict(plan: Plan) -> str:
    """``3 to create, 1 to archive`` or ``nothing to do``."""
    counts = [(plan.count(action), action.value) for action in Action]
    told = [f"{number} to {word}" for number, word in counts if number]
    return ", ".join(told) if told else "nothing to do"


def retired_before(plan: Plan) -> str:
    """``Retired, and not in the portal: property old_field.``; empty where everything that must go is there."""
    keys = [each.key for each in plan.findings if each.code == _ABSENT and each.severity is Severity.INFO and each.key]
    return f"Retired, and not in the portal: {shortened([_called(key) for key in keys])}." if keys else ""


_ABSENT = "PLAN025"


def _called(key: Key) -> str:
    return f"{noun(key)} {isolated(name(key))}"


def headline(change: Change) -> str:
    """``property core_loss_reason "Loss reason" (enumeration/select, 11 options)``."""
    title = f' "{isolated(change.title)}"' if change.title else ""
    about = ", ".join(_about(change))
    return f"{noun(change.key)} {isolated(name(change.key))}{title}" + (f" ({about})" if about else "")


def noun(key: Key) -> str:
    """The kind in words; a part of a pipeline is a stage."""
    return "stage" if key.kind == "pipeline" and key != key.whole else key.kind.replace("_", " ")


def name(key: Key) -> str:
    """The name within its object type: ``cc_sales``, ``cc_sales#won``."""
    return key.address.partition("/")[2] or key.address


def _about(change: Change) -> Iterator[str]:
    if change.action is Action.ARCHIVE and change.key.kind == "workflow":
        yield "deleted for good: HubSpot keeps no archive of workflows"
    if change.action not in (Action.CREATE, Action.RESTORE):
        return
    spec = change.spec
    if "template" in spec:
        yield f"{spec['template']} on {value_text(spec['pipeline'])}"
        yield "switched on" if spec.get("on") else "made switched off"
        return
    if "type" in spec:
        yield f"{spec['type']}/{spec.get('field_type', '')}"
    if "options" in spec:
        yield counted(len(spec["options"]), "option")
    if "group" in spec:
        yield f"group {value_text(spec['group'])}"
    if "stages" in spec:
        yield counted(len(spec["stages"]), "stage")
    yield from _facts(change)


def _facts(change: Change) -> Iterator[str]:
    """The fields that are worth a word; all of them for a check or the rules of a pipeline."""
    whole = change.key.kind in ("property_validation", "pipeline_rules")
    for field in change.spec if whole else _FACTS:
        if field in change.spec and field not in ("property", "pipeline"):
            yield f"{field.replace('_', ' ')} {value_text(change.spec[field])}"


_FACTS = ("probability", "lead_state", "ticket_state", "calculation_formula")


def lines(change: Change) -> Iterator[str]:
    """What stands under the headline: a line for each field that changes, few enough to be read."""
    if change.action is Action.UPDATE and change.key.kind == "workflow":
        yield from _rule_updates(change)
    elif change.action is Action.UPDATE:
        yield from _updates(change.fields)
    elif isinstance(change.spec.get("stages"), Mapping):
        yield ", ".join(_stage(stage) for stage in change.spec["stages"].values())
    elif change.key.kind == "list" and isinstance(change.spec.get("filters"), Mapping):
        yield from (_filter(each) for each in change.spec["filters"].values())


def _filter(each: Mapping[str, Any]) -> str:
    """``cc_leads new, attempting; hubspot_owner_id empty``."""
    words = [" ".join([*each.get("pipeline", ()), ", ".join(each.get("stages", ()))]).strip()]
    words += [f"{name} {isolated(told)}" for name, told in each.items() if isinstance(told, str)]
    return "; ".join(filter(None, words))


def _updates(fields: Sequence[FieldDiff]) -> Iterator[str]:
    fields = [diff for diff in fields if diff.path[0] != "uses"]  # what the others name already
    added = [diff for diff in fields if len(diff.path) == 2 and diff.before is None]
    grown = {f"{diff.path[0]}_order" for diff in added}
    for diff in fields:
        if diff not in added and diff.path[0] not in grown:
            yield f"{path_text(diff.path)}: {value_text(diff.before)} → {value_text(diff.after)}"
    for field in dict.fromkeys(diff.path[0] for diff in added):
        names = [f"{diff.path[1]} {value_text(diff.after)}" for diff in added if diff.path[0] == field]
        yield f"{field}: {len(names)} new: {shortened(names)}"


def _rule_updates(change: Change) -> Iterator[str]:
    """``alert after: 3 business minutes → 5 business minutes``; a workflow that is no rule any more says so."""
    from provisioner.reports import workflow_words  # brings the words of the rules, which other changes do not need

    told = [diff for diff in change.fields if diff.path[0] not in workflow_words.RAW]
    if workflow_words.is_unreadable(change):
        yield "it does not look like the rule any more, and is made anew from it"
        told = [diff for diff in told if diff.path in (("name",), ("on",))]
    elif not told:
        yield f"set to what the blueprint says: {workflow_words.parts_that_differ(change)}"
    for diff in told:
        name = diff.path[0].replace("_", " ") + (f" ({path_text(diff.path[1:])})" if len(diff.path) > 1 else "")
        before, after = (value_text(workflow_words.said(each)) for each in (diff.before, diff.after))
        yield f"switched on: {before} → {after}" if diff.path == ("on",) else f"{name}: {before} → {after}"


def _stage(stage: Mapping[str, Any]) -> str:
    facts = [value_text(stage[each]) for each in ("probability", "lead_state", "ticket_state") if each in stage]
    return f"{isolated(str(stage['label']))} ({', '.join(facts)})" if facts else isolated(str(stage["label"]))


def value_text(value: Any) -> str:
    """A value on one line; nothing for None."""
    match value:
        case None:
            return "(nothing)"
        case Ref():
            return value.key.name
        case Order():
            return ", ".join(value)
        case {"label": label}:
            return f'"{isolated(str(label))}"'
        case Mapping() if value and all(isinstance(each, Ref) for each in value.values()):
            return shortened(list(value))
        case Mapping():
            return shortened([f"{key} {value_text(inner)}" for key, inner in value.items()])
        case True | False:
            return "yes" if value else "no"
        case _:
            return isolated(str(value)) or '""'


def shortened(words: Sequence[str]) -> str:
    """At most a handful of words, and how many more."""
    more = f" and {len(words) - _LISTED} more" if len(words) > _LISTED else ""
    return ", ".join(words[:_LISTED]) + more


def counted(number: int, word: str) -> str:
    """``1 property``, ``2 properties``, ``2 pipelines``; the rules of a pipeline are one thing."""
    if word == "pipeline rules":
        return counts.counted(number, "set of pipeline rules", "sets of pipeline rules")
    return counts.counted(number, word, f"{word[:-1]}ies" if word.endswith("ty") else "")


_KINDS_AS_SEEN = (
    *("pipeline", "pipeline_rules", "property", "property_validation", "property_group"),
    *("association_label", "list", "workflow"),
)
_OBJECTS_AS_SEEN = ("leads", "contacts", "companies", "deals", "tickets")


def as_seen(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """Changes by object type, in the order in which a salesperson meets them: boards, then fields, then headings.

    What belongs to no object, as workflows, comes last, under its kind.
    """

    def place(change: Change) -> tuple[int, str, int, str, bool]:
        if "/" not in change.key.address:
            return (len(_OBJECTS_AS_SEEN) + 1, f"{change.key.kind}s", 0, change.key.address, False)
        kind = _KINDS_AS_SEEN.index(change.key.kind) if change.key.kind in _KINDS_AS_SEEN else len(_KINDS_AS_SEEN)
        known = change.key.object_type in _OBJECTS_AS_SEEN
        row = _OBJECTS_AS_SEEN.index(change.key.object_type) if known else len(_OBJECTS_AS_SEEN)
        return (row, change.key.object_type, kind, change.key.whole.address, change.key != change.key.whole)

    found: dict[str, list[Change]] = {}
    for change in sorted(changes, key=place):
        found.setdefault(place(change)[1], []).append(change)
    return found


def cost_text(plan: Plan) -> str:
    """What apply will ask of the portal, in one sentence."""
    if not plan.changes:
        return f"{counted(plan.cost.reads, 'read')}, no writes"
    time = f"about {counted(plan.seconds_at_limit, 'second')} at the portal's rate limit"
    return f"{counted(plan.cost.reads, 'read')}, {counted(plan.cost.writes, 'write')}, {time}"
