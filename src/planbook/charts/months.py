"""A measure by month: columns from zero, a gap where a month is not held, the reporting period shaded."""

from __future__ import annotations

import pandas as pd

from planbook.charts.canvas import BESIDE_X, COLUMN_HEIGHTS, Canvas, Style, columns, draw
from planbook.charts.chart import ChartSpec, RenderedChart, Spots, require_rows
from planbook.charts.labels import MISSING, count_noun, number, period_label, span_label
from planbook.charts.style import COLOURS
from planbook.claims.display import listed_words

APRIL, OCTOBER = 4, 10


def render_months(spec: ChartSpec, parts: pd.DataFrame, *, window: pd.PeriodIndex) -> RenderedChart:
    """Return the column chart of the sum of ``parts``, which has months as index and one column a district.

    ``window`` is the reporting period in months. A month that a district lacks has no column, and is said to be
    missing. Raises ``EmptyChart`` for no month.
    """
    require_rows(spec.id, parts, "months")
    total = parts.sum(axis=1, skipna=False)
    names = [period_label(month) for month in total.index]
    span = f"{names[0]} to {names[-1]}"
    missing = [name for name, value in zip(names, total, strict=True) if pd.isna(value)]
    gaps = f"{MISSING} not held, because the source is known to be short: {listed_words(missing)}." if missing else ""
    own = [month in window for month in total.index]
    ends = _ends(total)
    values = "; ".join(f"{name} {number(value)}" for name, value in zip(names, total, strict=True))
    table = {"Month": names, spec.unit.capitalize(): total.to_numpy()}
    return RenderedChart.of(
        "months",
        spec,
        draw(
            lambda axes: columns(axes, total, own),
            lambda canvas: _lay_out(canvas, total, spec.unit, own),
            spec.id,
            COLUMN_HEIGHTS,
        ),
        subtitle=f"{spec.label}: {spec.unit} a month, {spec.area}, {span}",
        alt=f"Column chart of {spec.unit} a month, {spec.label}, {spec.area}, {span}. {ends}",
        description=f"{count_noun(len(total), 'month', 'months')}. {values}. {ends} {gaps}".strip(),
        table=pd.DataFrame(table | {str(name): parts[name].to_numpy() for name in parts.columns}),
        note=gaps,
    )


def _ends(total: pd.Series[float]) -> str:
    high, low = (period_label(total.index[int(place)]) for place in (total.argmax(), total.argmin()))
    return f"The highest month held is {high}, {number(total.max())}; the lowest is {low}, {number(total.min())}."


def _lay_out(canvas: Canvas, total: pd.Series[float], unit: str, own: list[bool]) -> Spots:
    """Name every April, and every October where there is room."""
    spots = canvas.over_columns(total, f"{unit.capitalize()} a month", head=1.06, foot=3.2)
    if any(own):
        first, last = own.index(True), len(own) - 1 - own[::-1].index(True)
        canvas.shade(first, last, span_label(total.index[first], total.index[last]))
    small: Style = {"ha": "center", "va": "center", "color": COLOURS["muted"], "fontsize": canvas.frame.text - 2}
    for place in total.isna().to_numpy().nonzero()[0]:
        # A gap must not be read as nought.
        canvas.label(MISSING, (float(place), 0), BESIDE_X, (0, 8), **small)
    room_for_both = canvas.frame.text * 5.2 < canvas.axes.bbox.width / len(total) * 6
    named = {APRIL, OCTOBER} if room_for_both else {APRIL}
    months = [place for place, month in enumerate(total.index) if month.month in named]
    canvas.name_periods(total.index, months or [0])
    return spots
