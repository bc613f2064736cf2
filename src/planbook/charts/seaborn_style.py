"""Seaborn's styles without the rest of seaborn, whose import takes longer than drawing several charts.

Importing the package imports each of its modules, and SciPy's statistics with them: 0.4 seconds, paid once an edition.
Its module of styles needs neither.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["seaborn_style"]

SEABORN = "seaborn"
STYLES = f"{SEABORN}.rcmod"


@lru_cache(maxsize=8)
def seaborn_style(name: str) -> dict[str, Any]:
    """The Matplotlib settings of a style of seaborn (``white``, ``ticks``), as ``seaborn.axes_style`` gives them.

    Raises:
        ModuleNotFoundError: seaborn is not installed.
        ValueError: seaborn has no such style.
    """
    if SEABORN not in sys.modules:
        with suppress(ImportError, AttributeError), _package_without_its_modules():  # where its layout is another
            return dict(import_module(STYLES).axes_style(name))
    return dict(import_module(SEABORN).axes_style(name))


@contextmanager
def _package_without_its_modules() -> Iterator[None]:
    """Let single modules of seaborn be imported; afterwards all is forgotten, so that others import the whole."""
    spec = find_spec(SEABORN)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError(name=SEABORN)
    hollow = ModuleType(SEABORN)
    hollow.__path__ = list(spec.submodule_search_locations)
    hollow.__spec__ = spec
    sys.modules[SEABORN] = hollow
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name == SEABORN or name.startswith(f"{SEABORN}.")]:
            del sys.modules[name]
