"""Change on the year before, one row a measure: a dot, its 95% interval, the zero line and the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from numpy.typing import NDArray

from planbook.charts.canvas import BESIDE_X, BESIDE_Y, Canvas, Style, draw, round_ticks
from planbook.charts.chart import ChartSpec, RenderedChart, require_rows
from planbook.charts.labels import percent
from planbook.charts.style import COLOURS, LINE_WIDTH, text_width
from planbook.claims.records import Spots

Places = NDArray[np.int_]

WIDE_ROW, NARROW_ROW = 34, 48
HEAD, FOOT = 30, 46
LABEL_ABOVE = 20  # height of a row's label above its dot on the narrow chart, in units
NO_CLEAR_CHANGE = "no clear change"


def render_change(spec: ChartSpec, rows: pd.DataFrame, *, period: str, comparison: str) -> RenderedChart:
    """Return the interval chart of ``rows``, drawn in their order.

    ``rows`` has columns label, percent, low, high and target, all but label in per cent (target may be missing).
    ``period`` and ``comparison`` are in words. Raises ``EmptyChart`` for no rows.
    """
    require_rows(spec.id, rows, "rows")
    has_target = rows["target"].notna().any()
    columns = ["Measure", "Change, %", "Interval from, %", "Interval to, %", "Target, %"]
    table = rows[["label", "percent", "low", "high", "target"]].reset_index(drop=True).set_axis(columns, axis="columns")
    heights = HEAD + FOOT + WIDE_ROW * len(rows), HEAD + FOOT + NARROW_ROW * len(rows)
    changes = "; ".join(f"{row['label']} {percent(row['percent'])}, {_direction(row)}" for _, row in rows.iterrows())
    return RenderedChart.of(
        "changes",
        spec,
        draw(lambda axes: _mark(axes, rows), lambda canvas: _Layout(rows, canvas).lay_out(), spec.id, heights),
        subtitle=f"Change in {period} on {comparison}, %, {spec.area}",
        alt=f"Dots with 95% intervals: change in {period} on {comparison}, {spec.area}. {changes}.",
        description=" ".join(_sentence(row) for _, row in rows.iterrows()),
        along="y",
        table=table if has_target else table.drop(columns="Target, %"),
        places={"Change, %": 1, "Interval from, %": 1, "Interval to, %": 1, "Target, %": 1},
        note="Dot: change. Line: 95% interval." + (" \u25c6 target." if has_target else ""),
    )


def _direction(row: pd.Series[Any]) -> str:
    # Only an interval without zero is a rise or a fall.
    if row["high"] < 0:
        return "fell"
    return "rose" if row["low"] > 0 else NO_CLEAR_CHANGE


def _sentence(row: pd.Series[Any]) -> str:
    interval = f"95% interval {percent(row['low'])} to {percent(row['high'])}"
    target = f", target {percent(row['target'])}" if pd.notna(row["target"]) else ""
    return f"{row['label']}: {percent(row['percent'])} ({interval}{target}), {_direction(row)}."


def _mark(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw intervals as lines, changes as dots (hollow where the interval holds zero) and targets as diamonds."""
    line, paper, places = COLOURS["line"], COLOURS["paper"], _places(rows)
    axes.axvline(0, color=COLOURS["ink"], linewidth=1.4)
    axes.hlines(places, rows["low"], rows["high"], color=line, linewidth=LINE_WIDTH + 0.5)
    clear = np.array([_direction(row) != NO_CLEAR_CHANGE for _, row in rows.iterrows()])
    _dots(axes, rows["percent"].where(clear), places, color=line, edgecolor=paper, linewidth=0.8, s=121)
    _dots(axes, rows["percent"].where(~clear), places, color=paper, edgecolor=line, linewidth=2, s=121)
    target: Style = {"color": COLOURS["target"], "edgecolor": paper, "linewidth": 0.8}
    _dots(axes, rows["target"], places, marker="D", s=81, **target)


def _places(rows: pd.DataFrame) -> Places:
    return -np.arange(len(rows))  # below zero, so that the first row is on top


def _dots(axes: Axes, values: pd.Series[float], places: Places, **style: Any) -> None:  # noqa: ANN401 - seaborn's
    if values.notna().any():
        sns.scatterplot(x=values.to_numpy(), y=places, zorder=3, legend=False, ax=axes, **style)


@dataclass(frozen=True)
class _Layout:
    rows: pd.DataFrame
    canvas: Canvas

    def lay_out(self) -> Spots:
        frame, places = self.canvas.frame, _places(self.rows)
        left = 20.0 if frame.narrow else text_width("\n".join(self.rows["label"]), frame.text) + 16
        self.canvas.place(left, text_width("\u221210.0%", frame.text) + 18, HEAD, FOOT)
        ticks = self._ticks()
        top = (LABEL_ABOVE + 14) / NARROW_ROW if frame.narrow else 0.5
        self.canvas.axes.set(xlim=(ticks[0], ticks[-1]), ylim=(0.5 - len(self.rows), top))
        self.canvas.scale("x", ticks, [percent(tick, 0) for tick in ticks])
        self._name_sides()
        for place, (_, row) in zip(places, self.rows.iterrows(), strict=True):
            self._labels(float(place), row)
        return self.canvas.spots(self.rows["percent"], places)

    def _ticks(self) -> list[float]:
        """Round values from both sides of zero that hold all intervals and targets."""
        values = self.rows[["percent", "low", "high", "target"]].to_numpy(float)
        bins = 4 if self.canvas.frame.narrow else 7
        return round_ticks(min(0.0, np.nanmin(values)), max(0.0, np.nanmax(values)), bins, (1, 2, 5, 10))

    def _name_sides(self) -> None:
        """Say in words what each side of zero means."""
        small: Style = {"va": "bottom", "color": COLOURS["muted"], "fontsize": self.canvas.frame.text - 0.5}
        self.canvas.label("\u2190 fewer", (0, 1), BESIDE_X, (-8, 8), ha="right", **small)
        self.canvas.label("more \u2192", (0, 1), BESIDE_X, (8, 8), ha="left", **small)
        self.canvas.label("Change, %", (0.5, 0), "axes fraction", (0, -38), ha="center", color=COLOURS["muted"])

    def _labels(self, place: float, row: pd.Series[Any]) -> None:
        bold: Style = {"va": "center", "weight": "bold", "color": COLOURS["line"]}
        self.canvas.label(percent(row["percent"]), (1, place), BESIDE_Y, (8, 0), **bold)
        if self.canvas.frame.narrow:
            self.canvas.label(row["label"], (0, place), BESIDE_Y, (0, LABEL_ABOVE), va="center", gid="halo")
        else:
            self.canvas.label(row["label"], (0, place), BESIDE_Y, (-12, 0), va="center", ha="right")
