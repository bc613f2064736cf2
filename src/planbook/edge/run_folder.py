"""The folder in which kernels note what they read while a run goes on."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.data.places import Places

__all__ = ["run_folder"]

FORGOTTEN = 24 * 3600
"""Seconds after which a folder belongs to a run that was killed: none takes a day, here or on another machine of a
cluster, whose processes cannot be seen."""


@contextmanager
def run_folder(places: Places) -> Iterator[Path]:
    """A folder for one run, which goes with it; those that killed runs have left behind go first."""
    runs = places.build / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    for folder in runs.iterdir():
        with suppress(FileNotFoundError):  # another run has removed it
            if folder.stat().st_mtime < time.time() - FORGOTTEN:
                shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=runs) as made:
        yield Path(made)
