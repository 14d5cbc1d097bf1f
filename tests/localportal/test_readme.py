"""The portal's README tells every switch, every command and every action of a time line."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from provisioner import localportal
from provisioner.localportal.engine import timeline
from provisioner.localportal.settings import Settings

README = (Path(localportal.__file__).parent / "README.md").read_text("utf-8")


def test_every_switch_is_told():
    assert [item.name for item in dataclasses.fields(Settings) if f"`{item.name}`" not in README] == []


def test_every_command_is_told(hub):
    commands = {line.split(" ")[1] for line in hub.get("/_portal/nonsense").body["commands"]}
    assert {name for name in commands if name not in README} == set()
    assert "people" in commands


def test_every_action_of_the_time_line_is_told():
    words = re.findall(r"`([a-z_]+)`", (timeline.Entry.__doc__ or "").partition("`action` is")[2])
    assert len(words) > 12
    assert [word for word in words if f"`{word}`" not in README] == []
