"""The drawing of the rates of similar forces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.ticker import MaxNLocator

from planbook.charts.canvas import Margins, add_line, grid_lines, halo_text, shifted, spots_of
from planbook.charts.labels import number
from planbook.charts.lettering import text_width
from planbook.charts.peers import FOOT, HEAD, OWN
from planbook.charts.style import COLOURS, HAIR

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from planbook.charts.drawing import Spots
    from planbook.charts.style import Frame

__all__ = ["PeersDrawing"]

LABEL_AT = (4, 24)
"""Where a name stands on a narrow chart: clear of the axis, above its bar."""


def _whisker(row: pd.Series[Any], place: int) -> tuple[tuple[list[float], list[float]], ...]:
    """Return the interval's line and its two ends."""
    low, high = float(row["low"]), float(row["high"])
    up = [place - 0.1, place + 0.1]
    return ([low, high], [float(place)] * 2), ([low] * 2, up), ([high] * 2, up)


@dataclass(frozen=True)
class PeersDrawing:
    """A painter; row r stands at r and the axis runs downwards."""

    ranked: pd.DataFrame
    own: str
    mean: float
    band: tuple[float, float]
    unit: str
    places: int

    def __call__(self, drawing: Drawing, frame: Frame) -> Spots:
        """Fill ``drawing``."""
        names = [self._name(str(area)) for area in self.ranked.index]
        left = 4.0 if frame.narrow else max(text_width(name, frame.text) for name in names) + 14
        right = text_width(number(self.ranked["high"].max(), self.places), frame.text) + 14
        axes = Margins(left, right, HEAD, FOOT).axes(drawing)
        self._bars(axes, frame)
        nbins = 4 if frame.narrow else 6
        ticks = [float(tick) for tick in MaxNLocator(nbins=nbins).tick_values(0, float(self.ranked["high"].max()))]
        top = -0.62 if frame.narrow else -0.5
        axes.set(xlim=(0, max(self.ranked["high"].max(), self.band[1]) * 1.02), ylim=(len(names) - 0.5, top))
        ticks = [tick for tick in ticks if tick <= axes.get_xlim()[1]]
        places = 0 if all(tick == int(tick) for tick in ticks) else 1
        grid_lines(axes, ticks, [number(tick, places) for tick in ticks], across=False)
        self._group(axes)
        for place, (area, row) in enumerate(self.ranked.iterrows()):
            self._labels(axes, frame, place, str(area), row)
        return spots_of(axes, self.ranked["rate"], range(len(names)))

    def _name(self, area: str) -> str:
        return f"{OWN} {area}" if area == self.own else area

    def _bars(self, axes: Axes, frame: Frame) -> None:
        height = 0.36 if frame.narrow else 0.62
        colours = [COLOURS["line" if area == self.own else "soft"] for area in self.ranked.index]
        axes.barh(range(len(colours)), self.ranked["rate"], height=height, color=colours, linewidth=0, zorder=2)
        for place, (_, row) in enumerate(self.ranked.iterrows()):
            self._whisker(axes, place, row)

    def _whisker(self, axes: Axes, place: int, row: pd.Series[Any]) -> None:
        """Draw the interval, first with an edge of paper so that it shows on the dark bar."""
        for colour, width in (("paper", 4.5), ("ink", 1.6)):
            for across, up in _whisker(row, place):
                add_line(axes, across, up, color=COLOURS[colour], linewidth=width, zorder=4)

    def _group(self, axes: Axes) -> None:
        axes.axvspan(*self.band, color=COLOURS["window"], linewidth=0, zorder=0)
        axes.axvline(self.mean, color=COLOURS["target"], linewidth=1.6, linestyle=(0, (4, 2)), zorder=3)
        base = axes.get_xaxis_transform()
        text = f"Group mean {number(self.mean, self.places)}"
        axes.text(self.mean, 1, text, transform=shifted(axes, base, 0, 9), ha="center", color=COLOURS["target"])
        foot: dict[str, Any] = {"ha": "center", "color": COLOURS["muted"]}
        unit = f"{self.unit[0].upper()}{self.unit[1:]}"
        axes.text(0.5, 0, unit, transform=shifted(axes, axes.transAxes, 0, -40), **foot)
        axes.axvline(0, color=COLOURS["axis"], linewidth=HAIR)

    def _labels(self, axes: Axes, frame: Frame, place: int, area: str, row: pd.Series[Any]) -> None:
        weight = "bold" if area == self.own else "normal"
        name = self._name(area)
        base = axes.get_yaxis_transform()
        if frame.narrow:
            at = shifted(axes, base, *LABEL_AT)
            halo_text(axes, 0, place, name, transform=at, va="center", weight=weight)
        else:
            halo_text(
                axes,
                0,
                place,
                name,
                transform=shifted(axes, base, -8, 0),
                va="center",
                ha="right",
                weight=weight,
            )
        value = number(row["rate"], self.places)
        at = shifted(axes, axes.transData, 7, 0)
        halo_text(axes, row["high"], place, value, transform=at, va="center", weight=weight)
