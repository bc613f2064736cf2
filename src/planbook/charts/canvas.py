"""The axes of a chart, drawn with seaborn and Matplotlib for a wide and for a narrow page."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from planbook.charts.chart import Drawing
from planbook.charts.labels import number, period_label
from planbook.charts.style import COLOURS, HAIR, NARROW, WIDE, Frame, text_width
from planbook.charts.svg import compact
from planbook.claims.records import Spots

Style = dict[str, Any]  # keyword arguments of Matplotlib or seaborn, which type each for itself
INCH = 72  # units of a frame to Matplotlib's inch, so that a unit is a point
LEADING = 1.15  # height of a line as a share of the type size
TICK_PAD = 6.0
NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))  # a date would change the bytes of every build
# Coordinates of a label above or below a value of the horizontal axis, and left or right of one of the vertical axis.
BESIDE_X, BESIDE_Y = ("data", "axes fraction"), ("axes fraction", "data")


@dataclass(frozen=True)
class Canvas:
    """Axes and the frame that they are drawn in."""

    axes: Axes
    frame: Frame

    def place(self, left: float, right: float, top: float, bottom: float) -> None:
        """Keep room round the axes, in units."""
        width, height = self.frame.width, self.frame.height
        across, up = width - left - right, height - top - bottom
        self.axes.set_position((left / width, bottom / height, across / width, up / height))

    def scale(self, axis: str, values: Sequence[float], labels: Sequence[str], *, grid: bool = True) -> None:
        """Label ``values`` of the axis ``x`` or ``y``, with a light line at each if ``grid``."""
        set_ticks = self.axes.set_xticks if axis == "x" else self.axes.set_yticks
        set_ticks(values, labels, fontsize=self.frame.text)
        self.axes.grid(visible=grid, axis="x" if axis == "x" else "y")

    def upright(
        self,
        title: str,
        ticks: Sequence[float],
        across: tuple[float, float],
        right: float,
        foot: float,
        places: int = 0,
    ) -> None:
        """Lay out axes with a vertical scale, whose ``title`` stands above it from the left edge of the drawing.

        The axes show ``across`` and reach from the first tick to the last. ``right`` is the room beside them, ``foot``
        that below them in type sizes.
        """
        names = [number(tick, places) for tick in ticks]
        left = text_width("\n".join(names), self.frame.text) + 10
        self.place(left, right, self.frame.text * 2.4, self.frame.text * foot)
        self.axes.set(xlim=across, ylim=(ticks[0], ticks[-1]))
        self.scale("y", ticks, names)
        self.label(title, (0, 1), "axes fraction", (4 - left, 12), color=COLOURS["muted"])
        self.axes.spines["bottom"].set_visible(True)

    def fitting(self, places: Sequence[int]) -> Sequence[int]:
        """As many of these places as there is room for the names of."""
        # A label of two lines takes about five type sizes across.
        return places[:: max(1, math.ceil(len(places) / (self.axes.bbox.width / (self.frame.text * 5.2))))] or [0]

    def name_periods(self, index: pd.Index, places: Iterable[int]) -> None:
        """Write the periods at these places below the axes, on two lines."""
        for place in places:
            words = period_label(index[place]).replace(" ", "\n")
            self.label(words, (place, 0), BESIDE_X, (0, -7), ha="center", va="top", color=COLOURS["muted"])

    @property
    def unit(self) -> float:
        """How much of the vertical axis one unit of the frame is."""
        low, high = self.axes.get_ylim()
        return (high - low) / float(self.axes.bbox.height)

    def label(
        self,
        text: str,
        xy: tuple[float, float],
        coordinates: str | tuple[str, str] = "data",
        offset: tuple[float, float] = (0.0, 0.0),
        **style: Any,  # noqa: ANN401 - Matplotlib's
    ) -> None:
        """Write ``text`` so many units from a place; ``gid="halo"`` edges the letters in paper."""
        # Each line is a text of its own: Matplotlib centres the lines of one text by its own font, not the reader's.
        lines = text.split("\n")
        step = LEADING * self.frame.text
        first = 0.0 if style.get("va") == "top" else step * (len(lines) - 1) / 2
        for row, line in enumerate(lines):
            shift = (offset[0], offset[1] + first - row * step)
            at: Style = {"xycoords": coordinates, "xytext": shift, "textcoords": "offset points"}
            self.axes.annotate(line, xy, annotation_clip=False, **at, **style)

    def shade(self, first: float, last: float, name: str) -> None:
        """Shade the reporting period, from one place of the horizontal axis to another; a long name is not written."""
        self.axes.axvspan(first - 0.5, last + 0.5, color=COLOURS["window"], linewidth=0, zorder=0)
        short = name if "/" in name else "period"
        self.label(short, ((first + last) / 2, 1), BESIDE_X, (0, 5), ha="center", color=COLOURS["muted"])

    def spots(self, xs: Iterable[float], ys: Iterable[float]) -> Spots:
        """Places of values in units from the top left corner, in the order given."""
        points = [self.axes.transData.transform((float(x), float(y))) for x, y in zip(xs, ys, strict=True)]
        return tuple((round(float(x)), round(float(self.frame.height - y))) for x, y in points)


def round_ticks(low: float, high: float, bins: int, steps: Sequence[float] = (1, 2, 2.5, 5, 10)) -> list[float]:
    """Round values, about so many, that hold everything from ``low`` to ``high``."""
    return [float(tick) for tick in MaxNLocator(nbins=bins, steps=steps).tick_values(low, high)]


def band(axes: Axes, points: pd.DataFrame) -> None:
    """Draw limits as a band, and limits and mean as steps, at the places of ``points``."""
    # Half a period is added at either end, so that the first and the last step are as wide as the others.
    edges = [*(points["place"] - 0.5), points["place"].iloc[-1] + 0.5]
    axes.stairs(points["upper"], edges, baseline=points["lower"], fill=True, color=COLOURS["band"], zorder=0.5)
    for column, colour, width in (("lower", "limit", 0.6), ("upper", "limit", 0.6), ("mean", "mean", 1.4)):
        axes.stairs(points[column], edges, baseline=None, color=COLOURS[colour], linewidth=width)


def bars(axes: Axes, x: ArrayLike, y: ArrayLike, own: Sequence[bool], width: float, orient: str = "x") -> None:
    """Draw bars from zero, those that are the page's own dark; ``width`` is a share of the step to the next bar."""
    palette = {True: COLOURS["line"], False: COLOURS["soft"]}
    place: Style = {"native_scale": True, "dodge": False, "width": width, "orient": orient, "ax": axes}
    look: Style = {"saturation": 1, "linewidth": 0, "errorbar": None, "legend": False}
    sns.barplot(x=x, y=y, hue=own, palette=palette, **place, **look)


