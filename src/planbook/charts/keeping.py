"""Drawings that are kept: a chart whose inputs are the same as before need not be drawn again.

What keeps them is set from outside; without it every chart is drawn. A drawing is known by everything that it is given:
its painter with all that it paints, its frame, Matplotlib's settings. Of the code that draws the keeper takes care.

Whoever sets a keeper may never draw, so the drawing libraries are not imported for it.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from planbook.charts.drawing import Drawn, Sketch

__all__ = ["Keeper", "drawing_key", "has_matplotlib", "keep_drawings", "kept_or_drawn"]

LIBRARY = "matplotlib"
PROTOCOL = 5
BACKEND = "backend"
"""The one setting that no chart depends on: until one is asked for, an object stands for it."""


class Keeper(Protocol):
    """What keeps drawings."""

    def __call__(self, key: str, draw: Callable[[], Drawn]) -> Drawn:
        """The drawing under a key, drawn now if it is not kept."""


_keeper: ContextVar[Keeper | None] = ContextVar("keeper", default=None)


def keep_drawings(keeper: Keeper | None) -> None:
    """Keep drawings from now on, or no longer."""
    _keeper.set(keeper)


def kept_or_drawn(inputs: Sketch | tuple[Any, ...], draw: Callable[[], Drawn]) -> Drawn:
    """The drawing of these inputs: kept, if there is a keeper and the inputs can be told apart from others."""
    keeper = _keeper.get()
    key = drawing_key(inputs) if keeper else ""
    return keeper(key, draw) if keeper and key else draw()


def drawing_key(inputs: Sketch | tuple[Any, ...]) -> str:
    """A hash of everything that a drawing is given; empty where the inputs cannot be written down."""
    try:
        written = pickle.dumps(inputs, protocol=PROTOCOL)
    except (pickle.PicklingError, TypeError, AttributeError):
        return ""
    return hashlib.sha256(_settings().encode() + written).hexdigest()


def has_matplotlib() -> bool:
    """Whether this process has imported Matplotlib, and may have changed its settings."""
    return LIBRARY in sys.modules


def _settings() -> str:
    """Matplotlib's settings, where this process may have changed them."""
    if not has_matplotlib():
        return ""
    library = sys.modules[LIBRARY]
    return repr(sorted(item for item in dict.items(library.rcParams) if item[0] != BACKEND))
