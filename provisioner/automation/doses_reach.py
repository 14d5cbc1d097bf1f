"""Which records a workflow can reach, read from its filters: their pipelines, their stages, their choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from provisioner.automation.doses_data import (
    CONSENT_FILTERS,
    CONSENT_PROPERTIES,
    NO_CONSENT,
    PIPELINE_PROPERTY,
    STAGE_PROPERTY,
    TYPE_IDS,
)
from provisioner.automation.doses_policy import Names
from provisioner.model.keys import Key

Json = Mapping[str, Any]
Some = frozenset[Key | str] | None
"""A set of pipelines or stages; None is all of them."""

CONSENT, CLOSED = "consent", "closed"
EMPTY = ""
_IS = {"IS_ANY_OF", "IS_EXACTLY", "IS_EQUAL_TO"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is known of an enumeration on every record: it has one of ``values``, or, if ``none``, none of them.

    The empty text stands for no value.
    """

    property: str
    values: frozenset[str]
    none: bool = False

    def excludes(self, other: Choice, *, single: bool) -> bool:
        """Whether no record can be both. ``single``: the property holds one value at a time."""
        if self.property != other.property or (self.none and other.none):
            return False
        if self.none or other.none:
            wanted, refused = (other, self) if self.none else (self, other)
            return wanted.values <= refused.values
        return single and not self.values & other.values


Choices = frozenset[Choice]


@dataclass(frozen=True, slots=True)
class Reach:
    """Where records can be. ``guards`` is what is known of every one of them: ``consent``, ``closed``; ``choices`` the
    values that their enumerations have."""

    pipelines: Some = None
    stages: Some = None
    guards: frozenset[str] = frozenset()
    choices: Choices = frozenset()

    def and_(self, other: Reach) -> Reach:
        return Reach(
            _both(self.pipelines, other.pipelines),
            _both(self.stages, other.stages),
            self.guards | other.guards,
            self.choices | other.choices,
        )

    def or_(self, other: Reach) -> Reach:
        return Reach(
            _either(self.pipelines, other.pipelines),
            _either(self.stages, other.stages),
            self.guards & other.guards,
            self.choices & other.choices,
        )

    def moved_to(self, pipelines: Some, stages: Some) -> Reach:
        """After a write: records are where they were, or where they were moved to."""
        return replace(self, pipelines=_either(self.pipelines, pipelines), stages=_either(self.stages, stages))

    def without(self, name: str) -> Reach:
        """After a write of a property: nothing is known of its value any more."""
        left = frozenset(each for each in self.choices if each.property != name)
        return self if left == self.choices else replace(self, choices=left)


ANYWHERE = Reach()


def _both(one: Some, other: Some) -> Some:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _either(one: Some, other: Some) -> Some:
    return None if one is None or other is None else one | other


def enrolled(body: Json, object_type: str, names: Names) -> Reach:
    """Where the records are that a workflow enrols."""
    criteria = body.get("enrollmentCriteria") or {}
    if criteria.get("type") == "LIST_BASED":
        return of_branch(criteria.get("listFilterBranch"), object_type, names)
    if criteria.get("type") == "EVENT_BASED":
        events = [_of_event(event, object_type, names) for event in criteria.get("eventFilterBranches") or ()]
        refined = of_branch(criteria.get("refinementCriteria"), object_type, names)
        return _any(events).and_(refined)
    return ANYWHERE


def _any(reaches: Iterable[Reach]) -> Reach:
    return reduce(Reach.or_, reaches) if (reaches := list(reaches)) else ANYWHERE


def of_branch(branch: Any, object_type: str, names: Names) -> Reach:
    """Where the records are that pass a filter branch; anywhere for no branch and for a negation."""
    if not isinstance(branch, Mapping):
        return ANYWHERE
    special = _BRANCHES.get(branch.get("filterBranchType", "AND"))
    if special is not None:
        return special(branch, object_type, names)
    parts = [of_filter(each, object_type, names) for each in branch.get("filters") or ()]
    parts += [of_branch(each, object_type, names) for each in branch.get("filterBranches") or ()]
    if branch.get("filterBranchType") == "OR":
        return _any(parts)
    return reduce(Reach.and_, parts, ANYWHERE)


