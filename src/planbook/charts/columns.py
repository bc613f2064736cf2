"""A measure by month or by financial year: columns from zero, the reporting period marked.

A month that is not held is a gap and said to be one; the lowest year is named.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from planbook.charts.canvas import BESIDE_X, Canvas, Style, bars, draw, round_ticks
from planbook.charts.chart import ChartSpec, RenderedChart, require_rows
from planbook.charts.labels import MISSING, number, period_label, span_label
from planbook.charts.style import COLOURS, HAIR, text_width
from planbook.claims.display import listed_words
from planbook.claims.records import Spots
from planbook.data.values import counted

HEIGHTS = (330, 290)  # of the wide and of the narrow drawing, in units
COLUMN_WIDTH = 0.72  # as a share of the step to the next column
APRIL, OCTOBER = 4, 10
LEADER_FROM = 6  # distance in units from a column to its label from which a line joins the two


def render_months(spec: ChartSpec, parts: pd.DataFrame, *, window: pd.PeriodIndex) -> RenderedChart:
    """Return the column chart of the sum of ``parts``, which has months as index and one column a district.

    ``window`` is the reporting period in months. A month that a district lacks has no column, and is said to be
    missing. Raises ``EmptyChart`` for no month.
    """
    require_rows(spec.id, parts, "months")
    total = parts.sum(axis=1, skipna=False)  # a sum over some of the districts must not stand for the force
    names = [period_label(month) for month in total.index]
    span = f"{names[0]} to {names[-1]}"
    missing = [name for name, value in zip(names, total, strict=True) if pd.isna(value)]
    gaps = f"{MISSING} not held, because the source is known to be short: {listed_words(missing)}." if missing else ""
    own = [month in window for month in total.index]
    high, low = names[int(total.argmax())], names[int(total.argmin())]
    ends = f"The highest month held is {high}, {number(total.max())}; the lowest is {low}, {number(total.min())}."
    values = "; ".join(f"{name} {number(value)}" for name, value in zip(names, total, strict=True))
    table = {"Month": names, spec.unit.capitalize(): total.to_numpy()}
    return RenderedChart.of(
        "months",
        spec,
        draw(
            lambda axes: _columns(axes, total, own),
            lambda canvas: _lay_out_months(canvas, total, spec.unit, own),
            spec.id,
            HEIGHTS,
        ),
        subtitle=f"{spec.label}: {spec.unit} a month, {spec.area}, {span}",
        alt=f"Column chart of {spec.unit} a month, {spec.label}, {spec.area}, {span}. {ends}",
        description=f"{counted(len(total), 'month')}. {values}. {ends} {gaps}".strip(),
        table=pd.DataFrame(table | {str(name): parts[name].to_numpy() for name in parts.columns}),
        note=gaps,
    )


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
    own_year = [year == window for year in series.index]
    values = "; ".join(f"{name} {number(value)}" for name, value in zip(names, series, strict=True))
    return RenderedChart.of(
        "years",
        spec,
        draw(
            lambda axes: _columns(axes, series, own_year),
            lambda canvas: _lay_out_years(canvas, series, spec.unit, own_year),
            spec.id,
            HEIGHTS,
        ),
        subtitle=f"{spec.label}: {spec.unit} a financial year, {spec.area}, {span}",
        alt=f"Column chart of {spec.unit} a financial year, {spec.label}, {spec.area}, {span}. {low}{own}.",
        description=f"{values}. {low}.",
        table=pd.DataFrame({"Financial year": names, spec.unit.capitalize(): series.to_numpy()}),
    )


def _columns(axes: Axes, values: pd.Series[float], own: Sequence[bool]) -> None:
    """Draw a column at 0, 1, 2, ... for each value that is there, those of the reporting period (``own``) dark."""
    bars(axes, range(len(values)), values.to_numpy(), own, COLUMN_WIDTH)


def _scale(canvas: Canvas, values: pd.Series[float], title: str, *, head: float, foot: float) -> Spots:
    """Lay out axes that reach at least ``head`` times the highest value; return the tops of the columns."""
    ticks = round_ticks(0, float(values.max()) * head, 4)
    canvas.upright(title, ticks, (-0.7, len(values) - 0.3), right=14, foot=foot)
    return canvas.spots(range(len(values)), values.fillna(0))


def _lay_out_months(canvas: Canvas, total: pd.Series[float], unit: str, own: list[bool]) -> Spots:
    """Name every April, and every October where there is room."""
    spots = _scale(canvas, total, f"{unit.capitalize()} a month", head=1.06, foot=3.2)
    if any(own):
        first, last = own.index(True), len(own) - 1 - own[::-1].index(True)
        canvas.shade(first, last, span_label(total.index[first], total.index[last]))
    small: Style = {"ha": "center", "va": "center", "color": COLOURS["muted"], "fontsize": canvas.frame.text - 2}
    for place in total.isna().to_numpy().nonzero()[0]:
        # A gap must not be read as nought.
        canvas.label(MISSING, (float(place), 0), BESIDE_X, (0, 8), **small)
    room_for_both = canvas.frame.text * 5.2 < canvas.axes.bbox.width / len(total) * 6
    starts = {APRIL, OCTOBER} if room_for_both else {APRIL}
    months = [place for place, month in enumerate(total.index) if month.month in starts]
    canvas.name_periods(total.index, months or [0])
    return spots


def _lay_out_years(canvas: Canvas, series: pd.Series[float], unit: str, own: Sequence[bool]) -> Spots:
    """Label as many years as there is room for, counted back from the last, and the values worth reading."""
    spots = _scale(canvas, series, f"{unit.capitalize()} a year", head=1.04, foot=2.2)
    room = canvas.axes.bbox.width / (text_width("2014/15", canvas.frame.text) + 10)
    every = max(1, -int(-len(series) // room))  # rounded up
    places = sorted(range(len(series) - 1, -1, -every))
    canvas.scale("x", places, [period_label(series.index[place]) for place in places], grid=False)
    _name_values(canvas, series, own)
    return spots


def _name_values(canvas: Canvas, series: pd.Series[float], own: Sequence[bool]) -> None:
    """Write the value over the lowest years, the first and the reporting year, each clear of those before."""
    lowest = (series == series.min()).tolist()
    labels: list[Bbox] = []
    for place in sorted(range(len(series)), key=lambda place: not lowest[place]):  # the lowest gets its place first
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
    tops = [label.y1 for label in labels if left < label.x1 and label.x0 < left + covered]
    value, top = float(series.iloc[place]), max(float(beneath.max()), *tops, 0.0)
    if top - value > unit * LEADER_FROM:
        canvas.axes.vlines(place, value + unit * 3, top + unit * 4, color=COLOURS["ink"], linewidth=HAIR)
    lines = text.count("\n") + 1
    rise = 10 + size * (0.35 + (lines - 1) * 0.58)
    canvas.label(text, (at, top), "data", (0, rise), ha=side, va="center_baseline", weight=weight)
    return Bbox.from_extents(left, top, left + covered, top + unit * (6 + lines * size * 1.16))
