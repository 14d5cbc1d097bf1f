"""Files of ours that hold what a portal's records hold: for their owner alone, and none of git's business."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from provisioner.model.errors import ProvisionerError


def private(file: Path) -> sqlite3.Connection:
    """A database that only its owner may read, in a folder that git leaves alone. ProvisionerError where there can be
    none."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        ignore = file.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        file.chmod(0o600)
    except OSError as error:
        fix = f"what is read is kept in the folder {file.parent}: it must be one that can be written to"
        raise ProvisionerError(f"{file} cannot be used: {error.strerror}", fix=fix) from None
    return sqlite3.connect(file, timeout=2, isolation_level=None, check_same_thread=False)
