"""The drawing of a measure by financial year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from planbook.charts.canvas import Margins, add_line, grid_lines, lines_text, shifted, spots_of
from planbook.charts.labels import number, period_label
from planbook.charts.lettering import text_width
from planbook.charts.style import COLOURS, HAIR
from planbook.charts.ticks import Scale, add_scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from planbook.charts.drawing import Spots
    from planbook.charts.style import Frame

__all__ = ["YearsDrawing"]

LEADER_FROM = 6
"""Distance in units from a column to its label from which a line joins the two."""


@dataclass(frozen=True)
class _Written:
    """A label on the drawing: its sides in years from the first, and where it ends above, in the unit."""

    left: float
    right: float
    top: float


@dataclass(frozen=True)
class YearsDrawing:
    """A painter; the column of a year stands at its number of years from the first."""

    series: pd.Series[float]
    unit: str
    window: pd.Period | None

    def __call__(self, drawing: Drawing, frame: Frame) -> Spots:
        """Fill ``drawing``."""
        high = float(self.series.max())
        ticks = [float(tick) for tick in MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]).tick_values(0, high * 1.04)]
        left = max(text_width(number(tick), frame.text) for tick in ticks) + 10
        axes = Margins(left, 14, frame.text * 2.4, frame.text * 2.2).axes(drawing)
        self._columns(axes)
        axes.set(xlim=(-0.6, len(self.series) - 0.4), ylim=(0, ticks[-1]))
        self._years(axes, frame)
        grid_lines(axes, ticks, [number(tick) for tick in ticks])
        title = shifted(axes, axes.transAxes, 4 - left, 12)
        axes.text(0, 1, f"{self.unit.capitalize()} a year", transform=title, color=COLOURS["muted"])
        axes.axhline(0, color=COLOURS["axis"], linewidth=HAIR)
        self._values(axes, frame)
        return spots_of(axes, range(len(self.series)), self.series)

    def _columns(self, axes: Axes) -> None:
        colours = [COLOURS["line" if year == self.window else "soft"] for year in self.series.index]
        axes.bar(range(len(self.series)), self.series, width=0.72, color=colours, linewidth=0, zorder=2)

    def _years(self, axes: Axes, frame: Frame) -> None:
        """Label as many years as there is room for, counted back from the last."""
        room = axes.bbox.width / (text_width("2014/15", frame.text) + 10)
        every = max(1, -int(-len(self.series) // room))
        chosen = sorted(range(len(self.series) - 1, -1, -every))
        names = [period_label(self.series.index[place]) for place in chosen]
        add_scale(axes, Scale(chosen, names, upright=False, lined=False))

    def _values(self, axes: Axes, frame: Frame) -> None:
        """Write the value over the lowest year, the first and the reporting year, each clear of those before."""
        lowest = self.series.min()
        written: list[_Written] = []
        for place, (year, value) in sorted(enumerate(self.series.items()), key=lambda held: held[1][1] != lowest):
            if value == lowest or year == self.window or place == 0:
                text = f"Lowest\n{number(value)}" if value == lowest else number(value)
                weight = "normal" if place == 0 and year != self.window and value != lowest else "bold"
                written.append(self._value(axes, frame, place, text, weight, written))

    def _value(
        self, axes: Axes, frame: Frame, place: int, text: str, weight: str, written: Sequence[_Written]
    ) -> _Written:
        """Write ``text`` above its column and all that it would cover, columns and labels, with a line down to it."""
        edge = {0: "left", len(self.series) - 1: "right"}.get(place, "center")
        width = max(text_width(line, frame.text) for line in text.split("\n"))
        covered = width / (axes.bbox.width / (len(self.series) + 0.2))
        before = {"left": 0.36, "right": covered - 0.36, "center": covered / 2}[edge]
        near = self.series.iloc[max(0, round(place - before)) : round(place - before + covered) + 1]
        left, right = place - before, place - before + covered
        under = [other.top for other in written if left < other.right and other.left < right]
        value, top = float(self.series.iloc[place]), max(float(near.max()), *under, 0.0)
        unit = axes.get_ylim()[1] / axes.bbox.height
        if top - value > unit * LEADER_FROM:
            add_line(axes, [place] * 2, [value + unit * 3, top + unit * 4], color=COLOURS["ink"], linewidth=HAIR)
        lines = text.count("\n") + 1
        at = {"left": place - 0.36, "right": place + 0.36}.get(edge, place)
        base = shifted(axes, axes.transData, 0, 10 + frame.text * 0.35 + (lines - 1) * frame.text * 0.58)
        lines_text(axes, (at, top), text, base, ha=edge, weight=weight, va="center_baseline")
        return _Written(left, right, top + unit * (6 + lines * frame.text * 1.16))
