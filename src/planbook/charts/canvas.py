"""One way to draw with Matplotlib: a painter fills an axes, twice, for a wide and for a narrow page."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

import matplotlib as mpl
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation, Transform

from planbook.charts.drawing import Drawn
from planbook.charts.lettering import text_width
from planbook.charts.renderer import write
from planbook.charts.style import COLOURS, NARROW, WIDE, settings
from planbook.charts.svg import compact
from planbook.charts.ticks import Scale, add_scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike

    from planbook.charts.drawing import Sketch, Spots
    from planbook.charts.style import Frame

__all__ = [
    "Margins",
    "Painter",
    "Room",
    "add_line",
    "drawn",
    "grid_lines",
    "halo_text",
    "lay_out",
    "lines_text",
    "shifted",
    "spots_of",
    "spread",
]

PACKAGE = "planbook.charts"
LEADING = 1.15
"""Height of a line as a share of the type size."""


class Painter(Protocol):
    """What a sketch names: it places its axes in the drawing and fills them."""

    def __call__(self, drawing: Drawing, frame: Frame) -> Spots:
        """Fill ``drawing``, which has the size of ``frame`` and no axes yet, and say where the values stand."""


class Margins:
    """Room round the axes, in units of the frame, and the axes placed inside."""

    def __init__(self, left: float, right: float, top: float, bottom: float) -> None:
        self.left, self.right, self.top, self.bottom = left, right, top, bottom

    def axes(self, drawing: Drawing) -> Axes:
        """The axes of ``drawing``, inside these margins; it has none but them."""
        width, height = (side * 72 for side in drawing.get_size_inches())
        across, up = width - self.left - self.right, height - self.top - self.bottom
        place = (self.left / width, self.bottom / height, across / width, up / height)
        axes = drawing.axes[0] if drawing.axes else _bare(drawing.add_axes(place))
        axes.set_position(place)
        return axes


class Room:
    """Places already taken by labels; a label that would lie on another one is left out."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, float, float, float]] = []

    def take(self, axes: Axes, place: tuple[float, float], text: str, size: float) -> bool:
        """Take the room of ``text`` centred on ``place`` (data coordinates) and say whether it was free."""
        x, y = axes.transData.transform(place)
        half, tall = text_width(text, size) / 2, size * LEADING / 2
        box = (x - half, x + half, y - tall, y + tall)
        free = not any(box[0] < b[1] and b[0] < box[1] and box[2] < b[3] and b[2] < box[3] for b in self._taken)
        if free:
            self._taken.append(box)
        return free


def drawn(sketch: Sketch) -> Drawn:
    """The wide and the narrow SVG of one chart; ids start with the sketch's prefix, and with that and ``-n``."""
    module, _, name = sketch.painter.partition(".")
    paint: Painter = getattr(import_module(f"{PACKAGE}.{module}"), name)(*sketch.given)
    wide, wide_spots = _draw_one(paint, _tall(WIDE, sketch.wide_height), sketch.prefix)
    narrow, narrow_spots = _draw_one(paint, _tall(NARROW, sketch.narrow_height), f"{sketch.prefix}-n")
    return Drawn(wide, narrow, wide_spots, narrow_spots)


def lay_out() -> None:
    """Read seaborn's style and make the sheet with its axes, so that processes forked from this one need not."""
    with mpl.rc_context(settings(WIDE)):
        _bare(_sheet().add_axes((0.0, 0.0, 1.0, 1.0)))


def _tall(frame: Frame, height: int) -> Frame:
    return type(frame)(frame.name, frame.width, height, frame.text, frame.narrow)


def _draw_one(paint: Painter, frame: Frame, prefix: str) -> tuple[str, Spots]:
    """Draw without pyplot, so that no state of the notebook is read or left behind."""
    with mpl.rc_context(settings(frame)):
        drawing = _sheet()
        drawing.set_size_inches(frame.width / 72, frame.height / 72)
        try:
            spots = paint(drawing, frame)
            return compact(write(drawing), prefix), spots
        finally:
            for axes in drawing.axes:
                _wipe(axes)


@lru_cache(maxsize=1)
def _sheet() -> Drawing:
    """The one sheet on which all charts are drawn in turn: making axes takes longer than filling them."""
    return Drawing()


def _bare(axes: Axes) -> Axes:
    """Axes without ticks, frame and scaling of their own: what a chart shows is put there by its painter."""
    axes.set_axis_off()
    axes.set_autoscale_on(False)
    return axes


def _wipe(axes: Axes) -> None:
    for artist in (*axes.lines, *axes.patches, *axes.texts, *axes.artists):
        artist.remove()


def spots_of(axes: Axes, xs: Iterable[float], ys: Iterable[float]) -> Spots:
    """Return the places of values in units of the frame, from its top left corner, in the order of the table."""
    height = axes.figure.bbox.height
    placed = (axes.transData.transform((float(x), float(y))) for x, y in zip(xs, ys, strict=True))
    return tuple((round(float(x)), round(float(height - y))) for x, y in placed)


def add_line(axes: Axes, xs: ArrayLike, ys: ArrayLike, **style: Any) -> None:  # noqa: ANN401 - Matplotlib's
    """Join points: what ``axes.plot`` draws, without looking for limits, which each painter sets before."""
    axes.add_artist(Line2D(xs, ys, **style))


def grid_lines(axes: Axes, values: Sequence[float], labels: Sequence[str], *, across: bool = True) -> None:
    """Draw light lines at ``values`` of one axis with their labels outside the axes."""
    add_scale(axes, Scale(values, labels, upright=across))


def halo_text(axes: Axes, x: float, y: float, text: str, **words: Any) -> None:  # noqa: ANN401 - Matplotlib's
    """Write ``text`` at data coordinates, edged in paper, so that lines do not cross the letters."""
    style: dict[str, Any] = {"color": COLOURS["ink"], "gid": "halo"} | words
    axes.text(x, y, text, **style)


def lines_text(axes: Axes, place: tuple[float, float], text: str, base: Transform, **style: Any) -> None:  # noqa: ANN401 - as above
    """Write each line as a text of its own, centred on ``place`` as a block (``va="top"``: hung from it).

    Matplotlib places the lines of one text by its own font's widths; apart, each is aligned by the reader's font.
    """
    lines = text.split("\n")
    step = LEADING * float(mpl.rcParams["font.size"])
    first = 0.0 if style.get("va") == "top" else step * (len(lines) - 1) / 2
    for row, line in enumerate(lines):
        at = shifted(axes, base, 0, first - row * step)
        axes.text(*place, line, transform=at, **style)


def shifted(axes: Axes, base: Transform, across: float, up: float) -> Transform:
    """Return ``base`` moved by units of the frame, for labels at a fixed distance from a line or an edge."""
    drawing = axes.get_figure()
    scale = drawing.dpi_scale_trans if drawing is not None else None
    return base + ScaledTranslation(across / 72, up / 72, scale) if scale is not None else base


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move label positions apart to at least ``gap``, in order, as little as a single pass each way allows.

    Positions stay within ``low`` to ``high`` while there is room.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed = [0.0] * len(wanted)
    floor = low
    for place in order:
        placed[place] = max(wanted[place], floor)
        floor = placed[place] + gap
    ceiling = high
    for place in reversed(order):
        placed[place] = min(placed[place], ceiling)
        ceiling = placed[place] - gap
    return placed
