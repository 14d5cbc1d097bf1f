"""The text of a file, or the finding that says why there is none."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass

from provisioner.model.findings import Finding, Severity
from provisioner.model.resource import Place

LARGEST = 5_000_000
"""Bytes. The two ready-made blueprints have about 40,000 each."""

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Text:
    """What a file says; ``text`` is None when it could not be read, and ``findings`` say why."""

    text: str | None
    findings: tuple[Finding, ...] = ()


def read(path: str, *, at: Place | None = None, fix: str = "") -> Text:
    """The UTF-8 text of a file without its BOM. ``at`` is where it is named, ``fix`` helps when it is missing."""
    try:
        data = _bytes(path)
    except _Refused as refused:
        return _nothing(refused.code, refused.message, at or Place(path, 1, 1), refused.fix or fix)
    except OSError as error:
        return _nothing(*_explained(path, error), at or Place(path, 1, 1), fix)
    except ValueError:  # a NUL in the name
        return _nothing("YAML013", f"There is no file {path!r}.", at or Place(path, 1, 1), fix)
    return _decoded(path, data)


class _Refused(Exception):
    def __init__(self, code: str, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.fix = code, message, fix


def _bytes(path: str) -> bytes:
    # os and open, since importing pathlib takes a tenth of the time in which validate is done.
    found = os.stat(path)  # noqa: PTH116 - see above
    if stat.S_ISDIR(found.st_mode):
        raise _Refused("YAML014", f"{path} is a directory.", f"name the files in it, such as {path.rstrip('/')}/*.yaml")
    if not stat.S_ISREG(found.st_mode):
        raise _Refused("YAML014", f"{path} is not a regular file.", "write it to a file first")
    if found.st_size > LARGEST:
        message = f"{path} has {found.st_size:,} bytes, more than the {LARGEST:,} that are read."
        raise _Refused("YAML011", message, "split it, and name the parts under imports")
    with open(path, "rb") as file:  # noqa: PTH123 - see above
        return file.read()


def _explained(path: str, error: OSError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "YAML013", f"There is no file {path}."
    return "YAML015", f"{path} cannot be read: {(error.strerror or 'unknown reason').lower()}."


def _decoded(path: str, data: bytes) -> Text:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place(path, data[: error.start].decode("utf-8", "replace"))
        fix = "save the file as UTF-8" + (", not UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "")
        return _nothing("YAML008", "The file is not UTF-8 text.", place, fix)
    if found := _NOT_TEXT.search(text):
        place = _place(path, text[: found.start()])
        message = f"The file holds the control character U+{ord(found[0]):04X}, which YAML does not allow."
        return _nothing("YAML009", message, place, "delete it")
    return Text(text)


def _place(path: str, before: str) -> Place:
    lines = before.split("\n")
    return Place(path, len(lines), len(lines[-1]) + 1)


def _nothing(code: str, message: str, place: Place, fix: str) -> Text:
    return Text(None, (Finding(code, Severity.ERROR, message, place, fix=fix),))
