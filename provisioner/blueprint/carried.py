"""A project file carried into another folder: what it names by a path is named, or comes along, there too."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from provisioner.blueprint import pinned, project


def texts(file: str, folder: Path) -> dict[str, str]:
    """The files of a project in ``folder`` for the same portals, by their path from there: the project file, the ids
    remembered beside it, and the target files that it names inside its own folder. A target file outside is named by
    its path from the new folder instead. Raises OSError and ValueError when the project file cannot be read."""
    home = Path(file).parent
    text = Path(file).read_text("utf-8")
    found = remembered(home)
    for start, end, path in sorted(_targets(text), reverse=True):
        if _is_inside(path):
            with suppress(OSError, ValueError):
                found[os.path.normpath(path)] = (home / path).read_text("utf-8")
        elif not Path(path).is_absolute():
            moved = os.path.relpath((home / path).absolute(), folder.absolute())
            text = text[:start] + json.dumps(moved, ensure_ascii=False) + text[end:]
    return {project.FILE: text} | found


def remembered(home: Path) -> dict[str, str]:
    """The file of remembered ids, where there is one."""
    path = home / pinned.FILE
    return {pinned.FILE: path.read_text("utf-8")} if path.exists() else {}


def _is_inside(path: str) -> bool:
    return not Path(path).is_absolute() and not os.path.normpath(path).startswith(os.pardir)


def _targets(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the path of each target file begins and ends in the text, and the path."""
    # libyaml counts bytes where Hebrew stands; the pure loader counts letters.
    portals = _field(yaml.compose(text, Loader=yaml.SafeLoader), "portals")
    for _, portal in portals.value if isinstance(portals, yaml.MappingNode) else ():
        node = _field(portal, "targets")
        if isinstance(node, yaml.ScalarNode):
            yield node.start_mark.index, node.end_mark.index, node.value


def _field(node: Any, name: str) -> Any:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == name), None)
