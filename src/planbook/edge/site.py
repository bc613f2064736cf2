"""Build the site with Jupyter Book into a new folder; the site that was there stays until the new one is whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.edge.edition import swap

if TYPE_CHECKING:
    from planbook.edge.places import Places

__all__ = ["BuildFailed", "NoEdition", "build_site"]

SOURCE_DATE = "0"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
"""What a terminal is told about colours; Jupyter Book writes it even where there is no terminal."""


class NoEdition(RuntimeError):
    """There is nothing to build: no edition has been run."""

    def __init__(self) -> None:
        super().__init__("book/edition holds no ledger: run an edition first, with `make book` or `planbook run`")


class BuildFailed(RuntimeError):
    """Jupyter Book found faults; the site that was there stays."""

    def __init__(self, faults: str) -> None:
        super().__init__(f"the book was not built, and the site that was there is untouched:\n{faults}")


def build_site(places: Places) -> Path:
    """Build strictly (nit-picking, warnings as errors) and put the site into ``_build/html`` in one move.

    Raises:
        NoEdition: no edition has been run.
        BuildFailed: a warning or an error; the lines of it are shown.
    """
    if not (places.edition / "ledger.json").is_file():
        raise NoEdition
    work = places.build / "book"
    shutil.rmtree(work, ignore_errors=True)
    program = str(Path(sys.executable).with_name("jupyter-book"))
    command = [program, "build", str(places.root), "--path-output", str(work)]
    done = subprocess.run(
        [*command, "-W", "-n", "--keep-going", "-q"],
        env={
            **os.environ,
            "SOURCE_DATE_EPOCH": SOURCE_DATE,
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "PYTHONHASHSEED": "0",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not (work / "_build" / "html" / "index.html").is_file():
        raise BuildFailed(_faults(done.stdout + done.stderr))
    swap(work / "_build" / "html", places.site)
    return places.site


def _faults(said: str) -> str:
    plain = COLOUR.sub("", said)
    lines = [line for line in plain.splitlines() if "WARNING" in line or "ERROR" in line or "Error" in line]
    return "\n".join(lines) if lines else plain
