"""The words and table of the yearly columns."""

from __future__ import annotations

from .conftest import yearly, years


def test_alt_names_the_lowest_year() -> None:
    """The alternative text gives the lowest year of how many, and the reporting year."""
    assert "The lowest of 5 years is 2014/15, 4,888; 2014/15 has 4,888." in years().alt


def test_columns_stand_on_zero() -> None:
    """The axis of columns starts at zero."""
    assert ">0</text>" in years().wide.svg


def test_lowest_year_is_named_on_the_chart() -> None:
    """Words mark the lowest year, so that colour is not alone."""
    assert "Lowest" in years().wide.svg
    assert yearly().tolist() == years().table["Offences"].tolist()