def draw(
    mark: Callable[[Axes], None],
    lay_out: Callable[[Canvas], Spots],
    prefix: str,
    heights: tuple[int, int] = (WIDE.height, NARROW.height),
) -> tuple[Drawing, Drawing]:
    """The wide and the narrow drawing of one chart.

    Args:
        mark: draws what stands at values, such as points and bars.
        lay_out: scales a canvas that holds the marks, labels it, and returns the places of the values. The wide canvas
            comes first.
        prefix: of every id in the wide drawing; those of the narrow one start with it and ``-n``.
        heights: of the wide and of the narrow drawing, in units.
    """
    wide, narrow = (replace(frame, height=height) for frame, height in zip((WIDE, NARROW), heights, strict=True))
    with mpl.rc_context(_theme()):
        # No pyplot, so that no state of a notebook is read or left behind. The marks are the same in both drawings and
        # take the longest, so they are drawn once.
        figure = Figure()
        axes = figure.add_axes((0, 0, 1, 1))
        # Seaborn asks for the labels of both axes, and making them takes longer than the marks.
        axes.set(xticks=[], yticks=[], autoscale_on=False)
        mark(axes)
        axes.set(xlabel="", ylabel="")
        return _drawing(figure, wide, lay_out, prefix), _drawing(figure, narrow, lay_out, f"{prefix}-n")


def _drawing(figure: Figure, frame: Frame, lay_out: Callable[[Canvas], Spots], prefix: str) -> Drawing:
    """Lay out the marks in one frame, and take away again all that was put beside them."""
    (axes,), written = figure.axes, StringIO()
    marks = set(axes.get_children())
    figure.set_size_inches(frame.width / INCH, frame.height / INCH)
    mpl.rcParams["font.size"] = frame.text
    spots = lay_out(Canvas(axes, frame))
    figure.savefig(written, format="svg", metadata=NO_METADATA)
    for artist in set(axes.get_children()) - marks:
        artist.remove()
    return Drawing(compact(written.getvalue(), prefix), spots)


def _theme() -> Any:  # noqa: ANN401 - Matplotlib types each setting by its name
    """Seaborn's white style with the colours of the house, real text in the SVG, and no ticks or frame."""
    colours = {"axes.edgecolor": COLOURS["axis"], "text.color": COLOURS["ink"], "grid.color": COLOURS["grid"]}
    colours |= {"xtick.color": COLOURS["muted"], "ytick.color": COLOURS["muted"]}
    sides = {f"axes.spines.{side}": False for side in ("left", "right", "top", "bottom")}
    widths = {"axes.linewidth": HAIR, "grid.linewidth": HAIR}
    widths |= {f"{axis}tick.major.{part}": room for axis in "xy" for part, room in (("pad", TICK_PAD), ("size", 0.0))}
    own = {
        "axes.facecolor": "none",
        "figure.dpi": INCH,
        "font.family": ["DejaVu Sans"],  # comes with Matplotlib; pages and files name their own
        "path.simplify": False,
        "svg.fonttype": "none",  # letters stay text, so that they can be read aloud and searched
        "svg.hashsalt": "planbook",  # the same ids in every run
    }
    return {**sns.axes_style("white"), **colours, **sides, **widths, **own}
