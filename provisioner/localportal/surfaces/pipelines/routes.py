"""Endpoints of pipelines, stages and their audit. Neither list has paging, nor an archived one."""

from __future__ import annotations

from provisioner.localportal import access
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.account.routes import USER_ID
from provisioner.localportal.surfaces.pipelines import printing, refusals, rules, stage_rules, state
from provisioner.localportal.wire import Ask, Reply, answer, no_content


def listed(ask: Ask) -> Reply:
    """GET every pipeline with its stages."""
    found = state.pipelines(ask.db, ask.object.id)
    return answer(200, {"results": [printing.pipeline(ask.db, ask.object, one) for one in found]})


def read(ask: Ask) -> Reply:
    """GET one pipeline."""
    found = state.pipeline(ask.db, ask.object.id, ask.params["pipeline"])
    if found is None:
        raise refusals.missing()
    return answer(200, printing.pipeline(ask.db, ask.object, found))


def create(ask: Ask) -> Reply:
    """POST a pipeline."""
    return answer(201, rules.create(ask))


def change(ask: Ask) -> Reply:
    """PATCH a pipeline."""
    return answer(200, rules.change(ask, ask.params["pipeline"]))


def replace(ask: Ask) -> Reply:
    """PUT a pipeline."""
    return answer(200, rules.replace_whole(ask, ask.params["pipeline"]))


def delete(ask: Ask) -> Reply:
    """DELETE a pipeline."""
    rules.delete(ask, ask.params["pipeline"])
    return no_content()


def stages(ask: Ask) -> Reply:
    """GET the stages of a pipeline, by id."""
    pipeline_id = ask.params["pipeline"]
    if state.pipeline(ask.db, ask.object.id, pipeline_id) is None:
        raise refusals.missing_for_stages(pipeline_id)
    found = sorted(state.stages(ask.db, ask.object.id, pipeline_id), key=lambda stage: stage.id)
    return answer(200, {"results": [printing.stage(ask.object, one) for one in found]})


def read_stage(ask: Ask) -> Reply:
    """GET one stage."""
    held = state.stages(ask.db, ask.object.id, ask.params["pipeline"])
    found = next((stage for stage in held if stage.id == ask.params["stage"]), None)
    if found is None:
        raise refusals.missing()
    return answer(200, printing.stage(ask.object, found))


def create_stage(ask: Ask) -> Reply:
    """POST a stage."""
    return answer(201, stage_rules.create(ask, ask.params["pipeline"]))


def change_stage(ask: Ask) -> Reply:
    """PATCH a stage."""
    return answer(200, stage_rules.change(ask, ask.params["pipeline"], ask.params["stage"], replaced=False))


def replace_stage(ask: Ask) -> Reply:
    """PUT a stage."""
    return answer(200, stage_rules.change(ask, ask.params["pipeline"], ask.params["stage"], replaced=True))


def delete_stage(ask: Ask) -> Reply:
    """DELETE a stage: 204 whether it was there or not."""
    checked = rules.references_checked(ask, whole=False)
    stage_rules.delete(ask, ask.params["pipeline"], ask.params["stage"], checked)
    return no_content()


def audit(ask: Ask) -> Reply:
    """GET the audit of a pipeline or stage, newest first."""
    stage_id = ask.params.get("stage", "")
    found = state.audits(ask.db, ask.object.id, ask.params["pipeline"], stage_id)
    results = [
        {
            "portalId": ask.settings.portal_id,
            "identifier": stage_id or ask.params["pipeline"],
            "action": action,
            "timestamp": at,
            "message": message,
            "rawObject": raw,
            "fromUserId": USER_ID,
        }
        for action, at, message, raw in found
    ]
    return answer(200, {"results": results})


_ONE, _STAGES = "{object}/{pipeline}", "{object}/{pipeline}/stages"
_STAGE = "{object}/{pipeline}/stages/{stage}"
_READ, _WRITE = access.schema_read, access.schema_write
ROUTES = (
    Route("GET", "pipelines", "{object}", listed, _READ),
    Route("POST", "pipelines", "{object}", create, _WRITE, writes=True),
    Route("GET", "pipelines", _ONE, read, _READ),
    Route("PATCH", "pipelines", _ONE, change, _WRITE, writes=True),
    Route("PUT", "pipelines", _ONE, replace, _WRITE, writes=True),
    Route("DELETE", "pipelines", _ONE, delete, _WRITE, writes=True),
    Route("GET", "pipelines", f"{_ONE}/audit", audit, _READ),
    Route("GET", "pipelines", _STAGES, stages, _READ),
    Route("POST", "pipelines", _STAGES, create_stage, _WRITE, writes=True),
    Route("GET", "pipelines", _STAGE, read_stage, _READ),
    Route("PATCH", "pipelines", _STAGE, change_stage, _WRITE, writes=True),
    Route("PUT", "pipelines", _STAGE, replace_stage, _WRITE, writes=True),
    Route("DELETE", "pipelines", _STAGE, delete_stage, _WRITE, writes=True),
    Route("GET", "pipelines", f"{_STAGE}/audit", audit, _READ),
)
