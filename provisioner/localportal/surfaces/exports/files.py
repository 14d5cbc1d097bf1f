"""An export's file: CSV, zipped when it is large.

Nobody has published what a file looks like in detail. A row begins with the record's id; times are minutes in the
portal's zone unless the switch says otherwise.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from provisioner.localportal import limiter
from provisioner.localportal.objects import ObjectType, resolve
from provisioner.localportal.surfaces.properties import state as properties
from provisioner.localportal.surfaces.records import search, state
from provisioner.localportal.wire import Ask

LARGE = 2_000_000
Show = Callable[[str], str]


def count(ask: Ask, request: dict[str, Any]) -> int:
    """How many records an export has."""
    kind = resolve(str(request["objectType"]))
    where, order = search.condition(ask, kind, request.get("publicCrmSearchRequest") or {})
    return state.found(ask.db, kind, where, order, (0, 0))[0]


def made(ask: Ask, request: dict[str, Any]) -> tuple[str, bytes]:
    """(file name, contents) of an export."""
    kind = resolve(str(request["objectType"]))
    where, order = search.condition(ask, kind, request.get("publicCrmSearchRequest") or {})
    options = request["exportInternalValuesOptions"]
    columns = _columns(ask, kind, request["objectProperties"], options)
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(["hs_object_id" if "NAMES" in options else "Record ID", *(title for _, title, _ in columns)])
    for record in state.every(ask.db, kind, where, order):
        sheet.writerow([record.id, *(show(record.properties.get(name, "")) for name, _, show in columns)])
    name, body = f"{request['exportName']}.csv", text.getvalue().encode()
    return _zipped(name, body) if len(body) > LARGE else (name, body)


def _zipped(name: str, body: bytes) -> tuple[str, bytes]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(name, body)
    return name.replace(".csv", ".zip"), packed.getvalue()


def _columns(ask: Ask, kind: ObjectType, names: list[str], options: list[str]) -> list[tuple[str, str, Show]]:
    """(property, title, how a value is told); names that do not exist are left out."""
    columns = []
    for name in names:
        definition = properties.read(ask.db, kind.id, name)
        if definition and not definition.get("archived"):
            title = name if "NAMES" in options else definition["label"]
            columns.append((name, title, _show(ask, definition, "VALUES" in options)))
    return columns


def _show(ask: Ask, definition: dict[str, Any], internal: bool) -> Show:
    if definition["type"] == "datetime" and ask.settings.export_times == "local_minutes":
        zone = limiter.zone(ask.settings)
        return lambda text: datetime.fromisoformat(text).astimezone(zone).strftime("%Y-%m-%d %H:%M") if text else ""
    labels = {option["value"]: option["label"] for option in definition["options"]}
    if internal or not labels:
        return str
    return lambda text: ";".join(labels.get(part, part) for part in text.split(";")) if text else ""
