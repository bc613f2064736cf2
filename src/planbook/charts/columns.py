"""Columns from zero, which the charts by month and by year share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from planbook.charts.canvas import Canvas
    from planbook.charts.chart import Spots

HEIGHTS = (330, 290)
"""Of the wide and of the narrow drawing, in units."""
WIDTH = 0.72
"""Width of a column as a share of the step to the next one."""


def paint_columns(
    canvas: Canvas, values: pd.Series[float], own: Sequence[bool], title: str, *, head: float, foot: float
) -> Spots:
    """Draw a column at 0, 1, 2, ... for each value that is there, those of the reporting period (``own``) dark.

    ``title`` names the vertical axis, which reaches at least ``head`` times the highest value. ``foot`` is the room
    below the axes, in type sizes.
    """
    canvas.bars(range(len(values)), values.to_numpy(), own, WIDTH)
    locator = MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10])
    ticks = [float(tick) for tick in locator.tick_values(0, float(values.max()) * head)]
    canvas.upright(title, ticks, (-0.7, len(values) - 0.3), right=14, foot=foot)
    return canvas.spots(range(len(values)), values.fillna(0))
