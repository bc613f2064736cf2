"""A Sphinx extension that notes when a build starts, reads, writes and finishes; ``setup`` is all that it adds."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from .stamps import note, timed

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["setup"]

BOUNDS = (
    ("config-inited", ""),
    ("env-before-read-docs", "Sphinx: set up"),
    ("env-updated", "Sphinx: read pages"),
    ("build-finished", "Sphinx: write pages"),
)
"""Events in their order, each with the part that ends at it."""
FIRST, LAST = -1000, 10_000


class Watch:
    """When the last event was."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def reach(self, part: str) -> None:
        """End a part, if it has a name, and begin the next."""
        now = time.monotonic()
        if part:
            note(part, self.last, now)
        self.last = now


def setup(app: Sphinx) -> dict[str, Any]:
    """Follow the events."""
    watch = Watch()
    for event, part in BOUNDS:
        app.connect(event, lambda *_, part=part: watch.reach(part), priority=FIRST)
    app.connect("build-finished", lambda *_: watch.reach("Sphinx: finish the site"), priority=LAST)
    finish = sys.modules.get("planbook.site.finish")
    if finish is not None:
        surfaces = tuple(timed(f"surface: {surface.__name__}", surface) for surface in finish.SURFACES)
        finish.SURFACES = surfaces  # type: ignore[attr-defined]
    return {"parallel_read_safe": True, "parallel_write_safe": True}
