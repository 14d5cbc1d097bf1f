"""The house rules that a machine can hold: floors, rooms, sizes and names."""

from __future__ import annotations

import ast
import configparser
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from provisioner.kinds import KINDS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "provisioner"
GENERATED = {"provisioner/blueprint/compiled.py"}
FORBIDDEN_WORDS = {"util", "utils", "misc", "helper", "helpers", "common", "manager"}
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.py"))

parse = {name: ast.parse((ROOT / name).read_text("utf-8"), name) for name in MODULES}.__getitem__


def contract(name: str, option: str) -> set[str]:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return set(parser[f"importlinter:contract:{name}"][option].split())


def definitions(module: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in ast.walk(parse(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


def test_import_contracts_hold() -> None:
    script = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_kinds_contract_names_every_kind() -> None:
    modules = {kind.__name__ for kind in KINDS}  # type: ignore[attr-defined]  # a kind is a module
    assert contract("kinds", "modules") == modules


def test_local_portal_is_kept_from_every_other_room() -> None:
    rooms = {f"provisioner.{path.stem}" for path in PACKAGE.iterdir() if path.suffix == ".py" or _is_package(path)}
    assert contract("local_portal", "forbidden_modules") == rooms - {"provisioner.__init__", "provisioner.localportal"}


def _is_package(path: Path) -> bool:
    return path.is_dir() and any(path.glob("*.py"))


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {(ROOT / name).parent for name in MODULES}
    assert not [str(folder) for folder in folders if not (folder / "__init__.py").is_file()]


def test_modules_say_what_they_are_for() -> None:
    first_lines = {name: (ast.get_docstring(parse(name)) or "").partition("\n")[0] for name in MODULES}
    assert not [name for name, line in first_lines.items() if not line.endswith((".", ";", ":"))]


def test_modules_stay_short() -> None:
    sizes = {name: (ROOT / name).read_text("utf-8").count("\n") for name in set(MODULES) - GENERATED}
    assert not {name: size for name, size in sizes.items() if size > 350}


def test_functions_stay_short() -> None:
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name in set(MODULES) - GENERATED
        for node in definitions(name)
        if not isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert not long


def test_nothing_has_a_name_that_says_nothing() -> None:
    names = {(name, word) for name in MODULES for word in Path(name).with_suffix("").parts}
    names |= {(name, node.name) for name in MODULES for node in definitions(name)}
    assert not sorted((module, name) for module, name in names if FORBIDDEN_WORDS.intersection(_words(name)))


def _words(name: str) -> list[str]:
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return spaced.replace("_", " ").split()


def test_nouns_are_frozen() -> None:
    changeable = [
        f"{module}: {node.name}"
        for module in MODULES
        if module.startswith("provisioner/model/")
        for node in definitions(module)
        for decorator in node.decorator_list
        if ast.unparse(decorator).startswith("dataclass") and "frozen=True" not in ast.unparse(decorator)
    ]
    assert not changeable
