"""Endpoints of exports: start, status, details, and the file behind the link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provisioner.localportal import access
from provisioner.localportal.objects import resolve
from provisioner.localportal.refusal import required_fields
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.exports import files, refusals, state
from provisioner.localportal.surfaces.exports.state import Export
from provisioner.localportal.surfaces.records import refusals as record_refusals
from provisioner.localportal.wire import Ask, Reply, answer, iso

MOST_A_DAY, GOOD_FOR = 30, timedelta(minutes=5)
_NEEDED = ("exportType", "exportName", "objectType", "objectProperties", "format", "language")


def start(ask: Ask) -> Reply:
    """POST an export: 202 with its id."""
    body = ask.json()
    if missing := [field for field in _NEEDED if not body.get(field)]:
        raise required_fields(missing)
    if body["exportType"] != "VIEW" or body["format"] != "CSV":
        raise record_refusals.not_served("exports of lists, and of other formats than CSV")
    names, options = body["objectProperties"], body.get("exportInternalValuesOptions") or []
    if not isinstance(names, list) or not isinstance(options, list) or set(options) - {"NAMES", "VALUES"}:
        raise refusals.bad_field("objectProperties and exportInternalValuesOptions", "lists; of NAMES and VALUES")
    resolve(str(body["objectType"]))
    if state.since(ask.db, iso(ask.now - timedelta(hours=24))) >= MOST_A_DAY:
        raise refusals.too_many(MOST_A_DAY)
    if state.under_way(ask.db):
        raise refusals.under_way()
    request = body | {"exportInternalValuesOptions": options}
    files.count(ask, request)
    export_id = state.add(ask.db, ask.stamp, ask.settings.export_pending_reads, request)
    link = f"{_host(ask)}/crm/v3/exports/export/async/tasks/{export_id}/status"
    return answer(202, {"id": str(export_id), "links": {"status": link}})


def status(ask: Ask) -> Reply:
    """GET how far an export is; done, it has a link to the file that is good for five minutes."""
    export = _existing(ask)
    state.asked(ask.db, export)
    body: dict[str, Any] = {"status": "PENDING", "startedAt": export.at, "completedAt": export.at}
    if not export.pending:
        until = int((ask.now + GOOD_FOR).timestamp())
        body |= {"status": "COMPLETE", "completedAt": ask.stamp}
        body["result"] = f"{_host(ask)}/exports/files/{export.id}?until={until}"
    return answer(200, body)


def details(ask: Ask) -> Reply:
    """GET what an export is."""
    export = _existing(ask)
    request = export.request
    body = {
        "id": str(export.id),
        "exportName": request["exportName"],
        "exportType": request["exportType"],
        "exportState": "PROCESSING" if export.pending else "DONE",
        "objectType": resolve(str(request["objectType"])).plural.upper(),
        "objectProperties": request["objectProperties"],
        "createdAt": export.at,
        "updatedAt": export.at,
    }
    return answer(200, body | ({} if export.pending else {"recordCount": files.count(ask, request)}))


def download(ask: Ask) -> Reply:
    """GET the file; no token, as with the signed link of the real one."""
    export, until = _existing(ask), ask.one("until", "0")
    if export.pending or not until.isdigit() or int(until) < ask.now.timestamp():
        raise refusals.expired()
    name, body = files.made(ask, export.request)
    kind = "application/zip" if name.endswith(".zip") else "text/csv;charset=utf-8"
    return Reply(200, None, {"Content-Disposition": f'attachment; filename="{export.id}{name[-4:]}"'}, kind, body)


def _existing(ask: Ask) -> Export:
    found = state.read(ask.db, ask.params["export"])
    if found is None:
        raise refusals.unknown(ask.params["export"])
    return found


def _host(ask: Ask) -> str:
    return f"http://{ask.call.headers.get('host', 'localhost')}"


ROUTES = (
    Route("POST", "exports", "export/async", start, access.exports, writes=True),
    Route("GET", "exports", "export/async/tasks/{export}/status", status, access.exports, writes=True),
    Route("GET", "exports", "export/{export}", details, access.exports),
    Route("GET", "export-files", "{export}", download, None),
)
