"""Endpoints of flows: summaries, create, read, full replacement, delete, batch read; and what only the betas have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from provisioner.localportal import access
from provisioner.localportal.refusal import required_fields
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.flows import catalogue, contents, printing, refusals, rules, state
from provisioner.localportal.surfaces.flows.state import Flow
from provisioner.localportal.wire import Ask, Handler, Reply, answer, batch, compact, no_content

MOST_A_PAGE = 100


def listed(ask: Ask) -> Reply:
    """GET a page of summaries by id; flows that the API may not show are missing."""
    limit, after = ask.one("limit", "100"), ask.one("after", "0")
    if not limit.isdigit() or not 1 <= int(limit) <= MOST_A_PAGE or not after.isdigit():
        raise refusals.bad_page()
    found = state.page(ask.db, int(after), int(limit) + 1)
    shown = found[: int(limit)]
    results = [printing.summary(flow) for flow in shown if flow.id not in ask.settings.closed_flows]
    body: dict[str, Any] = {"results": results}
    if len(found) > len(shown):
        body["paging"] = {"next": {"after": shown[-1].id, "link": f"?limit={limit}&after={shown[-1].id}"}}
    return answer(200, body)


def create(ask: Ask) -> Reply:
    """POST a flow."""
    return answer(201, printing.flow(rules.create(ask)))


def read(ask: Ask) -> Reply:
    """GET one flow."""
    return answer(200, printing.flow(_existing(ask, spend=True)))


def change(ask: Ask) -> Reply:
    """PUT a whole flow."""
    return answer(200, printing.flow(rules.change(ask, _existing(ask))))


def delete(ask: Ask) -> Reply:
    """DELETE a flow."""
    contents.forget(ask.db, _existing(ask).id)
    return no_content()


def read_many(ask: Ask) -> Reply:
    """POST ids to read: 200, or 207 with one error for each flow that is not there or may not be shown."""
    found, errors = [], []
    for one in ask.inputs():
        flow_id = str(one.get("flowId", ""))
        if one.get("type") != "FLOW_ID" or not flow_id:
            raise required_fields(["flowId", "type"])
        flow = None if flow_id in ask.settings.closed_flows else _found(ask, flow_id, spend=True)
        if flow:
            found.append(compact(printing.flow(flow)))
        else:
            errors.append(refusals.unknown(flow_id).in_batch({"flowId": [flow_id]}))
    return batch(200, found, errors, ask.stamp)


def action_types(ask: Ask) -> Reply:
    """GET the action types that the portal offers; the dated betas only."""
    _only_betas(ask)
    return answer(200, {"results": catalogue.definitions(ask.one("objectTypeId"))})


def revision(ask: Ask) -> Reply:
    """GET one revision of a flow; the dated betas only."""
    _only_betas(ask)
    flow, number = _existing(ask), ask.params["revision"]
    found = state.revision(ask.db, flow.id, number)
    if found is None:
        raise refusals.unknown(f"{flow.id} in revision {number}")
    at, body = found
    then = Flow(flow.id, int(number), body, flow.used, flow.created_at, at)
    told = {"id": flow.id, "revisionId": number, "revisionCreatedAt": at, "flow": printing.flow(then)}
    return answer(200, told)


def _only_betas(ask: Ask) -> None:
    if ask.version == "v4":
        raise refusals.closed_path()


def _existing(ask: Ask, spend: bool = False) -> Flow:
    flow_id = ask.params["id"]
    found = _found(ask, flow_id, spend)
    if found is None:
        raise refusals.unknown(flow_id)
    if flow_id in ask.settings.closed_flows:
        raise refusals.closed_flow(flow_id)
    return found


def _found(ask: Ask, flow_id: str, spend: bool) -> Flow | None:
    """A flow; a read of one that is still PENDING brings it nearer to COMPLETE.

    The write comes first: a transaction that has read already may not be able to write any more.
    """
    slow = ask.settings.flow_pending_reads > 0
    pending = slow and spend and state.spend_pending(ask.db, flow_id)
    found = state.read(ask.db, flow_id)
    if found is None or (slow and not spend):
        return found
    return replace(found, pending=int(pending))


def _answering(handler: Handler) -> Handler:
    """The handler behind the two doors that all of them share: the base path, and the product."""

    def behind(ask: Ask) -> Reply:
        if ask.version not in ask.settings.automation_bases:
            raise refusals.closed_path()
        if not ask.settings.workflows_enabled:
            raise refusals.no_workflows()
        return handler(ask)

    return behind


def _route(method: str, pattern: str, handler: Callable[[Ask], Reply], writes: bool = False) -> Route:
    return Route(method, "automation", pattern, _answering(handler), access.automation, writes=writes)


ROUTES = (
    _route("GET", "flows", listed),
    _route("POST", "flows", create, writes=True),
    _route("POST", "flows/batch/read", read_many),
    _route("GET", "flows/{id}", read),
    _route("PUT", "flows/{id}", change, writes=True),
    _route("DELETE", "flows/{id}", delete, writes=True),
    _route("GET", "flows/{id}/revisions/{revision}", revision),
    _route("GET", "action-types", action_types),
)
