"""A control chart and its year read in plain English, from the rows that were drawn and the claims beside them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.core.display import whole_text
from planbook.core.summary import listed_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planbook.core.claims import Claim
    from planbook.core.measures import Measure

__all__ = ["ChartRow", "chart_rows", "read_chart"]

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


def chart_rows(chart: Mapping[str, Any]) -> tuple[ChartRow, ...]:
    """The rows of a control chart as the ledger keeps it; quarters without a count are left out."""
    rows = (_chart_row(chart["columns"], row) for row in chart["rows"])
    return tuple(row for row in rows if row is not None)


def _chart_row(columns: Sequence[str], row: Sequence[Any]) -> ChartRow | None:
    """One row by the names of its columns; the first names the quarter, the second holds the count."""
    cells = dict(zip(columns, row, strict=True))
    drawn = (row[1], *(cells[name] for name in LINES))
    if any(number is None or math.isnan(number) for number in drawn):
        return None
    value, mean, lower, upper = drawn
    return ChartRow(str(row[0]), value, mean, lower, upper, str(cells["Special cause"]))


def read_chart(
    rows: Sequence[ChartRow], quarters: int, period: str, measure: Measure, claims: Mapping[str, Claim]
) -> tuple[str, ...]:
    """What the chart shows: how to read its lines, what the period shows, what the year shows.

    Args:
        rows: of the chart, up to the end of the period; at least one.
        quarters: how many of the last rows belong to the period.
        period: the period's label, ``2014/15``.
        measure: what is counted.
        claims: of the edition, by id.
    """
    year = " ".join(filter(None, (_year(measure, claims), f"{measure.direction_words}.")))
    return _lines(rows, measure), _window(rows[-quarters:], period), year


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


def _year(measure: Measure, claims: Mapping[str, Claim]) -> str:
    change, low, high = (claims.get(f"{measure.id}.{name}") for name in ("change_pct", "change_low", "change_high"))
    if change is None or low is None or high is None or change.value is None or low.value is None or high.value is None:
        return ""
    side = "higher" if change.value > 0 else "lower"
    size = change.number.lstrip("+−")
    what = f"{measure.label}: the count is {size} per cent {side} than a year earlier"
    allowing = f"allowing for chance, the change lies between {low.display} and {high.display}"
    if low.value <= 0 <= high.value:
        return f"{what}; {allowing}. That range holds zero, so the change may be no more than chance."
    return f"{what}; {allowing}. That range leaves out zero, so chance alone is an unlikely reason."
