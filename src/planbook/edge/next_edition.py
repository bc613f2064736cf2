"""The folder of the edition that is being made, beside the one that stands until this one is whole."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.claims.ledger import lined_json
from planbook.core.pages import page_of
from planbook.edge.swap import swap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from planbook.claims.ledger import Ledger
    from planbook.data.places import Places
    from planbook.data.plan import Plan

__all__ = ["AS_RUN", "NEXT", "NextEdition", "next_edition"]

NEXT = "edition.new"
"""The folder's name; the book leaves out what is in it (``_config.yml``)."""
AS_RUN = "as_run"
"""The folder of the notebooks as they ran, beside their pages."""


@dataclass(frozen=True)
class NextEdition:
    """Pages and notebooks are written as they come; ``titles`` names each by the file of its notebook."""

    folder: Path
    standing: Path
    titles: Mapping[str, str]

    def add(self, name: str, notebook: Mapping[str, Any]) -> None:
        """Write a notebook as it ran, settled, and its page."""
        self._write(name, page_of(dict(notebook), self.titles[name]))
        self._write(f"{AS_RUN}/{name}", notebook)

    def publish(self, ledger: Ledger) -> None:
        """Add the ledger and put the folder in the place of the one that stands."""
        self._write("ledger.json", ledger.as_record())
        swap(self.folder, self.standing)

    def _write(self, name: str, record: Mapping[str, Any]) -> None:
        """Write a record; where what stands is the same, so is the time of its change, for those who go by it."""
        content, path, standing = lined_json(record).encode(), self.folder / name, self.standing / name
        path.write_bytes(content)
        if standing.is_file() and standing.read_bytes() == content:
            changed = standing.stat()
            os.utime(path, ns=(changed.st_atime_ns, changed.st_mtime_ns))


@contextmanager
def next_edition(places: Places, plan: Plan) -> Iterator[NextEdition]:
    """An empty folder for the next edition; where it is not published, it goes and the one that stands stays."""
    folder = places.edition.with_name(NEXT)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / AS_RUN).mkdir(parents=True)
    try:
        yield NextEdition(
            folder, places.edition, {f"{outcome.notebook}.ipynb": outcome.title for outcome in plan.outcomes}
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