def _of_association(branch: Json, object_type: str, names: Names) -> Reach:
    """A contact or a company has no pipeline of its own: those of its deals and leads stand for it."""
    if branch.get("operator") == "NOT_IN_LIST":
        return ANYWHERE
    other = TYPE_IDS.get(str(branch.get("objectTypeId")), "")
    found = of_branch({**branch, "filterBranchType": "AND"}, other, names)
    guards = found.guards & {CONSENT}
    return Reach(guards=guards) if object_type in PIPELINE_PROPERTY else replace(found, choices=frozenset())


def _of_event(branch: Json, object_type: str, names: Names) -> Reach:
    """A change of a property to a value: the record has that value at the moment of enrolment."""
    by_name = {each.get("property"): each.get("operation") or {} for each in branch.get("filters") or ()}
    changed = by_name.get("hs_name", {}).get("value")
    if not changed or "hs_value" not in by_name:
        return ANYWHERE
    return of_filter({"property": changed, "operation": by_name["hs_value"]}, object_type, names)


def _anywhere(_branch: Json, _object_type: str, _names: Names) -> Reach:
    return ANYWHERE


_BRANCHES: Mapping[str, Callable[[Json, str, Names], Reach]] = {
    "ASSOCIATION": _of_association,
    "UNIFIED_EVENTS": _anywhere,
    "NOT_ALL": _anywhere,
    "NOT_ANY": _anywhere,
    "RESTRICTED": _anywhere,
}


def of_filter(condition: Json, object_type: str, names: Names) -> Reach:
    """Where the records are that pass one filter."""
    if condition.get("filterType") in CONSENT_FILTERS:
        return Reach(guards=frozenset({CONSENT}))
    operation, name = condition.get("operation") or {}, condition.get("property")
    operator = operation.get("operator")
    if name in CONSENT_PROPERTIES and _says_yes(operation):
        return Reach(guards=frozenset({CONSENT}))
    if name == "hs_is_closed" and operator in _IS and values_of(operation) in ([True], ["true"]):
        return Reach(guards=frozenset({CLOSED}))
    found = at(str(name), values_of(operation), object_type, names) if operator in _IS else ANYWHERE
    return _chosen(str(name), operation) if found == ANYWHERE else found


def _chosen(name: str, operation: Json) -> Reach:
    """What a filter tells of an enumeration."""
    operator, empty = operation.get("operator"), bool(operation.get("includeObjectsWithNoValueSet"))
    if operation.get("operationType") != "ENUMERATION" or operator not in ("IS_ANY_OF", "IS_NONE_OF"):
        return ANYWHERE
    none = operator == "IS_NONE_OF"
    values = frozenset(map(str, values_of(operation))) | ({EMPTY} if empty != none else frozenset())
    return Reach(choices=frozenset({Choice(name, values, none)}))


def _says_yes(operation: Json) -> bool:
    """Whether every record that passes has a value that means consent."""
    named = operation.get("operator") in _IS and NO_CONSENT not in values_of(operation)
    return named and not operation.get("includeObjectsWithNoValueSet")


def values_of(operation: Json) -> list[Any]:
    return list(operation["values"]) if "values" in operation else [operation.get("value")]


def at(name: str, values: Iterable[Any], object_type: str, names: Names) -> Reach:
    """Where the records are whose property has one of these values."""
    if name == PIPELINE_PROPERTY.get(object_type):
        return Reach(frozenset(names.pipeline(object_type, value) for value in values))
    if name == STAGE_PROPERTY.get(object_type):
        stages = frozenset(names.stage(object_type, value) for value in values)
        known = frozenset(stage.whole for stage in stages if isinstance(stage, Key))
        return Reach(known if all(isinstance(stage, Key) for stage in stages) else None, stages)
    return ANYWHERE
