"""Words and numbers of charts."""

from __future__ import annotations

import pandas as pd
import pytest

from planbook.charts.labels import mark_of, number, percent, period_label, span_label
from planbook.data.values import counted


def test_numbers() -> None:
    """Commas, a true minus, no sign on zero, [x] for what is not there; one has the singular."""
    assert ["1,276", "−1,276", "[x]"] == [number(1276.4), number(-1276), number(float("nan"))]
    assert ["0.0%", "+7.9%", "−9.0%"] == [percent(0.04), percent(7.85), percent(-9)]
    assert ["1 point", "1,200 points"] == [counted(amount, "point") for amount in (1, 1200)]


@pytest.mark.parametrize(
    ("text", "frequency", "expected"),
    [("2015Q1", "Q-MAR", "Apr–Jun 2014"), ("2015Q4", "Q-MAR", "Jan–Mar 2015"), ("2015-04", "M", "Apr 2015")],
)
def test_periods(text: str, frequency: str, expected: str) -> None:
    """Quarters and months are named by calendar months; a calendar quarter has no label here."""
    assert expected == period_label(pd.Period(text, frequency))
    with pytest.raises(ValueError, match="use Q-MAR, M or Y-MAR"):
        period_label(pd.Period("2015Q1", "Q-DEC"))


def test_spans() -> None:
    """Four quarters of a financial year are called by the year, other stretches by their ends."""
    first, last = pd.Period("2015Q1", "Q-MAR"), pd.Period("2015Q4", "Q-MAR")
    assert ["2014/15", "Apr–Jun 2014"] == [span_label(first, last), span_label(first, first)]
    assert "Jan–Mar 2014 to Jan–Mar 2015" == span_label(first - 1, last)


def test_a_rule_of_another_set_has_a_mark_of_its_own() -> None:
    """A plain cross, and its name in words."""
    assert ("X", "signal of the rule ten in a row") == (mark_of("ten_in_a_row").marker, mark_of("ten_in_a_row").words)
