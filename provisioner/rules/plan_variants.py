"""What a plan says of variants: which stand in and what that costs, what the portal left open, what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provisioner.model.blueprint import text
from provisioner.model.counts import counted
from provisioner.model.document import place_of
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key
from provisioner.model.resource import Place, Resource
from provisioner.model.variants import CONDITIONS

LEADS = "leads"
_UNTOLD = {
    "no_leads_object": "whether it has the leads object",
    "few_deal_pipelines": "how many deal pipelines it may have",
    "no_association_labels": "whether associations can have labels",
}

_OTHERWISE = {
    "no_leads_object": "to have it as written, upgrade the account to Sales Hub Professional or Enterprise",
    "few_deal_pipelines": "to have it as written, adopt a pipeline by pinning its id, delete one, or upgrade",
    "no_association_labels": "to have it as written, upgrade the account to Professional or Enterprise",
}


def standing_in(document: Mapping[str, Any], chosen: Mapping[str, Any]) -> Iterator[Finding]:
    """For each variant that was chosen: why, and what is lost."""
    for name, variant in chosen.items():
        title, loses = text(variant["title"], "en"), text(variant["loses"], "en")
        message = f"variant {name} stands in, since {CONDITIONS[variant['when']]}: {title}. Lost by it: {loses}"
        place = place_of(document, ("variants", name))
        yield Finding("PLAN021", Severity.WARNING, message, place, None, _OTHERWISE[variant["when"]])


def untold(document: Mapping[str, Any], conditions: Iterator[str] | list[str]) -> Iterator[Finding]:
    """For each condition that the portal does not tell: the blueprint is taken as written."""
    for condition in conditions:
        names = [name for name, each in document.get("variants", {}).items() if each["when"] == condition]
        message = (
            f"the portal does not tell {_UNTOLD[condition]}; without {', '.join(names)} the blueprint is as written"
        )
        fix = "give the key a scope that reads records, such as crm.objects.deals.read, then plan again"
        yield Finding("PLAN022", Severity.WARNING, message, place_of(document, ("variants", names[0])), None, fix)


def still_too_many(
    document: Mapping[str, Any], missing: Sequence[Key], free: int, strangers: Sequence[Resource]
) -> Finding:
    """Also with its variants the blueprint makes more deal pipelines than the account has room for. ``strangers`` are
    those of the portal that are not the blueprint's, each of which can be adopted."""
    names = ", ".join(key.name for key in missing)
    message = (
        f"the portal has room for {counted(free, 'more deal pipeline')}, and the blueprint makes {len(missing)}, "
        f"variants included: {names}"
    )
    ways = [_adoption(missing[0], strangers[0])] if strangers else []
    ways += ["delete a pipeline in HubSpot", "upgrade the account"]
    fix = ", or ".join(ways) + (f"; {_ONE_WAY}" if document.get("mode") == HYBRID else "")
    return Finding("PLAN024", Severity.ERROR, message, place_of(document, ("pipelines", "deals")), None, fix)


HYBRID = "hybrid"
_ONE_WAY = (
    "or take the blueprint of the way of selling that most deals follow, and mark the others by HubSpot's deal type, "
    "with a view for each; lost by that: stages, probabilities and age limits of their own, and rules and figures "
    "that tell the two apart"
)


def _adoption(wanted: Key, there: Resource) -> str:
    return f'adopt "{there.title}", which is there, with `ids: {{"{wanted}": "{there.id}"}}` in the project file'


def without_leads(document: Mapping[str, Any]) -> Finding:
    """The portal has no leads object, the blueprint is about leads, and no variant stands in."""
    section = next((each for each in ("pipelines", "properties") if LEADS in document.get(each, {})), "properties")
    place: Place | None = place_of(document, (section, LEADS))
    message = "the portal has no leads object (Sales Hub Professional and up), and the blueprint needs it"
    fix = (
        "write a variant for no_leads_object (docs/variants.md), or take one that has it: `provisioner advise --out`;"
        " the way of selling stays"
    )
    return Finding("PLAN023", Severity.ERROR, message, place, None, fix)
