"""A Python as a user has it: a new virtual environment with provisioner compiled and nothing that a developer adds."""

from __future__ import annotations

import compileall
import os
import shutil
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_SCRIPT = """#!{python}
import sys
from provisioner.cli import main
if __name__ == "__main__":
    sys.exit(main())
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """The interpreter and the console script of a scratch environment, and the variables that its programs see."""

    python: str
    provisioner: str
    variables: dict[str, str]


def install(folder: Path) -> Installed:
    """Provisioner as it stands, in an environment below ``folder``; the packages it needs are those of this Python.

    An editable install would charge its import hook, and Python without its compiled files their making, to every
    start that is measured.
    """
    venv.EnvBuilder(symlinks=True, with_pip=False).create(folder / "env")
    packages = next((folder / "env").glob("lib/python*/site-packages"))
    shutil.copytree(ROOT / "provisioner", packages / "provisioner", ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(packages, quiet=1)
    (packages / "benchmarks.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    binaries = folder / "env" / "bin"
    script = binaries / "provisioner"
    script.write_text(_SCRIPT.format(python=binaries / "python"), "utf-8")
    script.chmod(0o755)
    return Installed(str(binaries / "python"), str(script), _variables(folder))


def _variables(folder: Path) -> dict[str, str]:
    quiet = folder / "terraform.rc"
    quiet.write_text("", "utf-8")
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "TF_CLI_CONFIG_FILE": str(quiet),
        "CHECKPOINT_DISABLE": "1",
    }
