"""A measure by month: columns from zero, a gap where a month is not held, the reporting period shaded."""

from __future__ import annotations

import pandas as pd

from planbook.charts.drawing import draw
from planbook.charts.figure import Figure, require_rows
from planbook.charts.labels import MISSING, count_noun, listing, number, period_label

__all__ = ["months_figure"]

WIDE_HEIGHT, NARROW_HEIGHT = 330, 290
DRAWING = "months_drawing.MonthsDrawing"


def months_figure(  # noqa: PLR0913 - one keyword for each thing a chart must say
    parts: pd.DataFrame,
    *,
    id: str,  # noqa: A002 - the word of the page
    title: str,
    label: str,
    unit: str,
    area: str,
    window: pd.PeriodIndex,
    note: str = "",
    source: str = "",
) -> Figure:
    """Return the column chart of the sum of ``parts``, which has months as index and one column a district.

    ``window`` is the reporting period in months. A month that a district lacks has no column, and is said to be
    missing. Raises ``EmptyChart`` for no month.
    """
    require_rows(id, parts, "months")
    total = parts.sum(axis=1, skipna=False)
    drawn = draw(DRAWING, (total, unit, window), id, wide_height=WIDE_HEIGHT, narrow_height=NARROW_HEIGHT)
    names = [period_label(month) for month in total.index]
    span = f"{names[0]} to {names[-1]}"
    missing = [name for name, value in zip(names, total, strict=True) if pd.isna(value)]
    gaps = f"{MISSING} not held, because the source is known to be short: {listing(missing)}." if missing else ""
    high, low = (total.index[int(place)] for place in (total.argmax(), total.argmin()))
    ends = (
        f"The highest month held is {period_label(high)}, {number(total.max())}; the lowest is {period_label(low)}, "
        f"{number(total.min())}."
    )
    values = "; ".join(f"{name} {number(value)}" for name, value in zip(names, total, strict=True))
    head = {"Month": names, unit.capitalize(): total.to_numpy()}
    return Figure(
        id=id,
        title=title,
        subtitle=f"{label}: {unit} a month, {area}, {span}",
        alt=f"Column chart of {unit} a month, {label}, {area}, {span}. {ends}",
        description=f"{count_noun(len(total), 'month', 'months')}. {values}. {ends} {gaps}".strip(),
        svg=drawn.wide,
        narrow=drawn.narrow,
        spots=(drawn.wide_spots, drawn.narrow_spots),
        table=pd.DataFrame(head | {str(name): parts[name].to_numpy() for name in parts.columns}),
        note=" ".join(part for part in (gaps, note) if part),
        source=source,
    )
