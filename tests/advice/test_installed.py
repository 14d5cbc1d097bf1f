"""An installation holds the ready-made blueprints, and finds them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from tests.support.running import command, environment

ANSWERS = "answers: {1: a, 2: a, 3: a, 4: a, 5: a, 6: a, 7: a, 8: a, 9: a, 10: a}\n"


def test_a_built_package_starts_a_project(tmp_path: Path) -> None:
    pytest.importorskip("setuptools", reason="without setuptools in this environment nothing can be built")
    source, folder = tmp_path / "source", tmp_path / "elsewhere"
    source.mkdir()
    folder.mkdir()
    for name in ("setup.py", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    for name in ("provisioner", "blueprints"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    build = [sys.executable, "-W", "ignore", "setup.py", "-q", "build", "--build-lib", str(tmp_path / "lib")]
    subprocess.run(build, cwd=source, capture_output=True, timeout=120, check=True)
    (folder / "answers.yaml").write_text(ANSWERS, "utf-8")
    shutil.rmtree(source)
    done = subprocess.run(
        command("advise", "--answers", "answers.yaml", "--out", "acme"),
        cwd=folder,
        env=environment({"PYTHONPATH": str(tmp_path / "lib"), "PYTHONSAFEPATH": "1"}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = {os.path.relpath(path, folder / "acme") for path in (folder / "acme").rglob("*.yaml")}
    shipped = {f"blueprints/{path.relative_to(ROOT / 'blueprints')}" for path in ROOT.glob("blueprints/shared/*.yaml")}
    assert {"provisioner.yaml", "blueprints/call_center.yaml"} <= written
    assert written - {"provisioner.yaml", "blueprints/call_center.yaml"} <= shipped


def test_every_package_of_the_program_is_installed() -> None:
    packages = {path.parent for path in (ROOT / "provisioner").rglob("*.py")}
    assert all((folder / "__init__.py").is_file() for folder in packages), "setup.py finds packages by their __init__"
