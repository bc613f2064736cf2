"""What a chart is drawn from, and who draws it: this process, or one beside it that has imported Matplotlib already.

A chart names its painter and does not import it: most notebooks find their drawings kept, and what draws the others
may be another process. Without one, and once this process has Matplotlib and perhaps settings of its own, it draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from planbook.charts.keeping import has_matplotlib, kept_or_drawn
from planbook.charts.style import NARROW, WIDE

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Drawn", "Elsewhere", "Sketch", "Spots", "draw", "draw_elsewhere"]

Spots = tuple[tuple[int, int], ...]
"""Places in units of the frame, from its top left corner."""


@dataclass(frozen=True)
class Drawn:
    """One chart for the wide and for the narrow page, each with the place of every row of its table."""

    wide: str
    narrow: str
    wide_spots: Spots
    narrow_spots: Spots


@dataclass(frozen=True)
class Sketch:
    """What is to be drawn: the painter as ``module.Class`` of this package, what that is given, ids and heights."""

    painter: str
    given: tuple[Any, ...]
    prefix: str
    wide_height: int
    narrow_height: int


class Elsewhere(Protocol):
    """What draws in another process."""

    def __call__(self, sketch: Sketch) -> Drawn | None:
        """The drawing, or None where it is better drawn here: nobody draws there, or it went wrong."""


class _Drawer:
    """Who draws for this process."""

    elsewhere: Elsewhere | None = None


def draw_elsewhere(elsewhere: Elsewhere | None) -> None:
    """Have charts drawn in another process from now on, or no longer."""
    _Drawer.elsewhere = elsewhere


def draw(
    painter: str,
    given: tuple[Any, ...],
    prefix: str,
    *,
    wide_height: int = WIDE.height,
    narrow_height: int = NARROW.height,
) -> Drawn:
    """Return the wide and the narrow SVG of one chart: kept, drawn elsewhere, or drawn here."""
    sketch = Sketch(painter, given, prefix, wide_height, narrow_height)
    return kept_or_drawn(sketch, lambda: _drawn(sketch))


def _drawn(sketch: Sketch) -> Drawn:
    made = _Drawer.elsewhere(sketch) if _Drawer.elsewhere and not has_matplotlib() else None
    return made or _here()(sketch)


def _here() -> Callable[[Sketch], Drawn]:
    from planbook.charts.canvas import drawn  # here, since whoever has charts drawn elsewhere never needs it

    return drawn
