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
    """Finds the modules named, as Python would, and has them loaded when one of their names is first asked for.

    It stays where Python looks for modules: another thread may be looking through that list.
    """

    def __init__(self) -> None:
        self._names: tuple[str, ...] = ()

    @contextmanager
    def of(self, names: tuple[str, ...]) -> Iterator[None]:
        """Find these, too, for a while."""
        before, self._names = self._names, (*self._names, *names)
        try:
            yield
        finally:
            self._names = before

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


_finder = Deferring()


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """Put off the import of these modules, if anything imports them now; what is imported already stays.

    ``from name import something`` is the first use, so it puts nothing off.
    """
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
    with _finder.of(names):
        yield


def import_papermill() -> ModuleType:
    """Papermill, without what it fetches with until it fetches; that is a sixth of all that it imports."""
    with deferred(FETCHING):
        return import_module("papermill")
