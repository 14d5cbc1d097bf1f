"""What a project file may say; strict, since a slip here sends a plan to the wrong portal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from provisioner.kinds import KINDS
from provisioner.model.document import Mark, Marked, MarkedList
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key
from provisioner.model.resource import Place
from provisioner.rules.blueprint_words import did_you_mean, listed

BUILT_IN = ("local", "env")
ENVIRONMENTS = ("sandbox", "production", "local")

_TOKEN = re.compile(r"pat-[A-Za-z0-9-]{6,}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LOOPBACK = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}|::1")


class Strict:
    """Collects the findings of one file; none of them repeats what may be a token."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def report(self, code: str, message: str, at: Mark | None, fix: str = "") -> None:
        place = Place(*at) if at else Place(self.file, 1, 1)
        self.findings.append(
            Finding(code, Severity.ERROR, _TOKEN.sub("***", message), place, fix=_TOKEN.sub("***", fix))
        )


def check(document: Any, strict: Strict) -> None:
    if not isinstance(document, Marked):
        strict.report("PROJECT001", "The project file holds no mapping.", None, "start it with portals:")
        return
    _refuse_tokens(document, None, strict)
    _refuse_unknown(document, ("portals", "default_portal"), "The project file", strict)
    portals = document.get("portals")
    if isinstance(portals, Marked):
        for name in portals:
            _check_name(name, portals.marks[name], strict)
            _check_portal(name, portals[name], portals.values_at[name], strict)
    elif "portals" in document:
        _wrong(document, "portals", "a mapping of names to portals", strict)
    _check_default(document, portals if isinstance(portals, Marked) else {}, strict)


def _refuse_tokens(value: Any, at: Mark | None, strict: Strict) -> None:
    if isinstance(value, str) and _TOKEN.search(value):
        fix = "take it out, revoke it in HubSpot if the file was shared, and name a variable with token_env"
        strict.report("PROJECT002", "An access token stands in the project file.", at, fix)
    elif isinstance(value, Marked):
        for key, inner in value.items():
            _refuse_tokens(key, value.marks[key], strict)
            _refuse_tokens(inner, value.values_at[key], strict)
    elif isinstance(value, MarkedList):
        for item, mark in zip(value, value.marks, strict=True):
            _refuse_tokens(item, mark, strict)


def _refuse_unknown(mapping: Marked, known: Iterable[str], whose: str, strict: Strict) -> None:
    for key in mapping:
        if key not in known:
            fix = did_you_mean(key, known, f"known here: {listed(known)}")
            strict.report("PROJECT003", f"{whose} has no field {key}.", mapping.marks[key], fix)


def _check_name(name: str, at: Mark, strict: Strict) -> None:
    if name in BUILT_IN:
        strict.report("PROJECT004", f"The portal {name} is built in.", at, "choose another name")
    elif not _NAME.fullmatch(name):
        strict.report("PROJECT004", f"{name} is no name for a portal.", at, "use small letters, digits, _ and -")


def _check_default(document: Marked, portals: Mapping[str, Any], strict: Strict) -> None:
    if "default_portal" not in document:
        return
    chosen = document["default_portal"]
    names = (*portals, *BUILT_IN)
    if chosen not in names:
        fix = did_you_mean(str(chosen), names, f"choose {listed(names)}")
        strict.report("PROJECT005", f"There is no portal {chosen}.", document.values_at["default_portal"], fix)


def _wrong(mapping: Marked, key: str, wanted: str, strict: Strict, fix: str = "") -> None:
    strict.report("PROJECT006", f"{key} must be {wanted}.", mapping.values_at[key], fix)


def _check_portal(name: str, portal: Any, at: Mark, strict: Strict) -> None:
    if not isinstance(portal, Marked):
        strict.report("PROJECT006", f"The portal {name} must be a mapping.", at, "give it portal_id and token_env")
        return
    _refuse_unknown(portal, _FIELDS, f"The portal {name}", strict)
    for field, (wanted, fits, fix) in _FIELDS.items():
        if field in portal and not fits(portal[field]):
            _wrong(portal, field, wanted, strict, fix)
    if isinstance(portal.get("base_url"), str) and (problem := base_url_problem(portal["base_url"])):
        strict.report("PROJECT007", f"base_url {problem}.", portal.values_at["base_url"], "use https://api.hubapi.com")
    if portal.get("environment") != "local":
        for field in ("portal_id", "token_env"):
            if field not in portal:
                fix = "its number stands in HubSpot's address bar" if field == "portal_id" else "name the variable"
                strict.report("PROJECT008", f"The portal {name} has no {field}.", at, f"add {field}: {fix}")
    if isinstance(portal.get("ids"), Marked):
        _check_ids(portal["ids"], strict)


_FIELDS: Mapping[str, tuple[str, Callable[[Any], bool], str]] = {
    "portal_id": (
        "the number of the portal",
        lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
        "copy it from HubSpot's address bar, without quotes",
    ),
    "token_env": (
        "the name of an environment variable",
        lambda value: isinstance(value, str) and bool(_VARIABLE.fullmatch(value)),
        "write the name of the variable that holds the token",
    ),
    "base_url": ("an address", lambda value: isinstance(value, str), "write it like https://api.hubapi.com"),
    "environment": (listed(ENVIRONMENTS), lambda value: value in ENVIRONMENTS, f"choose {listed(ENVIRONMENTS)}"),
    "protected": ("true or false", lambda value: isinstance(value, bool), "choose true or false"),
    "parameters": (
        "a mapping of parameters to single values",
        lambda value: isinstance(value, dict) and not any(isinstance(each, dict | list) for each in value.values()),
        "write one line for each parameter",
    ),
    "targets": (
        "the path of a file with KPI targets",
        lambda value: isinstance(value, str) and bool(value.strip()),
        "write the path from the folder of the project file",
    ),
    "ids": (
        "a mapping of keys to ids",
        lambda value: isinstance(value, dict),
        'write lines like "pipeline:deals/x": 1',
    ),
}


def _check_ids(ids: Marked, strict: Strict) -> None:
    kinds = [kind.NAME for kind in KINDS]
    seen: dict[tuple[str, str, bool, str], str] = {}
    for text, value in ids.items():
        at = ids.marks[text]
        if not isinstance(value, str) or not value:
            strict.report("PROJECT009", f"The id of {text} must be text.", ids.values_at[text], "put it in quotes")
        try:
            key = Key.parse(text)
        except ValueError:
            strict.report("PROJECT009", f"{text} is no key.", at, 'write it like "pipeline:deals/cc_sales#won"')
            continue
        if key.kind not in kinds:
            fix = did_you_mean(key.kind, kinds, f"choose {listed(kinds)}")
            strict.report("PROJECT009", f"There is no kind {key.kind}.", at, fix)
        slot = (key.kind, key.object_type, key != key.whole, str(value))
        if slot in seen:
            strict.report("PROJECT010", f"{text} has the same id as {seen[slot]}.", at, "an id belongs to one key only")
        seen.setdefault(slot, text)


def base_url_problem(address: str) -> str:
    """What is wrong with the address of a portal, as the end of a sentence; empty when nothing is."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is no address"
    if parts.username or parts.password:
        return "must not hold a user name or password"
    if parts.scheme not in ("https", "http") or not host or parts.query or parts.fragment:
        return "must be an address such as https://api.hubapi.com"
    if parts.scheme == "http" and not _LOOPBACK.fullmatch(host):
        return "must begin with https; http is for this machine only"
    return ""
