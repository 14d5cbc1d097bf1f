"""Strategies: plans of every shape, and blueprints that follow one another."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from provisioner.model.findings import Finding, ManualStep, Severity
from provisioner.model.keys import Key, Order, Ref
from provisioner.model.plan import Action, BlueprintLine, Change, Cost, FieldDiff, Hazard, Plan, PortalLine
from provisioner.model.resource import Place

names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
keys = st.builds(
    lambda kind, object_type, name, part: Key(kind, f"{object_type}/{name}" + (f"#{part}" if part else "")),
    st.sampled_from(["property_group", "property", "pipeline"]),
    st.sampled_from(["deals", "leads"]),
    names,
    st.none() | names,
)
scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(0, 1, width=16) | texts
values = scalars | st.builds(Ref, keys) | st.lists(texts, max_size=3, unique=True).map(Order)
specs = values | st.dictionaries(texts, values | st.dictionaries(texts, scalars, max_size=2), max_size=3)
paths = st.lists(texts, min_size=1, max_size=3).map(tuple)
changes = st.builds(
    Change,
    st.sampled_from(Action),
    keys,
    st.lists(st.builds(FieldDiff, paths, specs, specs), max_size=3).map(tuple),
    texts,
    st.sampled_from(["blueprint", "retire"]),
    st.lists(st.builds(Hazard, st.sampled_from(["HAZ001", "HAZ002"]), texts), max_size=2).map(tuple),
    st.lists(keys, max_size=2).map(tuple),
)
places = st.builds(
    Place, st.sampled_from(["a.yaml", "b/c d.yaml", "C:\\x.yaml"]), st.integers(1, 99), st.integers(1, 99)
)
findings = st.builds(
    Finding, st.just("PLAN001"), st.sampled_from(Severity), texts, st.none() | places, st.none() | keys, texts
)
manual = st.builds(
    ManualStep,
    keys,
    st.fixed_dictionaries({"en": texts, "he": texts}),
    st.fixed_dictionaries({"en": st.lists(texts, max_size=2), "he": st.lists(texts, max_size=2)}),
    texts,
)
counts = st.integers(0, 999)
plans = st.builds(
    Plan,
    st.builds(
        BlueprintLine,
        names,
        st.just("1.0.0"),
        st.sampled_from(["b2b", "hybrid"]),
        names,
        st.fixed_dictionaries({"made_on": st.just("2026-11-01"), "by": names}),
    ),
    st.builds(PortalLine, names, st.integers(1, 10**9), st.sampled_from(["sandbox", "local"]), st.just("STANDARD")),
    st.lists(changes, max_size=4).map(tuple),
    counts,
    counts,
    st.lists(findings, max_size=2).map(tuple),
    st.lists(manual, max_size=1).map(tuple),
    st.builds(Cost, counts, counts),
    counts,
    st.just("0.1.0"),
    st.just(""),
    st.dictionaries(keys, texts, max_size=3),
)

# Blueprints. Labels are made of the name, so that no two things bear the same one whatever is taken away or comes back.

_shades = st.sampled_from(["", " new", " חדש"])


@st.composite
def _labelled(draw: st.DrawFn, name: str) -> dict[str, Any]:
    return {"label": f"{name}{draw(_shades)}"}


@st.composite
def _property(draw: st.DrawFn, name: str) -> dict[str, Any]:
    entry = draw(_labelled(name)) | {"group": draw(st.sampled_from(["core_one", "core_two"]))}
    match draw(st.sampled_from(["string", "number", "enumeration"])):
        case "string":
            entry |= {"type": "string", "field_type": draw(st.sampled_from(["text", "textarea"]))}
        case "number":
            entry |= {"type": "number", "field_type": "number"}
        case _:
            values = draw(st.lists(st.sampled_from(["a", "b", "ref", "x.y"]), min_size=1, unique=True))
            options = {value: {"label": f"{value} {draw(_shades)}x", "hidden": draw(st.booleans())} for value in values}
            entry |= {
                "type": "enumeration",
                "field_type": draw(st.sampled_from(["select", "radio"])),
                "options": options,
            }
    return entry | ({"description": draw(_shades)} if draw(st.booleans()) else {})


@st.composite
def _pipeline(draw: st.DrawFn, name: str) -> dict[str, Any]:
    middle = draw(st.lists(st.sampled_from(["one", "two", "three", "four"]), min_size=1, unique=True))
    stages = {each: draw(_labelled(f"{name} {each}")) | {"probability": 0.3} for each in middle}
    closing = {"won": {"label": "Won", "probability": 1}, "lost": {"label": "Lost", "probability": 0}}
    return draw(_labelled(name)) | {"stages": stages | closing}


@st.composite
def sections(draw: st.DrawFn) -> dict[str, Any]:
    """A blueprint of groups, properties and pipelines of deals. What it leaves out is left alone or retired."""
    groups = {name: draw(_labelled(name)) for name in ("core_one", "core_two")}
    chosen = draw(st.lists(st.sampled_from(["core_a", "core_b", "core_c"]), unique=True))
    boards = draw(st.lists(st.sampled_from(["cc_one", "cc_two"]), unique=True))
    left = [name for name in ("core_a", "core_b", "core_c") if name not in chosen and draw(st.booleans())]
    gone = [name for name in ("cc_one", "cc_two") if name not in boards and draw(st.booleans())]
    return {
        "property_groups": {"deals": groups},
        "properties": {"deals": {name: draw(_property(name)) for name in chosen}},
        "pipelines": {"deals": {name: draw(_pipeline(name)) for name in boards}},
        "retire": {"properties": {"deals": left}, "pipelines": {"deals": gone}},
    }
