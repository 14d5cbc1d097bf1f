"""``python -m provisioner`` is the command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from provisioner import __version__


def test_the_package_runs_as_the_command(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "provisioner", "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert said.stdout == f"provisioner, version {__version__}\n"


def test_its_exit_codes_are_those_of_the_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "provisioner", "validate", "nowhere.yaml"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
