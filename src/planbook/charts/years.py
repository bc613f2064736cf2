"""A measure by financial year: columns from zero, the lowest year and the reporting year marked."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.transforms import Bbox

from planbook.charts.canvas import COLUMN_HEIGHTS, COLUMN_WIDTH, Canvas, columns, draw
from planbook.charts.chart import ChartSpec, RenderedChart, Spots, require_rows
from planbook.charts.labels import number, period_label
from planbook.charts.style import COLOURS, HAIR, text_width
from planbook.claims.display import listed_words

LEADER_FROM = 6
"""Distance in units from a column to its label from which a line joins the two."""


def render_years(spec: ChartSpec, series: pd.Series[float], *, window: pd.Period | None = None) -> RenderedChart:
    """Return the column chart of ``series``, whose index is a PeriodIndex of financial years (``Y-MAR``).

    ``window`` is the reporting year. Raises ``EmptyChart`` for no years.
    """
    require_rows(spec.id, series, "years")
    names = [period_label(year) for year in series.index]
    span = f"{names[0]} to {names[-1]}"
    lowest = listed_words([period_label(year) for year in series.index[series == series.min()]])
    low = f"The lowest of {len(series)} years is {lowest}, {number(series.min())}"
    own = "" if window is None else f"; {period_label(window)} has {number(series[series.index == window].iloc[0])}"
    marked = [year == window for year in series.index]
    values = "; ".join(f"{name} {number(value)}" for name, value in zip(names, series, strict=True))
    return RenderedChart.of(
        "years",
        spec,
        draw(
            lambda axes: columns(axes, series, marked),
            lambda canvas: _lay_out(canvas, series, spec.unit, marked),
            spec.id,
            COLUMN_HEIGHTS,
        ),
        subtitle=f"{spec.label}: {spec.unit} a financial year, {spec.area}, {span}",
        alt=f"Column chart of {spec.unit} a financial year, {spec.label}, {spec.area}, {span}. {low}{own}.",
        description=f"{values}. {low}.",
        table=pd.DataFrame({"Financial year": names, spec.unit.capitalize(): series.to_numpy()}),
    )


def _lay_out(canvas: Canvas, series: pd.Series[float], unit: str, own: Sequence[bool]) -> Spots:
    """A column a year; a year stands at its number of years from the first."""
    spots = canvas.over_columns(series, f"{unit.capitalize()} a year", head=1.04, foot=2.2)
    _name_years(canvas, series.index)
    _name_values(canvas, series, own)
    return spots


def _name_years(canvas: Canvas, years: pd.Index) -> None:
    """Label as many years as there is room for, counted back from the last."""
    room = canvas.axes.bbox.width / (text_width("2014/15", canvas.frame.text) + 10)
    every = max(1, -int(-len(years) // room))
    places = sorted(range(len(years) - 1, -1, -every))
    canvas.scale("x", places, [period_label(years[place]) for place in places], grid=False)


def _name_values(canvas: Canvas, series: pd.Series[float], own: Sequence[bool]) -> None:
    """Write the value over the lowest years, the first and the reporting year, each clear of those before."""
    lowest = (series == series.min()).tolist()
    labels: list[Bbox] = []
    for place in sorted(range(len(series)), key=lambda place: not lowest[place]):
        if lowest[place] or own[place] or place == 0:
            value = number(series.iloc[place])
            text = f"Lowest\n{value}" if lowest[place] else value
            weight = "bold" if lowest[place] or own[place] else "normal"
            labels.append(_name_value(canvas, series, place, text, weight, labels))


def _name_value(
    canvas: Canvas, series: pd.Series[float], place: int, text: str, weight: str, labels: Sequence[Bbox]
) -> Bbox:
    """Write ``text`` above its column and all that it would cover, columns and labels, with a line down to it.

    Returns the box of the label, in years from the first and in the unit.
    """
    size, unit = canvas.frame.text, canvas.unit
    ends = {0: ("left", -COLUMN_WIDTH / 2), len(series) - 1: ("right", place + COLUMN_WIDTH / 2)}
    side, at = ends.get(place, ("center", place))
    covered = text_width(text, size) / (canvas.axes.bbox.width / (len(series) + 0.4))
    left = at - {"left": 0, "center": covered / 2, "right": covered}[side]
    beneath = series.iloc[max(0, round(left)) : round(left + covered) + 1]
    stacked = [label.y1 for label in labels if left < label.x1 and label.x0 < left + covered]
    value, top = float(series.iloc[place]), max(float(beneath.max()), *stacked, 0.0)
    if top - value > unit * LEADER_FROM:
        canvas.axes.vlines(place, value + unit * 3, top + unit * 4, color=COLOURS["ink"], linewidth=HAIR)
    lines = text.count("\n") + 1
    rise = 10 + size * (0.35 + (lines - 1) * 0.58)
    canvas.label(text, (at, top), "data", (0, rise), ha=side, va="center_baseline", weight=weight)
    return Bbox.from_extents(left, top, left + covered, top + unit * (6 + lines * size * 1.16))
