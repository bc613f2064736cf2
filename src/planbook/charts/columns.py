"""Columns from zero, which the charts by month and by year share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import seaborn as sns
from matplotlib.ticker import MaxNLocator

from planbook.charts.canvas import widest
from planbook.charts.labels import number
from planbook.charts.style import COLOURS

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
    text = canvas.frame.text
    locator = MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10])
    ticks = [float(tick) for tick in locator.tick_values(0, float(values.max()) * head)]
    names = [number(tick) for tick in ticks]
    left = widest(names, text) + 10
    canvas.place(left, 14, text * 2.4, text * foot)
    sns.barplot(
        x=range(len(values)),
        y=values.to_numpy(),
        hue=list(own),
        palette={True: COLOURS["line"], False: COLOURS["soft"]},
        width=WIDTH,
        saturation=1,
        linewidth=0,
        dodge=False,
        native_scale=True,
        errorbar=None,
        legend=False,
        ax=canvas.axes,
    )
    canvas.limit((-0.7, len(values) - 0.3), (0, ticks[-1]))
    canvas.scale("y", ticks, names)
    canvas.title_axis(title, left)
    canvas.axes.spines["bottom"].set_visible(True)
    return canvas.spots(range(len(values)), values.fillna(0))
