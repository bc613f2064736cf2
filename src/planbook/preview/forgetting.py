"""Forget what the library keeps of files between two uses in one process; a command reads each file once and ends."""

from __future__ import annotations

import sys

__all__ = ["forget"]

ABOUT_PROGRAM = frozenset({"planbook.site.render"})
"""Modules that keep nothing of data: compiled templates stay as long as the program does."""


def forget() -> None:
    """Empty every cache of the library's functions that may hold a file's contents."""
    modules = [held for name, held in sys.modules.items() if name.startswith("planbook.") and name not in ABOUT_PROGRAM]
    for module in modules:
        for held in list(vars(module).values()):
            clear = getattr(held, "cache_clear", None)
            if callable(clear):
                clear()
