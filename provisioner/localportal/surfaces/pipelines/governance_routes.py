"""Endpoints of pipeline rules (2026-09-beta and 2026-09). Approvals and stage permissions are not served."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from provisioner.localportal import access
from provisioner.localportal.objects import BY_ID
from provisioner.localportal.refusal import required_fields
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.pipelines import governance, refusals, state
from provisioner.localportal.surfaces.pipelines.governance import BACKWARDS, CREATION, SKIPPING, Rules
from provisioner.localportal.wire import Ask, Handler, Reply, answer, no_content

_ALL = (BACKWARDS, SKIPPING, CREATION)
_APPROVALS = ("approvalStage", "approvalStageRules")


def read(ask: Ask) -> Reply:
    """GET the rules of a pipeline. Where nobody has set any the answer is not known, hence the switch."""
    found = _held(ask)
    if found is None:
        if ask.settings.unset_pipeline_rules == "404":
            raise refusals.no_rules(ask.params["pipeline"])
        found = Rules(ask.object.id, ask.params["pipeline"], created_at=ask.stamp, updated_at=ask.stamp)
    return answer(200, _printed(found))


def replace_all(ask: Ask) -> Reply:
    """PUT all three rules over those that were."""
    body, before = ask.json(), _held(ask)
    sent = body.get("governanceValidationRules")
    if sent is None:
        raise required_fields(["governanceValidationRules"])
    if not isinstance(sent, dict):
        raise refusals.bad_field("governanceValidationRules", "an object")
    if missing := [name for name in _ALL if sent.get(name) is None]:
        raise required_fields(missing)
    _no_approvals(body)
    return _keep(ask, before, {name: _rule(ask, name, sent[name]) for name in _ALL})


def change(ask: Ask) -> Reply:
    """PATCH single rules, which stand in the body itself; the others stay."""
    body, before = ask.json(), _held(ask)
    _no_approvals(body)
    sent = {name: _rule(ask, name, body[name]) for name in _ALL if body.get(name) is not None}
    held = before.rules if before else Rules("", "").rules
    return _keep(ask, before, held | sent)


def remove(ask: Ask) -> Reply:
    """DELETE the rules of a pipeline, whether it had any or not."""
    _held(ask)
    governance.delete(ask.db, ask.object.id, ask.params["pipeline"])
    return no_content()


def _held(ask: Ask) -> Rules | None:
    """The rules of the path's pipeline, refused when there is no such pipeline. Object types are told by id."""
    if ask.params["object"] not in BY_ID:
        raise refusals.not_an_id(ask.params["object"])
    if state.pipeline(ask.db, ask.object.id, ask.params["pipeline"]) is None:
        raise refusals.missing_for_delete(ask.params["pipeline"])
    return governance.read(ask.db, ask.object.id, ask.params["pipeline"])


def _keep(ask: Ask, before: Rules | None, rules: dict[str, Any]) -> Reply:
    held = before or Rules(ask.object.id, ask.params["pipeline"], created_at=ask.stamp)
    after = replace(held, rules=rules, updated_at=ask.stamp)
    governance.put(ask.db, after)
    return answer(200, _printed(after))


def _rule(ask: Ask, name: str, sent: Any) -> dict[str, Any]:
    """One rule: a switch for all stages, or a list of stages of this pipeline, never both (documented)."""
    wanted = ("pipelineStageIds",) if name == CREATION else ("enabledForAllStages", "pipelineStageIds")
    if not isinstance(sent, dict):
        raise refusals.bad_field(name, "an object")
    if missing := [field for field in wanted if sent.get(field) is None]:
        raise required_fields(missing)
    stage_ids, whole = sent["pipelineStageIds"], sent.get("enabledForAllStages", False)
    if not isinstance(stage_ids, list) or not all(isinstance(one, str) for one in stage_ids):
        raise refusals.bad_field("pipelineStageIds", "a list of texts")
    if not isinstance(whole, bool):
        raise refusals.bad_field("enabledForAllStages", "true or false")
    if name != CREATION and whole and stage_ids:
        raise refusals.all_or_some(name)
    known = {stage.id for stage in state.stages(ask.db, ask.object.id, ask.params["pipeline"])}
    if strangers := [one for one in stage_ids if one not in known]:
        raise refusals.strange_stages(strangers, ask.params["pipeline"])
    return {field: sent[field] for field in wanted}


def _no_approvals(body: dict[str, Any]) -> None:
    for name in _APPROVALS:
        if body.get(name):
            raise refusals.not_served(f"approvals of stages ({name})")


def _printed(rules: Rules) -> dict[str, Any]:
    return {
        "id": f"{rules.object_id}-{rules.pipeline_id}",
        "objectTypeId": rules.object_id,
        "pipelineId": rules.pipeline_id,
        "governanceValidationRules": rules.rules,
        "createdAt": rules.created_at,
        "updatedAt": rules.updated_at,
    }


def _answering(handler: Handler) -> Handler:
    """The handler behind the doors that all of them share: the address, and the product."""

    def behind(ask: Ask) -> Reply:
        if ask.version not in ask.settings.pipeline_rules_versions:
            raise refusals.missing()
        if not ask.settings.pipeline_rules_enabled:
            raise refusals.rules_unavailable()
        return handler(ask)

    return behind


_READ, _WRITE = access.governance_read, access.governance_write
ROUTES = (
    Route("GET", "pipelines-rules", "{object}/{pipeline}", _answering(read), _READ),
    Route("PUT", "pipelines-rules", "{object}/{pipeline}", _answering(replace_all), _WRITE, writes=True),
    Route("PATCH", "pipelines-rules", "{object}/{pipeline}", _answering(change), _WRITE, writes=True),
    Route("DELETE", "pipelines-rules", "{object}/{pipeline}", _answering(remove), _WRITE, writes=True),
)
