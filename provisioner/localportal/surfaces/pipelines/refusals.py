"""Refusals of pipelines and stages, in the words seen live; several of them have no category."""

from __future__ import annotations

from provisioner.localportal.refusal import Refusal


def missing() -> Refusal:
    """A pipeline or stage that is not there: 404 without any body (HTML when JSON is not accepted)."""
    return Refusal(404, "", None, bare=True)


def missing_for_stages(pipeline_id: str) -> Refusal:
    """The stages of a pipeline that is not there: JSON without a category."""
    return Refusal(404, f"Pipeline not found with pipelineId ({pipeline_id}).", None)


def missing_for_delete(pipeline_id: str) -> Refusal:
    """Deleting a pipeline that is not there."""
    return Refusal(404, f"Pipeline not found with pipelineId ({pipeline_id}).", "OBJECT_NOT_FOUND")


def id_too_long() -> Refusal:
    """`pipelineId` over 36 or `stageId` over 100 characters: HubSpot answers 500 and creates nothing."""
    return Refusal(500, "internal error", None)


def pipeline_id_taken(pipeline_id: str) -> Refusal:
    """The object type has a pipeline of this id."""
    return Refusal(400, f"There's another pipeline in this portal with pipelineId ({pipeline_id}).", None)


def id_held_elsewhere(ids: list[str]) -> Refusal:
    """A pipeline id held by another object type, or a stage id held by another pipeline, in a pipeline create."""
    return Refusal(
        409,
        f"Stages with the following ids exist in another pipeline: [{', '.join(ids)}]",
        "OBJECT_ALREADY_EXISTS",
        "PipelineError.STAGE_ID_EXISTS_IN_ANOTHER_PIPELINE",
    )


def stage_id_taken(stage_id: str) -> Refusal:
    """A stage id held by another pipeline, in a stage create."""
    return Refusal(400, f"An existing active stage in another pipeline is already using stage id {stage_id}", None)


def pipeline_label_taken(label: str) -> Refusal:
    """Pipeline labels are unique per object type, case ignored."""
    return Refusal(400, f"An active pipeline with label {label} already exists.")


def stage_label_taken(label: str, in_pipeline_create: bool) -> Refusal:
    """Stage labels are unique per pipeline, case and outer spaces ignored."""
    sub_category = None if in_pipeline_create else "PipelineError.STAGE_LABEL_EXISTS"
    return Refusal(400, f"Stage with label {label} already exists", "VALIDATION_ERROR", sub_category)


def no_stage() -> Refusal:
    """No stage given, or the last one deleted."""
    return Refusal(400, "Pipeline must have at least one stage")


def no_closed_stage() -> Refusal:
    """A ticket pipeline that would be left without a closed stage."""
    message = "Ticket pipelines must have at least one closed stage"
    return Refusal(400, message, "VALIDATION_ERROR", "PipelineError.MISSING_CLOSED_STAGE")


def no_probability() -> Refusal:
    """A deal stage without a probability."""
    return Refusal(400, "must specify probability when writing a dealstage", None)


def bad_probability() -> Refusal:
    """A probability outside 0 to 1, or no number."""
    return Refusal(400, "dealstage probability is not valid, must be between 0.0 and 1.0 (inclusive)", None)


def bad_state(key: str, value: object, allowed: tuple[str, ...]) -> Refusal:
    """A stage state that HubSpot does not know; letters' case counts."""
    message = f"{key} {value} is not valid, must be one of [{', '.join(allowed)}]"
    return Refusal(400, message, "VALIDATION_ERROR", "PipelineError.INVALID_PIPELINE_STAGE_METADATA")


def negative_order() -> Refusal:
    """A display order below zero."""
    return Refusal(400, "Pipeline display order cannot be negative")


def in_use(found: dict[str, list[str]]) -> Refusal:
    """Records stand on the stages. Each context value is a one-element list that holds a bracketed text."""
    stage_ids = ", ".join(found)
    record_ids = ", ".join(record for records in found.values() for record in records)
    return Refusal(
        400,
        f"Stage IDs: [{stage_ids}] are being referenced by object IDs: [{record_ids}]",
        "VALIDATION_ERROR",
        "PipelineError.STAGE_ID_IN_USE",
        context={"stageIds": [f"[{stage_ids}]"], "objectIds": [f"[{record_ids}]"]},
    )


def restoring_needs_archived() -> Refusal:
    """`archived` in a PATCH of a pipeline that is not archived; none ever is. The exact body is not known."""
    return Refusal(400, "archived can only be provided when restoring an archived pipeline")


def last_pipeline() -> Refusal:
    """The last pipeline of an object type; that it is refused is expected, the body is not known."""
    return Refusal(400, "An object type must have at least one pipeline")


def limit_reached(what: str, limit: int) -> Refusal:
    """An account limit; nobody has published the body, so do not read anything into it."""
    message = f"The limit of {limit} {what} has been reached"
    return Refusal(400, message, "VALIDATION_ERROR", "PipelineError.LIMIT_EXCEEDED")


def bad_field(field: str, wanted: str) -> Refusal:
    """A field of the wrong JSON type; the exact body is not known."""
    return Refusal(400, f"Invalid input JSON: {field} must be {wanted}")


def no_pipelines(object_name: str) -> Refusal:
    """An object type that has no pipelines of one's own; the exact body is not known."""
    return Refusal(400, f"Pipelines cannot be created for object type {object_name}")


def not_an_id(name: str) -> Refusal:
    """An object type by name, where only ids are taken."""
    return Refusal(400, f"Invalid object type id: {name}")


def no_rules(pipeline_id: str) -> Refusal:
    """A pipeline whose rules nobody has set; whether HubSpot says so is not known."""
    return Refusal(404, f"No rules found for pipeline {pipeline_id}", "OBJECT_NOT_FOUND")


def all_or_some(rule: str) -> Refusal:
    """A rule for all stages that also names some (documented as not allowed; the words are not known)."""
    return Refusal(400, f"{rule}: pipelineStageIds must be empty when enabledForAllStages is true")


def strange_stages(stage_ids: list[str], pipeline_id: str) -> Refusal:
    """A rule that names stages which the pipeline does not have; the words are not known."""
    return Refusal(400, f"Stages [{', '.join(stage_ids)}] do not exist in pipeline {pipeline_id}")


def rules_unavailable() -> Refusal:
    """An account without the product; status and body are not published."""
    return Refusal(403, "Pipeline rules need a Professional or Enterprise subscription.", "FORBIDDEN")


def named_by_rules(stage_ids: list[str]) -> Refusal:
    """Removing a stage that a pipeline rule names; whether HubSpot refuses is not known."""
    return Refusal(400, f"Stage IDs: [{', '.join(stage_ids)}] are being referenced by pipeline rules")


def not_served(what: str) -> Refusal:
    """Something real that this portal does not have; loud, so that nobody builds on its silence."""
    return Refusal(400, f"The local portal does not serve {what}; its README lists what it does.",
                   "LOCAL_PORTAL_UNSUPPORTED")  # fmt: skip
