"""Plans and runs of one rule, for the laws of workflows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from provisioner.model.keys import Key
from provisioner.model.plan import Plan
from provisioner.model.run import Run
from provisioner.reports import plan_text
from provisioner.rules.plan_hazards import HAZARDS
from tests.laws import automation
from tests.support import blueprints, running
from tests.support.portals import Steered

ON = {"automation": {"activate": True}}


KEY = Key("workflow", "cc_next_activity")


def plan(portal: Steered, folder: Path, **sections: Any) -> Plan:
    return running.plan(blueprints.write_sections(folder, automation.sections(**sections)), portal.target())


def apply(portal: Steered, folder: Path, **sections: Any) -> Run:
    path = blueprints.write_sections(folder, automation.sections(**sections))
    return running.apply(path, portal.target(), allow=tuple(HAZARDS))


def told(plan: Plan) -> str:
    return plan_text.render(plan, command=None)
