"""Fit a blueprint to what a portal has room for, and read the portal on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner.api.portals import kinds_by_name
from provisioner.model.errors import Forbidden, NotFound
from provisioner.model.events import Watch
from provisioner.model.findings import Finding
from provisioner.model.keys import Key
from provisioner.model.portal import Reader
from provisioner.model.resource import Resource
from provisioner.model.state import Known, State

if TYPE_CHECKING:
    from provisioner.gateway import ReadDoor
    from provisioner.model.blueprint import Blueprint

LEADS, DEALS = "leads", "deals"


@dataclass(frozen=True, slots=True)
class Fitted:
    """A blueprint as it fits one portal, with what was read there. ``variants`` are those that stand in, by name, with
    their condition; ``portal`` is what was read through, ``reads`` counts the requests that a plan is to announce."""

    blueprint: Blueprint
    known: Known
    state: State
    portal: Reader
    reads: Callable[[], int]
    variants: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def fitted(door: ReadDoor, wanted: Blueprint, path: Path, ids: Mapping[Key, str], watch: Watch) -> Fitted:
    """Ask the portal what the blueprint's variants hang on, where it has any, and read it as the choice requires.

    Raises InvalidInput when the variants do not fit together, PortalError for what the portal says.
    """
    from provisioner.blueprint import variants

    conditions = variants.asked(wanted.document)
    known = _known(wanted, ids)
    if not conditions:
        return _as_written(door, wanted, known, watch)
    from provisioner import live
    from provisioner.blueprint import load
    from provisioner.gateway import CONNECTIONS
    from provisioner.rules import plan_variants

    portal, kinds = live.Remembering(door), list(kinds_by_name().values())
    questions = {each: _questions(known)[each] for each in conditions}
    # Lists of leads are refused by an account that has none.
    held_back = (LEADS,) if "no_leads_object" in conditions else ()
    told = live.ahead(portal, known, kinds, questions, held_back=held_back, threads=CONNECTIONS)
    holding = [each for each in conditions if told[each]]
    fit = load.varied(wanted, holding, str(path))
    chosen = variants.chosen(wanted.document, holding)
    findings = [*plan_variants.standing_in(wanted.document, chosen)]
    findings += plan_variants.untold(wanted.document, [each for each in conditions if told[each] is None])
    known = _known(fit, ids)
    if "few_deal_pipelines" in holding:
        missing, strangers = _deal_pipelines(portal, known)
        if len(missing) > (free := _free(portal)):
            findings.append(plan_variants.still_too_many(fit.document, missing, free, strangers))
    state = live.read(portal, door.account, known, kinds, watch, threads=CONNECTIONS)
    names = {name: str(each["when"]) for name, each in chosen.items()}
    return Fitted(fit, known, state, door, lambda: door.reads, names, tuple(findings))


def _known(blueprint: Blueprint, ids: Mapping[Key, str]) -> Known:
    return Known(blueprint.resources, blueprint.retirements, ids, frozenset(blueprint.document))


def _questions(known: Known) -> Mapping[str, Callable[[Reader], bool | None]]:
    """What tells whether a condition holds; None where the portal does not say."""
    from provisioner import tier

    def no_leads(portal: Reader) -> bool | None:
        with suppress(Forbidden, NotFound):
            return not tier.leads_object(portal)
        return None

    def few_pipelines(portal: Reader) -> bool | None:
        with suppress(Forbidden, NotFound):
            room = tier.deal_pipelines(portal)
            return None if room is None else len(_deal_pipelines(portal, known)[0]) > room.free
        return None

    def no_labels(portal: Reader) -> bool | None:
        with suppress(Forbidden, NotFound):
            # Where nobody has made a label yet, the portal does not say, and that is no reason to warn.
            return tier.association_labels(portal) is False
        return None

    return {
        "no_leads_object": no_leads,
        "few_deal_pipelines": few_pipelines,
        "no_association_labels": no_labels,
    }


def _free(portal: Reader) -> int:
    from provisioner import tier

    room = tier.deal_pipelines(portal)
    return room.free if room else 0


def _deal_pipelines(portal: Reader, known: Known) -> tuple[list[Key], list[Resource]]:
    """The deal pipelines of the blueprint that the portal does not have yet, and those of the portal that are not the
    blueprint's."""
    kind = kinds_by_name()["pipeline"]
    there = {each.key: each for each in kind.live(portal, DEALS, known) if each.key == each.key.whole}
    wanted = [key for key in known.desired if key.kind == kind.NAME and key.object_type == DEALS and key == key.whole]
    strangers = [each for key, each in there.items() if key not in wanted and not each.archived]
    return [key for key in wanted if key not in there], strangers


def _as_written(door: ReadDoor, wanted: Blueprint, known: Known, watch: Watch) -> Fitted:
    """A blueprint without variants. Where it needs leads and the account has none, the rest is read, and a finding
    says so instead of the refusal of whichever list came first."""
    from provisioner import live
    from provisioner.gateway import CONNECTIONS
    from provisioner.rules import plan_variants

    kinds = list(kinds_by_name().values())
    try:
        state = live.read(door, door.account, known, kinds, watch, threads=CONNECTIONS)
        return Fitted(wanted, known, state, door, lambda: door.reads)
    except Forbidden:
        if not any(_of_leads(key) for key in known.desired) or _has_leads(door):
            raise
    kept = {
        key: each
        for key, each in wanted.resources.items()
        if not any(_of_leads(one) for one in (key, key.whole, *each.needs))
    }
    rest = replace(
        wanted,
        resources=kept,
        retirements=tuple(each for each in wanted.retirements if not _of_leads(each.key)),
    )
    again, known = live.Remembering(door), _known(rest, known.ids)
    state = live.read(again, door.account, known, kinds, watch, threads=CONNECTIONS)
    # The account, the object library and what was read now; how far the first reading got hangs on the weather.
    finding = plan_variants.without_leads(wanted.document)
    return Fitted(rest, known, state, again, lambda: again.reads + 2, findings=(finding,))


def _has_leads(door: ReadDoor) -> bool:
    from provisioner import tier

    with suppress(Forbidden, NotFound):
        return tier.leads_object(door)
    return True


def _of_leads(key: Key) -> bool:
    return "/" in key.address and key.object_type == LEADS
