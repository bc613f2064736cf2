"""Small multiples: a series at the size of a card, on a vertical scale that every card of a row shares.

Written as SVG: a drawing this small needs no axes, and the style sheet colours it by class.
"""

import math
from collections.abc import Iterable, Sequence

from planbook.charts.style import TEMPLATES
from planbook.claims.records import ChartRow

WIDTH, HEIGHT, EDGE = 200, 72, 5
STEP = 0.1
COLUMN_SHARE = 0.75  # width of a column as a share of the step to the next one


def common_reach(series: Iterable[Sequence[ChartRow]]) -> float:
    """The share of its own average that every card must reach above and below it, rounded up to the next tenth.

    Limits count too, so that no line leaves a card; 0.1 where nothing is drawn.
    """
    shares = [
        abs(value / rows[-1].mean - 1)
        for rows in series
        if rows and rows[-1].mean
        for row in rows
        for value in (row.value, row.lower, row.upper)
    ]
    # Rounded first, or a share of exactly three tenths would take four.
    return max(STEP, math.ceil(round(max(shares, default=0.0) / STEP, 6)) * STEP)


def sparkline(rows: Sequence[ChartRow], *, reach: float, window: int, alt: str) -> str:
    """A control chart as a card: limits as a band, the average as a line, special causes as diamonds.

    Args:
        rows: the quarters; at least one.
        reach: the share of the latest average that the card spans above and below it.
        window: how many of the last quarters belong to the period, shaded.
        alt: the text alternative.
    """
    base = rows[-1].mean or 1.0  # a series of noughts has no scale of its own

    def y(value: float) -> float:
        return round(HEIGHT / 2 - (value / base - 1) / reach * (HEIGHT / 2 - EDGE), 1)

    def x(place: float) -> float:
        across = EDGE + place * (WIDTH - 2 * EDGE) / max(1, len(rows) - 1)
        return round(min(max(across, 0.0), float(WIDTH)), 1)

    # A stretch has one average; between two of them the series stepped to another level.
    starts = [place for place, row in enumerate(rows) if place == 0 or row.mean != rows[place - 1].mean]
    ends = [*(start - 1 for start in starts[1:]), len(rows) - 1]
    stretches = [
        (x(first - 0.5), x(last + 0.5), y(rows[last].upper), y(rows[last].mean), y(rows[last].lower))
        for first, last in zip(starts, ends, strict=True)
    ]
    return TEMPLATES.get_template("sparkline.svg").render(
        width=WIDTH,
        height=HEIGHT,
        alt=alt,
        start=x(max(0, len(rows) - window) - 0.5),
        stretches=stretches,
        points=[(x(place), y(row.value), row.signals) for place, row in enumerate(rows)],
    )


def spark_columns(values: Sequence[float], *, own: int | None, alt: str) -> str:
    """Yearly totals as columns from zero to the highest of them; ``own`` is the place of the period's year."""
    step, top = (WIDTH - 2 * EDGE) / max(1, len(values)), max(values) or 1.0
    columns = [
        (round(EDGE + place * step, 1), round(value / top * (HEIGHT - EDGE), 1), place == own)
        for place, value in enumerate(values)
    ]
    width = round(step * COLUMN_SHARE, 1)
    template = TEMPLATES.get_template("spark_columns.svg")
    return template.render(width=WIDTH, height=HEIGHT, alt=alt, columns=columns, column=width)
