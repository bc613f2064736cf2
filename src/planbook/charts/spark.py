"""Small multiples: a series at the size of a card, on a vertical scale that every card of a row shares.

Written by hand and without the drawing libraries: a drawing this small needs no axes, and the style sheet
colours it by class.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planbook.core.reading import ChartRow

__all__ = ["common_reach", "spark_columns", "sparkline"]

WIDTH, HEIGHT, EDGE = 200, 72, 5
DOT, DIAMOND = 2.6, 4.4
STEP = 0.1
GAP_SHARE = 0.25


@dataclass(frozen=True)
class _Scale:
    """Places across and shares of the average up, in the card's units."""

    count: int
    base: float
    reach: float

    def x(self, place: float) -> float:
        return round(EDGE + place * (WIDTH - 2 * EDGE) / max(1, self.count - 1), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT / 2 - (value / self.base - 1) / self.reach * (HEIGHT / 2 - EDGE), 1)

    def stretch(self, rows: Sequence[ChartRow], first: int, last: int) -> str:
        """The band between the limits and the average, half a step to either side."""
        left, right = max(0.0, self.x(first - 0.5)), min(float(WIDTH), self.x(last + 0.5))
        top, mean, bottom = (self.y(value) for value in (rows[last].upper, rows[last].mean, rows[last].lower))
        return (
            f'<rect class="pb-spark-band" x="{left:g}" y="{top:g}" width="{round(right - left, 1):g}" '
            f'height="{round(bottom - top, 1):g}"/><path class="pb-spark-mean" d="M{left:g} {mean:g}H{right:g}"/>'
        )


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
    return max(STEP, math.ceil(round(max(shares, default=0.0) / STEP, 6)) * STEP)


def sparkline(rows: Sequence[ChartRow], *, reach: float, window: int, alt: str) -> str:
    """A control chart as a card: limits as a band, the average as a line, special causes as diamonds.

    Args:
        rows: the quarters; at least one.
        reach: the share of the latest average that the card spans above and below it.
        window: how many of the last quarters belong to the period, shaded.
        alt: the text alternative.
    """
    scale = _Scale(len(rows), rows[-1].mean or 1.0, reach)
    points = [(scale.x(place), scale.y(row.value)) for place, row in enumerate(rows)]
    line = " ".join(f"{x:g},{y:g}" for x, y in points)
    start = max(0.0, scale.x(max(0, len(rows) - window) - 0.5))
    marks = [_diamond(*point) for point, row in zip(points, rows, strict=True) if row.signals]
    drawn = (
        f'<rect class="pb-spark-window" x="{start:g}" y="0" width="{round(WIDTH - start, 1):g}" height="{HEIGHT}"/>',
        *(scale.stretch(rows, first, last) for first, last in _stretches(rows)),
        f'<polyline class="pb-spark-line" points="{line}"/>',
        *marks,
        "" if rows[-1].signals else _dot(*points[-1]),
    )
    return _card("".join(drawn), alt)


def spark_columns(values: Sequence[float], *, own: int | None, alt: str) -> str:
    """Yearly totals as columns from zero to the highest of them; ``own`` is the place of the period's year."""
    slot, top = (WIDTH - 2 * EDGE) / max(1, len(values)), max(values) or 1.0
    columns = []
    for place, value in enumerate(values):
        tall = round(value / top * (HEIGHT - EDGE), 1)
        name = "pb-spark-own" if place == own else "pb-spark-column"
        left, wide = round(EDGE + place * slot, 1), round(slot * (1 - GAP_SHARE), 1)
        columns.append(f'<rect class="{name}" x="{left:g}" y="{HEIGHT - tall:g}" width="{wide:g}" height="{tall:g}"/>')
    floor = f'<path class="pb-spark-floor" d="M0 {HEIGHT - 0.5:g}H{WIDTH}"/>'
    return _card("".join(columns) + floor, alt)


def _stretches(rows: Sequence[ChartRow]) -> list[tuple[int, int]]:
    """First and last place of each stretch with one average."""
    starts = [place for place, row in enumerate(rows) if place == 0 or row.mean != rows[place - 1].mean]
    return list(zip(starts, [*(start - 1 for start in starts[1:]), len(rows) - 1], strict=True))


def _dot(x: float, y: float) -> str:
    return f'<circle class="pb-spark-dot" cx="{x:g}" cy="{y:g}" r="{DOT}"/>'


def _diamond(x: float, y: float) -> str:
    corners = ((x, y - DIAMOND), (x + DIAMOND, y), (x, y + DIAMOND), (x - DIAMOND, y))
    points = " ".join(f"{round(across, 1):g},{round(up, 1):g}" for across, up in corners)
    return f'<polygon class="pb-spark-signal" points="{points}"/>'


def _card(drawn: str, alt: str) -> str:
    return (
        f'<svg class="pb-spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(alt)}" focusable="false">'
        f"{drawn}</svg>"
    )
