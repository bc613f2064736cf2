"""Change on the year before, one row a measure: a dot, its 95% interval, the zero line and the target."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planbook.charts.drawing import draw
from planbook.charts.figure import Figure, require_rows
from planbook.charts.labels import percent

__all__ = ["FOOT", "HEAD", "LABEL_AT", "NARROW_ROW", "change_figure", "direction"]

WIDE_ROW, NARROW_ROW = 34, 48
HEAD, FOOT = 30, 46
LABEL_AT = 20
"""Height of a row's label above its dot on the narrow chart, in units."""
DRAWING = "change_drawing.ChangeDrawing"


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
    drawn = draw(DRAWING, (rows,), id, wide_height=wide, narrow_height=narrow)
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


def direction(row: pd.Series[Any]) -> str:
    """Return what the interval says; only an interval without zero is a rise or a fall."""
    if row["high"] < 0:
        return "fell"
    return "rose" if row["low"] > 0 else "no clear change"


def _alt(rows: pd.DataFrame, period: str, comparison: str, area: str) -> str:
    said = "; ".join(f"{row['label']} {percent(row['percent'])}, {direction(row)}" for _, row in rows.iterrows())
    return f"Dots with 95% intervals: change in {period} on {comparison}, {area}. {said}."


def _sentence(row: pd.Series[Any]) -> str:
    interval = f"95% interval {percent(row['low'])} to {percent(row['high'])}"
    target = f", target {percent(row['target'])}" if pd.notna(row["target"]) else ""
    return f"{row['label']}: {percent(row['percent'])} ({interval}{target}), {direction(row)}."


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    table = rows[["label", "percent", "low", "high", "target"]].reset_index(drop=True)
    table.columns = ["Measure", "Change, %", "Interval from, %", "Interval to, %", "Target, %"]
    return table.drop(columns=[] if rows["target"].notna().any() else ["Target, %"])
