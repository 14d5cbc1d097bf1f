"""Properties that the portal lacks, told with the KPIs that have no figure without them or are measured without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from provisioner.kpi.context import Context
from provisioner.kpi.definition import Definition
from provisioner.kpi.needs import Need, in_force
from provisioner.kpi.texts import Text, filled, said
from provisioner.model.keys import Key

_NO_FIGURE = said(
    "The portal lacks properties of {what} ({names}); without them there is no figure for {kpis}.",
    "בפורטל חסרים מאפיינים של {what} ({names}); בלעדיהם אין נתון עבור {kpis}.",
)
_WITHOUT = said(
    "The portal lacks properties of {what} that the blueprint defines ({names}); measured without them: {kpis}. "
    "Run `provisioner apply`.",
    "בפורטל חסרים מאפיינים של {what} שהבלופרינט מגדיר ({names}); נמדדים בלעדיהם: {kpis}. להריץ `provisioner apply`.",
)
_Found = defaultdict[str, dict[str, set[str]]]


def of(definitions: Sequence[Definition], context: Context, resources: Collection[Key]) -> Iterator[Text]:
    """``resources`` are what the blueprint defines. Nobody misses what it does not define and what KPIs use only where
    it is there."""
    defined = {(key.object_type, key.name) for key in resources if key.kind == "property"}
    decisive: _Found = defaultdict(dict)
    others: _Found = defaultdict(dict)
    for definition in definitions:
        for need in in_force(definition.needs, context.settings.variants):
            must = set(_must(need, context))
            _add(decisive, need, must, definition)
            lacking = context.lacking.get(need.object_type, frozenset()).intersection(need.properties) - must
            _add(others, need, {name for name in lacking if (need.object_type, name) in defined}, definition)
    blocked = {kpi for held in decisive.values() for kpis in held.values() for kpi in kpis}
    for found, sentence, without in ((decisive, _NO_FIGURE, set[str]()), (others, _WITHOUT, blocked)):
        for what, held in sorted(found.items()):
            kpis = {kpi for used in held.values() for kpi in used} - without
            if kpis:
                names = sorted(name for name, used in held.items() if used - without)
                yield filled(sentence, what=what, names=", ".join(names), kpis=", ".join(sorted(kpis, key=_number)))


def _must(need: Need, context: Context) -> Iterator[str]:
    lacking = context.lacking.get(need.object_type, frozenset())
    if not need.can_miss:
        for group in need.any_of:
            if lacking.issuperset(group):
                yield from group


def _add(found: _Found, need: Need, names: Collection[str], definition: Definition) -> None:
    for name in names:
        found[need.object_type].setdefault(name, set()).add(definition.id)


def _number(kpi: str) -> int:
    return int(kpi[1:])
