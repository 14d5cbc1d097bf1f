"""Endpoints of associations between records: single, batch and list, all of them v4."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from provisioner.localportal import access
from provisioner.localportal.objects import ObjectType, resolve
from provisioner.localportal.refusal import Refusal
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.records.associations import refusals, rules, state, types
from provisioner.localportal.surfaces.records.associations.state import Key, Link
from provisioner.localportal.surfaces.records.associations.types import Type
from provisioner.localportal.wire import Ask, Reply, answer, batch, compact, no_content

MOST_A_PAGE, MOST_READ, MOST_WRITTEN = 500, 1_000, 2_000


def listed(ask: Ask) -> Reply:
    """GET a page of the records that belong to one."""
    start, limit, after = _start(ask), ask.one("limit", "500"), ask.one("after", "0")
    if not limit.isdigit() or not 1 <= int(limit) <= MOST_A_PAGE or not after.isdigit():
        raise refusals.bad_page(MOST_A_PAGE)
    texts, following = _page(ask, start, int(after), int(limit), types.printed(ask.db, start[0]))
    body = '{"results":[' + ",".join(texts) + "]"
    return Reply(200, body + (f',"paging":{compact(following)}' if following else "") + "}")


def read_many(ask: Ask) -> Reply:
    """POST up to 1,000 ids: what belongs to each; those to which nothing belongs are told as errors, with 207."""
    near, far, texts, errors = ask.object, _far(ask), [], []
    labels = types.printed(ask.db, near.id)
    for item in ask.inputs(MOST_READ):
        wanted, after = str(item.get("id", "")), str(item.get("after") or "0")
        if not wanted.isdigit() or not after.isdigit():
            raise refusals.bad_field("inputs need an id")
        found, following = _page(ask, (near.id, int(wanted)), int(after), MOST_A_PAGE, labels)
        if found:
            tail = f',"paging":{compact(following)}' if following else ""
            texts.append(f'{{"from":{{"id":"{wanted}"}},"to":[{",".join(found)}]{tail}}}')
        elif ask.settings.association_reads_name_lonely:
            context = {"fromObjectId": [wanted], "fromObjectType": [near.singular], "toObjectType": [far.singular]}
            errors.append(refusals.none_found(near, far, wanted).in_batch(context))
    return batch(200, texts, errors, ask.stamp)


def join(ask: Ask) -> Reply:
    """PUT a list of types between two records: 201."""
    specs = ask.listed()
    made = rules.chosen(ask.db, _ends(ask), specs)
    return answer(201, _joined(ask, _start(ask), _end(ask), made))


def join_plainly(ask: Ask) -> Reply:
    """PUT the plain association between two records: 200."""
    return batch(200, _joined_plainly(ask, _start(ask), _end(ask)), [], ask.stamp)


def part(ask: Ask) -> Reply:
    """DELETE whatever joins two records."""
    start, end = (ask.object.id, _number(ask.params["id"])), (_far(ask).id, _number(ask.params["other"]))
    state.remove(ask.db, start, end)
    rules.settle(ask.db, (start, end), ask.stamp)
    return no_content()


def join_many(ask: Ask) -> Reply:
    """POST up to 2,000 associations with their types: 201, or 207 when some could not be made."""

    def make(item: dict[str, Any]) -> list[str]:
        start, end = _pair(ask, item)
        return [compact(_joined(ask, start, end, rules.chosen(ask.db, _ends(ask), item.get("types"))))]

    return _made(ask, 201, make)


def join_many_plainly(ask: Ask) -> Reply:
    """POST up to 2,000 pairs to join plainly: 200."""
    return _made(ask, 200, lambda item: _joined_plainly(ask, *_pair(ask, item)))


def part_many(ask: Ask) -> Reply:
    """POST pairs to part: 204 whatever the state of each."""
    near, far = _ends(ask)
    for item in ask.inputs(MOST_WRITTEN):
        start = (near, _number(_id(item.get("from"))))
        ends = [(far, _number(_id(one))) for one in item.get("to") or ()]
        for end in ends:
            state.remove(ask.db, start, end)
        rules.settle(ask.db, (start, *ends), ask.stamp)
    return no_content()


def part_labels(ask: Ask) -> Reply:
    """POST types to take away between pairs: 204."""
    near, far = _ends(ask)
    for item in ask.inputs(MOST_WRITTEN):
        start, end = (near, _number(_id(item.get("from")))), (far, _number(_id(item.get("to"))))
        for one in rules.chosen(ask.db, (near, far), item.get("types")):
            rules.part(ask.db, Link(start, end, one.category, one.type_id))
        rules.settle(ask.db, (start, end), ask.stamp)
    return no_content()


def _page(
    ask: Ask, start: Key, after: int, limit: int, labels: dict[tuple[str, int], str | None]
) -> tuple[list[str], dict[str, Any] | None]:
    found = state.of(ask.db, start, _far(ask).id, after, limit + 1)
    ids = list(found)[:limit]
    texts = [_told(one, found[one], labels) for one in ids]
    return texts, {"next": {"after": str(ids[-1])}} if len(found) > limit else None


def _told(far_id: int, links: list[Link], labels: dict[tuple[str, int], str | None]) -> str:
    listed = [
        {"category": one.category, "typeId": one.type_id, "label": labels.get((one.category, one.type_id))}
        for one in links
    ]
    return f'{{"toObjectId":"{far_id}","associationTypes":{compact(listed)}}}'


def _joined(ask: Ask, start: Key, end: Key, made: list[Type]) -> dict[str, Any]:
    for one in made:
        rules.join(ask.db, Link(start, end, one.category, one.type_id))
    rules.settle(ask.db, (start, end), ask.stamp)
    return {
        "fromObjectTypeId": start[0],
        "fromObjectId": str(start[1]),
        "toObjectTypeId": end[0],
        "toObjectId": str(end[1]),
        "labels": [one.label for one in made if one.label],
    }


def _joined_plainly(ask: Ask, start: Key, end: Key) -> list[str]:
    there, back = rules.plain((start[0], end[0])), rules.plain((end[0], start[0]))
    _joined(ask, start, end, [there])
    return [
        compact(
            {
                "from": {"id": str(first[1])},
                "to": {"id": str(second[1])},
                "associationSpec": {"associationCategory": one.category, "associationTypeId": one.type_id},
            }
        )
        for first, second, one in ((start, end, there), (end, start, back))
    ]


def _made(ask: Ask, status: int, make: Callable[[dict[str, Any]], list[str]]) -> Reply:
    texts, errors = [], []
    for item in ask.inputs(MOST_WRITTEN):
        try:
            texts += make(item)
        except Refusal as refusal:
            context = {"fromObjectId": [_id(item.get("from"))], "toObjectId": [_id(item.get("to"))]}
            errors.append(refusal.in_batch(context))
    return batch(status, texts, errors, ask.stamp)


def _pair(ask: Ask, item: dict[str, Any]) -> tuple[Key, Key]:
    start = rules.existing(ask.db, ask.object, _id(item.get("from")))
    return start, rules.existing(ask.db, _far(ask), _id(item.get("to")))


def _id(told: Any) -> str:
    return str(told.get("id", "")) if isinstance(told, dict) else ""


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise refusals.bad_field(f"{text!r} is not a record id")
    return int(text)


def _ends(ask: Ask) -> tuple[str, str]:
    return ask.object.id, _far(ask).id


def _far(ask: Ask) -> ObjectType:
    return resolve(ask.params["to"])


def _start(ask: Ask) -> Key:
    return rules.existing(ask.db, ask.object, ask.params["id"])


def _end(ask: Ask) -> Key:
    return rules.existing(ask.db, _far(ask), ask.params["other"])


_READ, _WRITE = access.records_read, access.records_write
ROUTES = (
    Route("GET", "associated", "{object}/{id}/associations/{to}", listed, _READ),
    Route("PUT", "associated", "{object}/{id}/associations/{to}/{other}", join, _WRITE, writes=True),
    Route("PUT", "associated", "{object}/{id}/associations/default/{to}/{other}", join_plainly, _WRITE, writes=True),
    Route("DELETE", "associated", "{object}/{id}/associations/{to}/{other}", part, _WRITE, writes=True),
    Route("POST", "associations", "{object}/{to}/batch/read", read_many, _READ),
    Route("POST", "associations", "{object}/{to}/batch/create", join_many, _WRITE, writes=True),
    Route("POST", "associations", "{object}/{to}/batch/archive", part_many, _WRITE, writes=True),
    Route("POST", "associations", "{object}/{to}/batch/associate/default", join_many_plainly, _WRITE, writes=True),
    Route("POST", "associations", "{object}/{to}/batch/labels/archive", part_labels, _WRITE, writes=True),
)
