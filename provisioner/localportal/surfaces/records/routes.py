"""Endpoints of CRM records: single, list, batch and search."""

from __future__ import annotations

import uuid
from typing import Any

from provisioner.localportal import access
from provisioner.localportal.refusal import Refusal, required_fields
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.properties import state as properties
from provisioner.localportal.surfaces.records import governed, printing, refusals, rules, search, state, validated
from provisioner.localportal.surfaces.records.state import Record
from provisioner.localportal.wire import Ask, Reply, answer, batch, compact, no_content

MOST_A_PAGE = 100


def listed(ask: Ask) -> Reply:
    """GET a page of records by id; the cursor is the last id of the page before."""
    _only_served(ask)
    limit, after = ask.one("limit", "10"), ask.one("after", "0")
    if not limit.isdigit() or not 1 <= int(limit) <= MOST_A_PAGE or not after.isdigit():
        raise refusals.bad_request(f"limit must be between 1 and {MOST_A_PAGE}, and after a record id")
    found = state.page(ask.db, ask.object, int(after), int(limit) + 1, ask.flag("archived"))
    names = _names(ask, ask.many("properties"))
    body: dict[str, Any] = {"results": [printing.record(one, names) for one in found[: int(limit)]]}
    if len(found) > int(limit):
        last = str(found[int(limit) - 1].id)
        link = f"http://{ask.call.headers.get('host', 'localhost')}{ask.call.path}?limit={limit}&after={last}"
        body["paging"] = {"next": {"after": last, "link": link}}
    return answer(200, body)


def read(ask: Ask) -> Reply:
    """GET one record, by id or by a unique property."""
    _only_served(ask)
    found = _existing(ask, ask.params["id"], ask.flag("archived"))
    return answer(200, printing.record(found, _names(ask, ask.many("properties"))))


def create(ask: Ask) -> Reply:
    """POST a record."""
    return answer(201, printing.record(_created(ask, ask.json()), None))


def change(ask: Ask) -> Reply:
    """PATCH a record."""
    found = _existing(ask, ask.params["id"])
    return answer(200, printing.record(_changed(ask, found, ask.json()), None))


def archive(ask: Ask) -> Reply:
    """DELETE a record."""
    rules.archive(ask, ask.params["id"])
    return no_content()


def create_many(ask: Ask) -> Reply:
    """POST up to 100 records: all or none, but one by one (207) when every input carries an `objectWriteTraceId`."""
    return _written(ask, 201, lambda body: _created(ask, body))


def update_many(ask: Ask) -> Reply:
    """POST up to 100 changes; as `create_many`."""
    return _written(ask, 200, lambda body: _change_one(ask, body))


def read_many(ask: Ask) -> Reply:
    """POST ids to read: 200, or 207 with one error that names the ids that were not found."""
    body = ask.json()
    if body.get("propertiesWithHistory"):
        raise refusals.not_served("property history")
    wanted = [str(item.get("id", "")) for item in ask.inputs()]
    names = _names(ask, body.get("properties") or [])
    records, missing = [], []
    for one in wanted:
        found = rules.find(ask, one, str(body.get("idProperty") or ""), ask.flag("archived"))
        if found:
            records.append(compact(printing.record(found, names)))
        else:
            missing.append(one)
    return batch(200, records, [_not_got(ask, missing)] if missing else [], ask.stamp)


def archive_many(ask: Ask) -> Reply:
    """POST ids to archive: 204 whatever the state of each."""
    for item in ask.inputs():
        rules.archive(ask, str(item.get("id", "")))
    return no_content()


def searched(ask: Ask) -> Reply:
    """POST a search; `total` is exact."""
    body = ask.json()
    total, found, offset = search.run(ask, body)
    names = _names(ask, [str(name) for name in body.get("properties") or []])
    answered: dict[str, Any] = {"total": total, "results": [printing.record(one, names) for one in found]}
    if offset + len(found) < total and found:
        answered["paging"] = {"next": {"after": str(offset + len(found))}}
    return answer(200, answered)


def _written(ask: Ask, status: int, write: Any) -> Reply:
    inputs = ask.inputs()
    separately = bool(inputs) and all(item.get("objectWriteTraceId") for item in inputs)
    written, errors = [], []
    for body in inputs:
        ask.db.execute("SAVEPOINT one")
        try:
            record = printing.record(write(body), None)
            written.append(compact(record | _trace(body)))
        except Refusal as refusal:
            if not separately:
                raise
            ask.db.execute("ROLLBACK TO one")
            errors.append(refusal.in_batch({"objectWriteTraceId": [str(body["objectWriteTraceId"])]}))
        ask.db.execute("RELEASE one")
    return batch(status, written, errors, ask.stamp)


def _change_one(ask: Ask, body: dict[str, Any]) -> Record:
    if not body.get("id"):
        raise required_fields(["id"])
    found = rules.find(ask, str(body["id"]), str(body.get("idProperty") or ""))
    if found is None:
        raise refusals.unknown(str(body["id"]))
    return _changed(ask, found, body)


def _created(ask: Ask, body: dict[str, Any]) -> Record:
    return governed.check(ask, None, rules.create(ask, validated.check(ask, body)))


def _changed(ask: Ask, found: Record, body: dict[str, Any]) -> Record:
    return governed.check(ask, found, rules.change(ask, found, validated.check(ask, body)))


def _existing(ask: Ask, wanted: str, archived: bool = False) -> Record:
    found = rules.find(ask, wanted, ask.one("idProperty"), archived)
    if found is None:
        raise refusals.unknown(wanted)
    return found


def _only_served(ask: Ask) -> None:
    for name, what in (("propertiesWithHistory", "property history"), ("associations", "associations")):
        if ask.one(name):
            raise refusals.not_served(what)


def _names(ask: Ask, asked: list[str]) -> list[str]:
    return printing.wanted(ask.object, asked, set(properties.types(ask.db, ask.object.id)))


def _trace(body: dict[str, Any]) -> dict[str, str]:
    return {"objectWriteTraceId": str(body["objectWriteTraceId"])} if body.get("objectWriteTraceId") else {}


def _not_got(ask: Ask, ids: list[str]) -> dict[str, Any]:
    name = ask.object.singular.upper()
    message = f"Could not get some {name} objects, they may be deleted or not exist. Check that ids are valid."
    refusal = Refusal(404, message, "OBJECT_NOT_FOUND")
    return refusal.in_batch({"ids": ids}) | {"id": str(uuid.uuid4())}


_READ, _WRITE = access.records_read, access.records_write
ROUTES = (
    Route("GET", "objects", "{object}", listed, _READ),
    Route("POST", "objects", "{object}", create, _WRITE, writes=True),
    Route("POST", "objects", "{object}/search", searched, _READ, search=True),
    Route("POST", "objects", "{object}/batch/create", create_many, _WRITE, writes=True),
    Route("POST", "objects", "{object}/batch/read", read_many, _READ),
    Route("POST", "objects", "{object}/batch/update", update_many, _WRITE, writes=True),
    Route("POST", "objects", "{object}/batch/archive", archive_many, _WRITE, writes=True),
    Route("GET", "objects", "{object}/{id}", read, _READ),
    Route("PATCH", "objects", "{object}/{id}", change, _WRITE, writes=True),
    Route("DELETE", "objects", "{object}/{id}", archive, _WRITE, writes=True),
)
