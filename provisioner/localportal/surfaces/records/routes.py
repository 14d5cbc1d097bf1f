"""Endpoints of CRM records: single, list, batch and search."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from provisioner.localportal import access
from provisioner.localportal.objects import resolve
from provisioner.localportal.refusal import Refusal, required_fields
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.properties import state as properties
from provisioner.localportal.surfaces.records import (
    governed,
    history,
    merging,
    printing,
    refusals,
    rules,
    search,
    state,
    validated,
)
from provisioner.localportal.surfaces.records.associations import printing as associations
from provisioner.localportal.surfaces.records.state import Record
from provisioner.localportal.wire import Ask, Reply, answer, batch, compact, no_content

MOST_A_PAGE, MOST_WITH_HISTORY = 100, 50


def listed(ask: Ask) -> Reply:
    """GET a page of records by id; the cursor is the last id of the page before. With history a page is half as big."""
    limit, after = ask.one("limit", "10"), ask.one("after", "0")
    most = MOST_WITH_HISTORY if ask.one("propertiesWithHistory") else MOST_A_PAGE
    if not limit.isdigit() or not 1 <= int(limit) <= most or not after.isdigit():
        raise refusals.bad_request(f"limit must be between 1 and {most}, and after a record id")
    found = state.page(ask.db, ask.object, int(after), int(limit) + 1, ask.flag("archived"))
    shown = _shown(ask)
    body = '{"results":[' + ",".join(compact(shown(one)) for one in found[: int(limit)]) + "]"
    if len(found) > int(limit):
        last = str(found[int(limit) - 1].id)
        link = f"http://{ask.call.headers.get('host', 'localhost')}{ask.call.path}?limit={limit}&after={last}"
        body += ',"paging":' + compact({"next": {"after": last, "link": link}})
    return Reply(200, body + "}")


def read(ask: Ask) -> Reply:
    """GET one record, by id or by a unique property."""
    return answer(200, _shown(ask)(_existing(ask, ask.params["id"], ask.flag("archived"))))


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
    """POST ids to read: 200, or 207 with one error that names the ids that were not found. With history at most 50."""
    body, inputs = ask.json(), ask.inputs()
    past = body.get("propertiesWithHistory") or []
    if past and len(inputs) > MOST_WITH_HISTORY:
        raise refusals.too_many_histories(len(inputs))
    wanted, id_property = [str(item.get("id", "")) for item in inputs], str(body.get("idProperty") or "")
    names = _names(ask, body.get("properties") or [])
    past = _known(ask, past)
    records, missing = [], []
    for one in wanted:
        found = rules.find(ask, one, id_property, ask.flag("archived"))
        if found:
            records.append(compact(_with_history(ask, found, printing.record(found, names), past)))
        else:
            missing.append(one)
    return batch(200, records, [_not_got(ask, missing)] if missing else [], ask.stamp)


def merge(ask: Ask) -> Reply:
    """POST two ids: one record with a new id takes the place of both."""
    body = ask.json()
    if missing := [name for name in ("primaryObjectId", "objectIdToMerge") if not body.get(name)]:
        raise required_fields(missing)
    first, second = (_existing(ask, str(body[name])) for name in ("primaryObjectId", "objectIdToMerge"))
    return answer(200, printing.record(merging.merge(ask, first, second), None))


def upsert_many(ask: Ask) -> Reply:
    """POST up to 100 records to change or else to make, by a unique property; each says whether it is new."""
    texts = []
    for body in ask.inputs():
        name, wanted = str(body.get("idProperty") or ""), str(body.get("id", ""))
        found = rules.find(ask, wanted, name)
        if found is None and name in ("", "hs_object_id"):
            raise refusals.unknown(wanted)
        if found:
            written = rules.change(ask, found, body)
        else:
            written = rules.create(ask, {"properties": {name: wanted} | (body.get("properties") or {})})
        texts.append(compact(printing.record(written, None) | {"new": found is None} | _trace(body)))
    return batch(200, texts, [], ask.stamp)


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


def _shown(ask: Ask) -> Callable[[Record], dict[str, Any]]:
    """How the query wants records printed: which properties, with which history, with which associations."""
    names, past = _names(ask, ask.many("properties")), _known(ask, ask.many("propertiesWithHistory"))
    far = [resolve(name) for name in ask.many("associations")]

    def show(found: Record) -> dict[str, Any]:
        printed = _with_history(ask, found, printing.record(found, names), past)
        joined = associations.beside(ask.db, (ask.object.id, found.id), far) if far else {}
        return printed | ({"associations": joined} if joined else {})

    return show


def _with_history(ask: Ask, found: Record, printed: dict[str, Any], past: list[str]) -> dict[str, Any]:
    if not past:
        return printed
    return printing.with_history(found, printed, past, history.read(ask.db, ask.object, found.id))


def _known(ask: Ask, names: list[str]) -> list[str]:
    known = properties.names(ask.db, ask.object.id) if names else ()
    return [name for name in names if name in known]


def _names(ask: Ask, asked: list[str]) -> list[str]:
    return printing.wanted(ask.object, asked, properties.names(ask.db, ask.object.id))


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
    Route("POST", "objects", "{object}/batch/upsert", upsert_many, _WRITE, writes=True),
    Route("POST", "objects", "{object}/batch/archive", archive_many, _WRITE, writes=True),
    Route("POST", "objects", "{object}/merge", merge, _WRITE, writes=True),
    Route("GET", "objects", "{object}/{id}", read, _READ),
    Route("PATCH", "objects", "{object}/{id}", change, _WRITE, writes=True),
    Route("DELETE", "objects", "{object}/{id}", archive, _WRITE, writes=True),
)
