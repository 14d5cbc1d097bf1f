"""Pipeline rules as rows: how records may move through a pipeline, and where they may begin."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field, replace
from typing import Any

from provisioner.localportal.objects import BY_ID, resolve
from provisioner.localportal.surface import Birth
from provisioner.localportal.wire import compact

TABLES = """
CREATE TABLE IF NOT EXISTS pipeline_rules (
    object TEXT NOT NULL, pipeline TEXT NOT NULL, rules TEXT NOT NULL, created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL, PRIMARY KEY (object, pipeline)
);
"""

BACKWARDS, SKIPPING, CREATION = "noBackwardsMovementRule", "noSkippingStagesRule", "objectCreationRule"


def _off() -> dict[str, Any]:
    return {
        BACKWARDS: {"enabledForAllStages": False, "pipelineStageIds": []},
        SKIPPING: {"enabledForAllStages": False, "pipelineStageIds": []},
        CREATION: {"pipelineStageIds": []},
    }


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one pipeline, all three as the wire has them; "" for the times of rules that nobody has set."""

    object_id: str
    pipeline_id: str
    rules: dict[str, Any] = field(default_factory=_off)
    created_at: str = ""
    updated_at: str = ""

    def names(self, stage_id: str) -> bool:
        """Whether a rule names a stage."""
        return any(stage_id in rule["pipelineStageIds"] for rule in self.rules.values())

    def without(self, stage_ids: set[str]) -> dict[str, Any]:
        """The rules with these stages left out."""
        return {
            name: rule | {"pipelineStageIds": [one for one in rule["pipelineStageIds"] if one not in stage_ids]}
            for name, rule in self.rules.items()
        }


def every(db: sqlite3.Connection) -> list[Rules]:
    """The rules of every pipeline that has some."""
    rows = db.execute("SELECT * FROM pipeline_rules ORDER BY object, pipeline")
    return [Rules(row[0], row[1], json.loads(row[2]), row[3], row[4]) for row in rows]


def read(db: sqlite3.Connection, object_id: str, pipeline_id: str) -> Rules | None:
    """The rules of one pipeline, None when nobody has set any."""
    return next((one for one in every(db) if (one.object_id, one.pipeline_id) == (object_id, pipeline_id)), None)


def put(db: sqlite3.Connection, rules: Rules) -> None:
    """Write the rules of a pipeline over those that it has."""
    row = (rules.object_id, rules.pipeline_id, compact(rules.rules), rules.created_at, rules.updated_at)
    db.execute("INSERT OR REPLACE INTO pipeline_rules VALUES (?, ?, ?, ?, ?)", row)


def delete(db: sqlite3.Connection, object_id: str, pipeline_id: str) -> None:
    """Remove the rules of a pipeline, if it has any."""
    db.execute("DELETE FROM pipeline_rules WHERE object = ? AND pipeline = ?", (object_id, pipeline_id))


def forget_stages(db: sqlite3.Connection, object_id: str, pipeline_id: str, stage_ids: list[str]) -> None:
    """Take stages out of the rules of their pipeline."""
    if found := read(db, object_id, pipeline_id):
        put(db, replace(found, rules=found.without(set(stage_ids))))


def dump(db: sqlite3.Connection) -> dict[str, Any]:
    """The rules by `object type/pipeline`, without times."""
    return {f"{BY_ID[one.object_id].plural}/{one.pipeline_id}": one.rules for one in every(db)}


def load(db: sqlite3.Connection, dumped: dict[str, Any], birth: Birth) -> None:
    """Take back what `dump` gave."""
    for place, rules in dumped.items():
        object_name, _, pipeline_id = place.partition("/")
        put(db, Rules(resolve(object_name).id, pipeline_id, rules, birth.stamp, birth.stamp))
