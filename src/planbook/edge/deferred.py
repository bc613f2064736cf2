"""Modules that are imported when they are first used, where another package imports them at once and we hardly ever."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

__all__ = ["deferred", "import_papermill"]

FETCHING = "requests"
"""What Papermill fetches notebooks from the web with: ours are files."""


class Deferring:
    """Finds the modules named, as Python would, and has them loaded when one of their names is first asked for."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = frozenset(names)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The specification of a module that is named; None leaves any other to Python."""
        if name not in self._names:
            return None
        found = PathFinder.find_spec(name, path, target)
        if found is not None and found.loader is not None:
            found.loader = LazyLoader(found.loader)
        return found


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """Put off the import of these modules, if anything imports them now; what is imported already stays.

    ``from name import something`` is the first use, so it puts nothing off.
    """
    finder = Deferring(names)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def import_papermill() -> ModuleType:
    """Papermill, without what it fetches with until it fetches; that is a sixth of all that it imports."""
    with deferred(FETCHING):
        return import_module("papermill")
