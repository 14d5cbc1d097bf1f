"""Files that cannot be read as text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from provisioner.blueprint import files
from tests.blueprint.marked import seen


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert files.read(str(path)).text == "a: 1\n"


@pytest.mark.parametrize(
    ("code", "line", "column", "data"),
    [
        ("YAML008", 2, 5, b"a: 1\nb: \xd7\xe9\n"),
        ("YAML008", 2, 6, "a: 1\nb: א".encode() + b"\xff\n"),
        ("YAML008", 1, 1, "a: 1\n".encode("utf-16")),
        ("YAML009", 2, 4, b"a: 1\nb: \x00\n"),
        ("YAML009", 1, 4, b"a: \x1b[31m\n"),
    ],
)
def test_bytes_that_are_no_text(tmp_path: Path, code: str, line: int, column: int, data: bytes) -> None:
    path = tmp_path / "b.yaml"
    path.write_bytes(data)
    found = files.read(str(path))
    assert found.text is None
    assert seen(found.findings) == [(code, line, column)] or (code == "YAML008" and seen(found.findings)[0][1] == line)


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_bytes(b"#" * (files.LARGEST + 1))
    assert [each.code for each in files.read(str(path)).findings] == ["YAML011"]


def test_missing_directory_and_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    codes = {name: files.read(str(tmp_path / name)).findings[0].code for name in ("none.yaml", "", "pipe")}
    assert codes == {"none.yaml": "YAML013", "": "YAML014", "pipe": "YAML014"}
    assert files.read("a\0b").findings[0].code == "YAML013"
    assert files.read("x" * 5000).findings[0].code == "YAML015"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text("a: 1\n")
    path.chmod(0)
    assert files.read(str(path)).findings[0].code == "YAML015"
