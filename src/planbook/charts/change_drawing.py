"""The drawing of changes on the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from planbook.charts.canvas import Margins, add_line, grid_lines, halo_text, shifted, spots_of
from planbook.charts.change import FOOT, HEAD, LABEL_AT, NARROW_ROW, direction
from planbook.charts.labels import percent
from planbook.charts.lettering import text_width
from planbook.charts.style import COLOURS, LINE_WIDTH, mark_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from planbook.charts.drawing import Spots
    from planbook.charts.style import Frame

__all__ = ["ChangeDrawing"]


@dataclass(frozen=True)
class ChangeDrawing:
    """A painter; row r stands at -r, so that the first row is on top."""

    rows: pd.DataFrame

    def __call__(self, drawing: Drawing, frame: Frame) -> Spots:
        """Fill ``drawing``."""
        names = [str(label) for label in self.rows["label"]]
        left = 20.0 if frame.narrow else max(text_width(name, frame.text) for name in names) + 16
        right = text_width("\u221210.0%", frame.text) + 12
        axes = Margins(left, right, HEAD, FOOT).axes(drawing)
        ticks = self._ticks(frame)
        half = (LABEL_AT + 14) / NARROW_ROW if frame.narrow else 0.5
        axes.set(xlim=(ticks[0], ticks[-1]), ylim=(0.5 - len(names), half))
        grid_lines(axes, ticks, [percent(tick, 0) for tick in ticks], across=False)
        axes.axvline(0, color=COLOURS["ink"], linewidth=1.4)
        self._heads(axes, frame)
        for place, (_, row) in enumerate(self.rows.iterrows()):
            self._row(axes, frame, -place, row)
        return spots_of(axes, self.rows["percent"], (-place for place in range(len(names))))

    def _ticks(self, frame: Frame) -> list[float]:
        """Return round values from both sides of zero that hold all intervals and targets."""
        held = self.rows[["percent", "low", "high", "target"]].to_numpy(float).ravel()
        held = held[np.isfinite(held)]
        locator = MaxNLocator(nbins=4 if frame.narrow else 7, steps=[1, 2, 5, 10])
        return [float(tick) for tick in locator.tick_values(min(0.0, *held), max(0.0, *held))]

    def _heads(self, axes: Axes, frame: Frame) -> None:
        """Say in words what each side of zero means."""
        words: dict[str, Any] = {"va": "bottom", "color": COLOURS["muted"], "fontsize": frame.text - 0.5}
        base = axes.get_xaxis_transform()
        axes.text(0, 1, "\u2190 fewer", transform=shifted(axes, base, -8, 8), ha="right", **words)
        axes.text(0, 1, "more \u2192", transform=shifted(axes, base, 8, 8), ha="left", **words)
        foot: dict[str, Any] = {"ha": "center", "color": COLOURS["muted"]}
        axes.text(0.5, 0, "Change, %", transform=shifted(axes, axes.transAxes, 0, -38), **foot)

    def _row(self, axes: Axes, frame: Frame, place: float, row: pd.Series[Any]) -> None:
        clear = direction(row) != "no clear change"
        add_line(axes, [row["low"], row["high"]], [place] * 2, color=COLOURS["line"], linewidth=LINE_WIDTH + 0.5)
        dot = mark_settings("line", size=11)
        hollow = {} if clear else {"markerfacecolor": COLOURS["paper"], "markeredgecolor": COLOURS["line"]}
        edge = {} if clear else {"markeredgewidth": 2}
        add_line(axes, [row["percent"]], [place], **(dot | hollow | edge))
        if pd.notna(row["target"]):
            add_line(axes, [row["target"]], [place], **mark_settings("target", "D", 9))
        self._labels(axes, frame, place, row)

    def _labels(self, axes: Axes, frame: Frame, place: float, row: pd.Series[Any]) -> None:
        base = axes.get_yaxis_transform()
        value: dict[str, Any] = {"va": "center", "weight": "bold", "color": COLOURS["line"]}
        axes.text(1, place, percent(row["percent"]), transform=shifted(axes, base, 8, 0), **value)
        if frame.narrow:
            halo_text(axes, 0, place, str(row["label"]), transform=shifted(axes, base, 0, LABEL_AT), va="center")
        else:
            axes.text(0, place, str(row["label"]), transform=shifted(axes, base, -12, 0), va="center", ha="right")
