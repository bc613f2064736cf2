"""Change on the year before, one row a measure: a dot, its 95% interval, the zero line and the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from planbook.charts.canvas import Margins, Spots, add_line, draw, grid_lines, halo_text, shifted, spots_of
from planbook.charts.figure import Figure, require_rows
from planbook.charts.labels import percent
from planbook.charts.lettering import text_width
from planbook.charts.style import COLOURS, LINE_WIDTH, mark_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from planbook.charts.style import Frame

__all__ = ["change_figure"]

WIDE_ROW, NARROW_ROW = 34, 48
HEAD, FOOT = 30, 46
LABEL_AT = 20
"""Height of a row's label above its dot on the narrow chart, in units."""


def change_figure(
    rows: pd.DataFrame,
    *,
    id: str,  # noqa: A002 - the word of the page
    title: str,
    area: str,
    period: str,
    comparison: str,
    source: str = "",
) -> Figure:
    """Return the interval chart of ``rows``, drawn in their order.

    ``rows`` has columns label, percent, low, high and target, all but label in per cent (target may be missing).
    ``period`` and ``comparison`` are in words. Raises ``EmptyChart`` for no rows.
    """
    require_rows(id, rows, "rows")
    wide = HEAD + FOOT + WIDE_ROW * len(rows)
    narrow = HEAD + FOOT + NARROW_ROW * len(rows)
    drawn = draw(_ChangeDrawing(rows), id, wide_height=wide, narrow_height=narrow)
    several = rows["target"].notna().any()
    return Figure(
        id=id,
        title=title,
        subtitle=f"Change in {period} on {comparison}, %, {area}",
        alt=_alt(rows, period, comparison, area),
        description=" ".join(_sentence(row) for _, row in rows.iterrows()),
        svg=drawn.wide,
        narrow=drawn.narrow,
        spots=(drawn.wide_spots, drawn.narrow_spots),
        along="y",
        table=_table(rows),
        places={"Change, %": 1, "Interval from, %": 1, "Interval to, %": 1, "Target, %": 1},
        note="Dot: change. Line: 95% interval." + (" \u25c6 target." if several else ""),
        source=source,
    )


def _direction(row: pd.Series[Any]) -> str:
    """Return what the interval says; only an interval without zero is a rise or a fall."""
    if row["high"] < 0:
        return "fell"
    return "rose" if row["low"] > 0 else "no clear change"


def _alt(rows: pd.DataFrame, period: str, comparison: str, area: str) -> str:
    said = "; ".join(f"{row['label']} {percent(row['percent'])}, {_direction(row)}" for _, row in rows.iterrows())
    return f"Dots with 95% intervals: change in {period} on {comparison}, {area}. {said}."


def _sentence(row: pd.Series[Any]) -> str:
    interval = f"95% interval {percent(row['low'])} to {percent(row['high'])}"
    target = f", target {percent(row['target'])}" if pd.notna(row["target"]) else ""
    return f"{row['label']}: {percent(row['percent'])} ({interval}{target}), {_direction(row)}."


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    table = rows[["label", "percent", "low", "high", "target"]].reset_index(drop=True)
    table.columns = ["Measure", "Change, %", "Interval from, %", "Interval to, %", "Target, %"]
    return table.drop(columns=[] if rows["target"].notna().any() else ["Target, %"])


@dataclass(frozen=True)
class _ChangeDrawing:
    """A painter; row r stands at -r, so that the first row is on top."""

    rows: pd.DataFrame

    def __call__(self, drawing: Drawing, frame: Frame) -> Spots:
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
        clear = _direction(row) != "no clear change"
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
