"""Words and numbers of charts."""

from __future__ import annotations

import pandas as pd
import pytest

from planbook.charts.labels import count_noun, number, percent, period_label, span_label


def test_numbers() -> None:
    """Commas, a true minus, no sign on zero, [x] for what is not there."""
    assert [number(1276.4), number(-1276), number(float("nan")), percent(0.04), percent(7.85), percent(-9)] == [
        "1,276",
        "−1,276",
        "[x]",
        "0.0%",
        "+7.9%",
        "−9.0%",
    ]


@pytest.mark.parametrize(
    ("text", "frequency", "expected"),
    [("2015Q1", "Q-MAR", "Apr–Jun 2014"), ("2015Q4", "Q-MAR", "Jan–Mar 2015"), ("2015-04", "M", "Apr 2015")],
)
def test_periods(text: str, frequency: str, expected: str) -> None:
    """Quarters and months are named by calendar months."""
    assert expected == period_label(pd.Period(text, frequency))


def test_unknown_frequency_is_an_error() -> None:
    """A calendar quarter has no label here."""
    with pytest.raises(ValueError, match="use Q-MAR, M or Y-MAR"):
        period_label(pd.Period("2015Q1", "Q-DEC"))


def test_spans() -> None:
    """Four quarters of a financial year are called by the year, other stretches by their ends."""
    first, last = pd.Period("2015Q1", "Q-MAR"), pd.Period("2015Q4", "Q-MAR")
    assert [span_label(first, last), span_label(first, first)] == ["2014/15", "Apr–Jun 2014"]
    assert span_label(first - 1, last) == "Jan–Mar 2014 to Jan–Mar 2015"


def test_counts() -> None:
    """One has the singular; thousands have a comma."""
    assert ["1 point", "1,200 points"] == [count_noun(amount, "point", "points") for amount in (1, 1200)]
