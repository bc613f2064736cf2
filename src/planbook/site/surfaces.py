"""What is published beside the pages: the one place where each kind of file passes on its way out."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from planbook.site.compare import publish_map
from planbook.site.data_page import publish_data
from planbook.site.evidence import write_evidence
from planbook.site.lineage import lineage_file
from planbook.site.paper import board_paper
from planbook.site.receipts import receipts
from planbook.site.revisions import revisions_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planbook.site.source import Source

__all__ = ["SURFACES"]


def evidence(source: Source, out: Path) -> None:
    """The ledger and the notebooks as run."""
    shutil.copyfile(source.ledger_path, out / "ledger.json")
    target = out / "as_run"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source.places.edition / "as_run", target)
    (out / ".nojekyll").touch()


def notebooks_as_written(source: Source, out: Path) -> None:
    """The notebooks as their authors wrote them, without results."""
    target = out / "as_written"
    target.mkdir(exist_ok=True)
    for run in sorted((source.places.edition / "as_run").glob("*.ipynb")):
        written = source.places.notebooks / run.name
        if written.is_file():
            shutil.copyfile(written, target / run.name)


SURFACES: tuple[Callable[[Source, Path], None], ...] = (
    receipts,
    write_evidence,
    publish_map,
    board_paper,
    publish_data,
    lineage_file,
    revisions_file,
    evidence,
    notebooks_as_written,
)
"""Each gets the source of the build and the folder of the site; they may run at once, so none reads from another.

Those that take longest come first, so that none is waited for alone.
"""
