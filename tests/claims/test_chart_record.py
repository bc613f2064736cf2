"""Charts as the ledger keeps them, and values as published data hold them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.chart_record import ChartRecord, cell_text

WORDS = ("id", "title", "subtitle", "alt", "source", "outcome", "milestone", "measure")


def record(rows: list[list[object]]) -> ChartRecord:
    """A chart of two columns."""
    return ChartRecord.from_record({**dict.fromkeys(WORDS, "a"), "columns": ["Year", "Value"], "rows": rows})


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_survives_its_text(value: float) -> None:
    """No digit is lost on the way to a file and back."""
    assert value == float(cell_text(value))


@pytest.mark.parametrize(
    ("value", "text"), [(4888.0, "4888"), (-0.5, "-0.5"), (None, ""), ("none", "none"), (1e300, "1e+300"), (3, "3")]
)
def test_values_are_plain_in_files(value: float | str | None, text: str) -> None:
    """Whole where whole, without commas, empty where missing."""
    assert text == cell_text(value)


def test_a_missing_number_is_missing() -> None:
    """What is not a number becomes no value, and its column still holds numbers."""
    chart = record([["2013/14", math.nan], ["2014/15", 3.0]])
    assert (("2013/14", None), ("2014/15", 3.0)) == chart.rows
    assert (False, True) == (chart.is_number(0), chart.is_number(1))


def test_a_truth_is_a_word() -> None:
    """A mark of true or false is text, so that no file shows it as a count."""
    assert (("2014/15", "true"),) == record([["2014/15", True]]).rows
