"""A control chart read in plain English, from the rows that were drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.claims.display import whole_text
from planbook.claims.summary import listed_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planbook.claims.chart_record import ChartRecord
    from planbook.data.measures import Measure

NO_CAUSE = "none"
LINES = ("Mean", "Lower limit", "Upper limit")
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


@dataclass(frozen=True)
class ChartRow:
    """One quarter of a control chart: its count, the lines at that quarter, and the special cause found, if any."""

    label: str
    value: float
    mean: float
    lower: float
    upper: float
    cause: str

    @property
    def signals(self) -> bool:
        """Whether a rule found a special cause at this quarter."""
        return self.cause != NO_CAUSE


def chart_rows(chart: ChartRecord) -> tuple[ChartRow, ...]:
    """The rows of a control chart as the ledger keeps it; quarters without a count are left out."""
    rows = (_chart_row(chart.columns, row) for row in chart.rows)
    return tuple(row for row in rows if row is not None)


def _chart_row(columns: Sequence[str], row: Sequence[Any]) -> ChartRow | None:
    """One row by the names of its columns; the first names the quarter, the second holds the count."""
    cells = dict(zip(columns, row, strict=True))
    drawn = (row[1], *(cells[name] for name in LINES))
    if any(number is None or math.isnan(number) for number in drawn):
        return None
    value, mean, lower, upper = drawn
    return ChartRow(str(row[0]), value, mean, lower, upper, str(cells["Special cause"]))


def read_chart(rows: Sequence[ChartRow], quarters: int, period: str, measure: Measure) -> tuple[str, ...]:
    """What the chart shows: how to read its lines, and what the period shows.

    Args:
        rows: of the chart, up to the end of the period; at least one.
        quarters: how many of the last rows belong to the period.
        period: the period's label, ``2014/15``.
        measure: what is counted.
    """
    return _lines(rows, measure), _window(rows[-quarters:], period)


def _lines(rows: Sequence[ChartRow], measure: Measure) -> str:
    last = rows[-1]
    stretch = "" if rows[0].mean == last.mean else " of the present stretch"
    return (
        f"Each point is a quarter. The middle line is the average{stretch}, {whole_text(last.mean)} {measure.unit}; "
        f"as long as nothing new is at work, nearly all quarters lie between the outer lines, "
        f"{whole_text(last.lower)} and {whole_text(last.upper)}."
    )


def _window(window: Sequence[ChartRow], period: str) -> str:
    found = [row for row in window if row.signals]
    if found:
        told = listed_words([f"{row.label} ({row.cause})" for row in found])
        verb = "stands" if len(found) == 1 else "stand"
        return f"In {period}, {told} {verb} out: more than the usual ups and downs, and the chart does not say why."
    many = len(window)
    which = f"All {COUNTED[many]} quarters" if many > 2 else "Both quarters" if many == 2 else "The quarter"
    verb = "shows" if many == 1 else "show"
    usual = "only the ups and downs that the series has anyway, so none needs a cause of its own"
    return f"{which} of {period} {verb} {usual}."
