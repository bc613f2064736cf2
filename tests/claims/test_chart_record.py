"""Charts as the ledger keeps them, and values as published data hold them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.records import ChartRecord, ChartRow, cell_text, chart_rows, read_chart
from planbook.data import registers

if TYPE_CHECKING:
    from planbook.data.measures import Measure
    from planbook.data.places import Places


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


COLUMNS = ["Quarter", "Offences", "Mean", "Lower limit", "Upper limit", "Special cause"]


@pytest.fixture(scope="module")
def robbery(places: Places) -> Measure:
    """Robbery, of which lower is better."""
    return registers.measures(places)["robbery"]


def rows(*causes: str) -> tuple[ChartRow, ...]:
    """Quarters about a mean of 1,310, one for each cause."""
    return tuple(ChartRow(f"Q{n}", 1200, 1310.2, 1075, 1546, cause) for n, cause in enumerate(causes, start=1))


def test_rows_are_read_by_the_names_of_their_columns() -> None:
    """A column more changes nothing, and a quarter without a count is left out."""
    record = {
        **dict.fromkeys(("id", "title", "subtitle", "alt", "source", "outcome", "milestone", "measure"), "a"),
        "columns": [*COLUMNS[:5], "Target", COLUMNS[5]],
        "rows": [["Q1", 9.0, 8.0, 5.0, 11.0, 7.0, "none"], ["Q2", float("nan"), 8.0, 5.0, 11.0, 7.0, "none"]],
    }
    assert (ChartRow("Q1", 9.0, 8.0, 5.0, 11.0, "none"),) == chart_rows(ChartRecord.from_record(record))


def test_the_lines_are_explained_with_their_numbers(robbery: Measure) -> None:
    """Average and limits as the chart shows them."""
    told = read_chart(rows("none", "none"), 2, "2014/15", robbery)[0]
    assert "The middle line is the average, 1,310 offences; " in told
    assert told.endswith("nearly all quarters lie between the outer lines, 1,075 and 1,546.")


@pytest.mark.parametrize(
    ("quarters", "begins"),
    [
        (1, "The quarter of the year shows only"),
        (2, "Both quarters of the year show only"),
        (4, "All four quarters of the year show"),
    ],
)
def test_nothing_special_is_said_to_be_nothing_special(robbery: Measure, quarters: int, begins: str) -> None:
    """However many quarters the period has; an earlier special cause is not the period's."""
    told = read_chart(rows("outside the limits", *["none"] * quarters), quarters, "the year", robbery)[1]
    assert told.startswith(begins)


def test_a_special_cause_is_named_with_its_quarter(robbery: Measure) -> None:
    """What stands out, and that the chart does not say why."""
    told = read_chart(rows("none", "outside the limits"), 2, "2014/15", robbery)[1]
    assert told.startswith("In 2014/15, Q2 (outside the limits) stands out")
    assert "does not say why" in told
