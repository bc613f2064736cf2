"""A measure by financial year: columns from zero, the lowest year and the reporting year marked."""

from __future__ import annotations

import pandas as pd

from planbook.charts.drawing import draw
from planbook.charts.figure import Figure, require_rows
from planbook.charts.labels import listing, number, period_label

__all__ = ["years_figure"]

WIDE_HEIGHT, NARROW_HEIGHT = 330, 290
DRAWING = "years_drawing.YearsDrawing"


def years_figure(  # noqa: PLR0913 - one keyword for each thing a chart must say
    series: pd.Series[float],
    *,
    id: str,  # noqa: A002 - the word of the page
    title: str,
    label: str,
    unit: str,
    area: str,
    window: pd.Period | None = None,
    note: str = "",
    source: str = "",
) -> Figure:
    """Return the column chart of ``series``, whose index is a PeriodIndex of financial years (``Y-MAR``).

    ``window`` is the reporting year. Raises ``EmptyChart`` for no years.
    """
    require_rows(id, series, "years")
    drawn = draw(DRAWING, (series, unit, window), id, wide_height=WIDE_HEIGHT, narrow_height=NARROW_HEIGHT)
    names = [period_label(year) for year in series.index]
    span = f"{names[0]} to {names[-1]}"
    lowest = listing([period_label(year) for year in series.index[series == series.min()]])
    low = f"The lowest of {len(series)} years is {lowest}, {number(series.min())}"
    own = "" if window is None else f"; {period_label(window)} has {number(series[series.index == window].iloc[0])}"
    values = "; ".join(f"{name} {number(value)}" for name, value in zip(names, series, strict=True))
    return Figure(
        id=id,
        title=title,
        subtitle=f"{label}: {unit} a financial year, {area}, {span}",
        alt=f"Column chart of {unit} a financial year, {label}, {area}, {span}. {low}{own}.",
        description=f"{values}. {low}.",
        svg=drawn.wide,
        narrow=drawn.narrow,
        spots=(drawn.wide_spots, drawn.narrow_spots),
        table=pd.DataFrame({"Financial year": names, unit.capitalize(): series.to_numpy()}),
        note=note,
        source=source,
    )
