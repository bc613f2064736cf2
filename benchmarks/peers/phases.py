"""A Sphinx extension that notes when a build starts, reads, writes and finishes; ``setup`` is all that it adds."""

from __future__ import annotations

import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .stamps import note, timed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
WHILE_READING = (
    ("planbook.export.edition_files", "pictures", "pictures of charts as PNG"),
    ("planbook.export.edition_files", "edition_files", "while reading: files of the data page"),
    ("planbook.site.paper", "make_paper", "while reading: board paper"),
    ("planbook.site.reading_ages", "page_readings", "while reading: reading ages"),
)
"""What pages ask for when they are read, and is made then: functions by module and name, and what they make."""


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
    """Follow the events, and in a book of this library time what its extension makes."""
    watch = Watch()
    for event, part in BOUNDS:
        app.connect(event, lambda *_, part=part: watch.reach(part), priority=FIRST)
    app.connect("build-finished", lambda *_: watch.reach("Sphinx: finish the site"), priority=LAST)
    if "planbook.site.finish" in sys.modules:
        _time_surfaces()
        _time_reading(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _time_surfaces() -> None:
    finish: Any = import_module("planbook.site.finish")
    finish.SURFACES = tuple(map(_timed_surface, finish.SURFACES))


def _timed_surface(surface: Callable[[Any], Iterable[Any]]) -> Callable[[Any], list[Any]]:
    """A surface that makes all of its files at once; what it costs to put them in place is not in it."""
    return timed(f"surface: {surface.__name__}", lambda source: list(surface(source)))


def _time_reading(app: Sphinx) -> None:
    """Time what is made while pages are read, and no longer: the surfaces ask for the same again."""
    plain = [(import_module(module), name, part) for module, name, part in WHILE_READING]
    functions = [getattr(module, name) for module, name, _ in plain]
    for (module, name, part), function in zip(plain, functions, strict=True):
        setattr(module, name, timed(part, function))

    def stop(*_: object) -> None:
        for (module, name, _part), function in zip(plain, functions, strict=True):
            setattr(module, name, function)

    app.connect("env-updated", stop, priority=FIRST)
