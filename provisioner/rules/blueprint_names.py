"""Rules on names: what HubSpot would refuse, and what would clash once HubSpot has it."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.rules import blueprint_hubspot as hubspot
from provisioner.rules.blueprint_draft import SECTIONS, Draft, Entry, Path
from provisioner.rules.blueprint_rule import ERROR, WARNING, Rule, Said
from provisioner.rules.blueprint_words import did_you_mean, listed

_WORDS = {"property_groups": "group", "properties": "property", "pipelines": "pipeline"}


def _entries(draft: Draft) -> Iterator[Entry]:
    yield from draft.groups
    yield from draft.properties
    yield from draft.pipelines


def characters(draft: Draft) -> Iterator[Said]:
    advice = "use small letters, digits and _, beginning with a letter"
    fits = hubspot.NAME.fullmatch
    for entry in _entries(draft):
        if not fits(entry.name):
            what = _WORDS[str(entry.path[0])]
            yield Said(entry.path, f"HubSpot would refuse {_shown(entry.name)} as the name of a {what}.", advice)
    for pipeline, path, stages in draft.stages:
        for name in stages:
            if not fits(name):
                message = f"HubSpot makes property names of stage names, and {_shown(name)} cannot be part of one"
                yield Said((*path, name), f"{message} (pipeline {pipeline.name}).", advice)


def _shown(name: str) -> str:
    """A name as it can be printed on one line, whatever it holds."""
    return f'"{name[:60]}"' if name.isprintable() else ascii(name[:60])


def too_long(draft: Draft) -> Iterator[Said]:
    for entry in _entries(draft):
        longest = hubspot.LONGEST[str(entry.path[0])]
        if len(entry.name) > longest:
            message = f"The name has {len(entry.name)} characters; HubSpot takes {longest} at most."
            yield Said(entry.path, message, "choose a shorter name")
    for pipeline, path, stages in draft.stages:
        for name in stages:
            length = len(pipeline.name) + 1 + len(name)
            if length > hubspot.LONGEST_STAGE_ID:
                message = f"The id {pipeline.name}_{name[:40]}… has {length} characters; HubSpot takes 100 at most."
                yield Said((*path, name), message, "choose a shorter name for the stage or its pipeline")


def longer_than_advised(draft: Draft) -> Iterator[Said]:
    for entry in (*draft.groups, *draft.properties):
        if hubspot.ADVISED_LENGTH < len(entry.name) <= hubspot.LONGEST[str(entry.path[0])]:
            message = f"The name has {len(entry.name)} characters, which is hard to read in formulas and exports."
            yield Said(entry.path, message, f"choose one of {hubspot.ADVISED_LENGTH} characters at most")


def reserved(draft: Draft) -> Iterator[Said]:
    for entry in draft.properties:
        if hubspot.RESERVED.match(entry.name) and not entry.fields.get("hubspot_defined"):
            message = f"{entry.name} begins like HubSpot's own names, and HubSpot refuses such a name."
            yield Said(entry.path, message, "choose another name, or write hubspot_defined: true if it is HubSpot's")


def object_types(draft: Draft) -> Iterator[Said]:
    for path, name in _object_types(draft):
        if not hubspot.known_object_type(name):
            fix = did_you_mean(name, hubspot.OBJECT_TYPES, "name a HubSpot object, or a custom one by its id (2-123)")
            yield Said(path, f"There is no HubSpot object {_shown(name)}.", fix)


def _object_types(draft: Draft) -> Iterator[tuple[Path, str]]:
    for section in SECTIONS:
        for name in draft.document.get(section, {}):
            yield (section, name), name
    retire = draft.document.get("retire", {})
    for section in SECTIONS:
        for name in retire.get(section, {}):
            yield ("retire", section, name), name
    for address in retire.get("stages", {}):
        yield ("retire", "stages", address), address.partition("/")[0]


def without_pipelines(draft: Draft) -> Iterator[Said]:
    for name in draft.document.get("pipelines", {}):
        if name in hubspot.OBJECT_TYPES and name not in hubspot.PIPELINE_OBJECT_TYPES:
            fix = f"pipelines are for {listed(hubspot.PIPELINE_OBJECT_TYPES)} and custom objects"
            yield Said(("pipelines", name), f"HubSpot has no pipelines of {name}.", fix)


def pipelines_in_two_objects(draft: Draft) -> Iterator[Said]:
    """HubSpot keeps the pipeline ids of deals and tickets in one space (seen live)."""
    deals = draft.names("pipelines", "deals")
    for entry in draft.pipelines:
        if entry.object_type == "tickets" and entry.name in deals and "id" not in entry.fields:
            message = f"{entry.name} names a pipeline of deals too, and HubSpot lets only one of the two have that id."
            yield Said(entry.path, message, "choose another name for one of them")


def stage_ids(draft: Draft) -> Iterator[Said]:
    """The id that we give a stage is ``<pipeline>_<stage>``, and HubSpot wants it unique in the object."""
    seen: dict[tuple[str, str], str] = {}
    for pipeline, path, stages in draft.stages:
        for name, fields in stages.items():
            slot = (pipeline.object_type, fields.get("id", f"{pipeline.name}_{name}"))
            mine = f"{pipeline.name}#{name}"
            if slot in seen:
                message = f"{mine} and {seen[slot]} would have the same id, {slot[1]}."
                yield Said((*path, name), message, "rename one of the two stages, or pin another id")
            seen.setdefault(slot, mine)


def pipeline_ids(draft: Draft) -> Iterator[Said]:
    seen: dict[tuple[str, str], str] = {}
    for entry in draft.pipelines:
        slot = (entry.object_type, entry.fields.get("id", entry.name))
        if slot in seen:
            path = (*entry.path, "id") if "id" in entry.fields else entry.path
            message = f"{entry.name} and {seen[slot]} would have the same id, {slot[1]}."
            yield Said(path, message, "an id belongs to one pipeline: take it away from the other")
        seen.setdefault(slot, entry.name)


def former(draft: Draft) -> Iterator[Said]:
    for entry in draft.pipelines:
        yield from _former(entry.path, entry.fields, draft.names("pipelines", entry.object_type))
    for _, path, stages in draft.stages:
        for name, fields in stages.items():
            yield from _former((*path, name), fields, stages)


def _former(path: Path, fields: object, present: object) -> Iterator[Said]:
    was = fields.get("was", ()) if isinstance(fields, dict) else ()
    for index, name in enumerate(was):
        if isinstance(present, dict) and name in present:
            message = f"{name} is given as a former name, but it still stands in the blueprint."
            yield Said((*path, "was", index), message, "take it out of was, or out of the blueprint")


RULES = (
    Rule("NAME001", ERROR, "A name has characters that HubSpot does not take.", characters),
    Rule("NAME002", ERROR, "A name, or the id that we make of it, is longer than HubSpot takes.", too_long),
    Rule("NAME003", WARNING, "The name of a property or a group is longer than is good to read.", longer_than_advised),
    Rule("NAME004", ERROR, "The name of a property begins with hs_ or a<digits>_, which is HubSpot's.", reserved),
    Rule("NAME005", ERROR, "There is no HubSpot object of that name.", object_types),
    Rule("NAME006", ERROR, "HubSpot has no pipelines of this object.", without_pipelines),
    Rule("NAME007", ERROR, "A pipeline of tickets has the name of a pipeline of deals.", pipelines_in_two_objects),
    Rule("NAME008", ERROR, "Two pipelines of one object would have the same id.", pipeline_ids),
    Rule("NAME009", ERROR, "Two stages of one object would have the same id.", stage_ids),
    Rule("NAME010", ERROR, "A former name still stands in the blueprint.", former),
)
