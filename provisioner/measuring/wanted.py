"""From the KPIs that can be measured to what must be read: records, histories, associations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from provisioner.kpi import committee
from provisioner.kpi.context import Context
from provisioner.kpi.definition import Definition
from provisioner.kpi.needs import Need, Rows, in_force
from provisioner.measuring import conditions, filters
from provisioner.measuring.scans import Ask
from provisioner.measuring.sharing import SPLITS
from provisioner.measuring.store import Condition

ELSEWHERE = frozenset({SPLITS, "owners"})
"""What is no object type with records of its own to keep."""


@dataclass(frozen=True, slots=True)
class Past:
    """Histories of properties that are wanted, of the records that fit; of archived ones apart."""

    object_type: str
    names: tuple[str, ...]
    properties: tuple[str, ...]
    of: Condition
    of_archived: Condition | None


@dataclass(frozen=True, slots=True)
class Link:
    """Associations that are wanted, of the records that fit."""

    object_type: str
    target: str
    of: Condition


@dataclass(frozen=True, slots=True)
class Holder:
    """Records that name others in one of their properties, as far as they fit."""

    object_type: str
    name: str
    of: Condition


@dataclass(frozen=True, slots=True)
class Naming:
    """Who names records: properties, and associations of the type ``linked``. Of associated records only those matter
    that have a value in ``mark``."""

    holders: tuple[Holder, ...] = ()
    linked: str = ""
    mark: str = ""

    def __bool__(self) -> bool:
        return bool(self.holders or self.linked)


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that is to be read. ``contexts``: one for each period that is measured."""

    needs: tuple[Need, ...]
    contexts: tuple[Context, ...]
    known: Mapping[str, Collection[str]]

    @property
    def context(self) -> Context:
        return self.contexts[0]

    def asks(self) -> list[Ask]:
        return [self._ask(object_type, held) for object_type, held in self._grouped().items()]

    def _grouped(self) -> Mapping[str, list[Need]]:
        found: defaultdict[str, list[Need]] = defaultdict(list)
        for need in self.needs:
            found[need.object_type].append(need)
        return found

    def _ask(self, object_type: str, needs: Sequence[Need]) -> Ask:
        """Where some rows are found by a search, those that others name come on top of them."""
        properties = self.properties(object_type)
        rows = {row for need in needs for row in need.rows}
        scanned = rows if any(need.variant == "exact" for need in needs) else rows - filters.NAMED
        if not scanned:
            return Ask(object_type, properties, named=True)
        shape = filters.shape(object_type, scanned, self.known.get(object_type, ()))
        dated = [filters.since(scanned - filters.NAMED or {Rows.ENTERED}, one) for one in self.contexts]
        until = max(one.period.end for one in self.contexts) if filters.has_end(shape) else None
        return Ask(object_type, properties, shape, min(dated) if shape else None, until)

    def archived(self) -> Iterator[Ask]:
        """Archived records are listed apart: a search never finds them."""
        for object_type in sorted({need.object_type for need in self.needs if need.archived}):
            yield Ask(object_type, self.properties(object_type), archived=True)

    def properties(self, object_type: str) -> frozenset[str]:
        """What the KPIs use of it, as far as the portal has it."""
        needs = self._grouped()[object_type]
        found = {name for need in needs for name in (*need.properties, *need.history)}
        stages = [stage for (kind, _), stage in self.context.stages.items() if kind == object_type]
        for need in needs:
            found |= {stage.entered for stage in stages if "entered" in need.stage_times}
            found |= {stage.cumulative for stage in stages if "cumulative" in need.stage_times}
        # The centre goes by the won stage's own stamp, whatever else a KPI says that it needs.
        found |= {stage.entered for stage in stages if stage.outcome == "won" and object_type == "deals"}
        return frozenset(found - {""} - self.context.lacking.get(object_type, frozenset()))

    def pasts(self) -> Iterator[Past]:
        for object_type, needs in self._grouped().items():
            lacking = self.context.lacking.get(object_type, frozenset())
            names = {name for need in needs for name in need.history} - lacking
            if not names:
                continue
            told = [(need, [name for name in need.history if name in names]) for need in needs if need.history]
            live = [conditions.wanted(object_type, need.rows, one, own) for need, own in told for one in self.contexts]
            gone = [
                conditions.wanted(object_type, need.rows, one, own, archived=True)
                for need, own in told
                for one in self.contexts
                if need.archived
            ]
            yield Past(
                object_type,
                tuple(sorted(names)),
                tuple(sorted(self.properties(object_type))),
                conditions.any_of(live),
                conditions.any_of(gone) if gone else None,
            )

    def links(self) -> Iterator[Link]:
        for object_type, needs in self._grouped().items():
            found: defaultdict[str, list[Condition]] = defaultdict(list)
            for need in needs:
                for target in need.associations:
                    found[target] += [conditions.wanted(object_type, need.rows, one, ()) for one in self.contexts]
            for target, held in sorted(found.items()):
                yield Link(object_type, target, conditions.any_of(held))

    def targets(self, object_type: str) -> tuple[str, ...]:
        """The object types to which associations were read."""
        return tuple(link.target for link in self.links() if link.object_type == object_type)

    def naming(self, object_type: str) -> Naming:
        """Which records name records of this type."""
        rows = {row for need in self.needs if need.object_type == object_type for row in need.rows}
        holders = []
        if object_type == "leads" and Rows.OF_DEALS in rows:
            won = self._of("deals", Rows.CLOSED, Rows.CLOSED_TRAILING)
            holders.append(Holder("deals", "core_source_lead_id", won))
        if object_type == "contacts" and Rows.OF_LEADS in rows:
            holders.append(Holder("leads", "hs_primary_contact_id", self._of("leads", Rows.ENTERED)))
        linked = object_type == "contacts" and Rows.OF_DEALS in rows
        return Naming(tuple(holders), "deals" if linked else "", committee.ROLE if linked else "")

    def _of(self, object_type: str, *rows: Rows) -> Condition:
        return conditions.any_of(conditions.wanted(object_type, rows, one, ()) for one in self.contexts)


def of(definitions: Sequence[Definition], contexts: Sequence[Context], known: Mapping[str, Collection[str]]) -> Wanted:
    """What these KPIs need in these contexts; nothing for a KPI that cannot be measured anyway.

    ``known`` are the portal's properties by object type.
    """
    settings, unreadable = contexts[0].settings, contexts[0].unreadable
    possible = [one for one in definitions if any(not one.blocked(each) for each in contexts)]
    needs = [need for one in possible for need in in_force(one.needs, settings.variants)]
    kept = dict.fromkeys(need for need in needs if need.object_type not in {*unreadable, *ELSEWHERE})
    return Wanted(tuple(kept), tuple(contexts), known)
