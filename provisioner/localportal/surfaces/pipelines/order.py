"""Display orders: HubSpot never stores two stages of a pipeline at one slot (seen live)."""

from __future__ import annotations

from provisioner.localportal.surfaces.pipelines.state import Stage


def on_create(wanted: list[tuple[str, int]]) -> dict[str, int]:
    """Slots of stages that arrive together, `(stage id, order)` as sent. Ties put the later first, and renumber all."""
    if len({order for _, order in wanted}) == len(wanted):
        return dict(wanted)
    places = sorted(range(len(wanted)), key=lambda place: (wanted[place][1], -place))
    return {wanted[place][0]: slot for slot, place in enumerate(places)}


def on_write(stages: list[Stage], stage_id: str, wanted: int) -> dict[str, int]:
    """Slots after one stage is written to `wanted`: a free slot changes that stage only, and gaps stay; a taken one
    puts it right after the holder and renumbers the pipeline from 0.
    """
    others = sorted((stage for stage in stages if stage.id != stage_id), key=lambda stage: stage.order)
    holder = next((place for place, stage in enumerate(others) if stage.order == wanted), None)
    if holder is None:
        return {stage_id: wanted}
    sequence = [stage.id for stage in others]
    sequence.insert(holder + 1, stage_id)
    return {one: slot for slot, one in enumerate(sequence)}
