"""Between canonical periods and the calendars of pandas."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.charts.labels import period_label
from planbook.data.periods import (
    NotQuarterly,
    Period,
    period_of,
    quarter_of,
    quarters_of,
    year_of,
    years_of,
)


def test_a_year_begins_in_april_and_ends_in_march() -> None:
    """FY2014-15Q1 is April to June 2014, which pandas calls 2015Q1; FY2014-15 ends on 31 March 2015."""
    quarter = quarter_of("FY2014-15Q1")
    assert (pd.Period("2015Q1", "Q-MAR"), pd.Timestamp("2014-04-01")) == (quarter, quarter.start_time)
    assert pd.Timestamp("2015-03-31") == year_of("FY2014-15").end_time.normalize()
    assert "April to June 2014" == period_of(quarter).label


@given(st.integers(2002, 2060), st.integers(1, 4))
def test_a_quarter_goes_there_and_back(start: int, quarter: int) -> None:
    """Any quarter, and the year around it, comes back as itself."""
    year = f"FY{start}-{(start + 1) % 100:02d}"
    assert f"{year}Q{quarter}" == period_of(quarter_of(f"{year}Q{quarter}")).canonical
    assert year == period_of(year_of(year)).canonical


@pytest.mark.parametrize(
    ("period", "quarters"),
    [
        ("FY2014-15", ["2015Q1", "2015Q2", "2015Q3", "2015Q4"]),
        ("FY2014-15H2", ["2015Q3", "2015Q4"]),
        ("FY2014-15Q3", ["2015Q3"]),
        ("R12-2014-12", ["2014Q4", "2015Q1", "2015Q2", "2015Q3"]),
        ("YTD-2014-12", ["2015Q1", "2015Q2", "2015Q3"]),
    ],
)
def test_a_period_is_made_of_quarters(period: str, quarters: list[str]) -> None:
    """In order, none missing."""
    assert quarters == [str(quarter) for quarter in quarters_of(Period.parse(period))]


@pytest.mark.parametrize("period", ["2015-03", "R12-2015-02", "YTD-2014-11"])
def test_what_is_not_made_of_quarters_is_refused(period: str) -> None:
    """The message says what can be asked for."""
    with pytest.raises(NotQuarterly, match=r"a quarter \(FY2014-15Q3\), a year"):
        quarters_of(Period.parse(period))


@pytest.mark.parametrize(
    ("period", "years"), [("FY2014-15", ["2015"]), ("R12-2015-03", ["2015"]), ("R12-2014-12", []), ("FY2014-15Q3", [])]
)
def test_only_twelve_months_from_april_make_a_year(period: str, years: list[str]) -> None:
    """By whichever name they go."""
    assert years == [str(year) for year in years_of(Period.parse(period))]


@given(st.sampled_from(["FY{}-{:02d}", "FY{}-{:02d}Q1", "FY{}-{:02d}Q4", "FY{}-{:02d}H1"]), st.integers(1900, 2090))
def test_the_last_quarter_of_a_period_and_its_short_label_are_those_of_the_calendar(form: str, start: int) -> None:
    """Without pandas, the same quarter and the same words as with it."""
    period = Period.parse(form.format(start, (start + 1) % 100))
    assert quarter_of(period.canonical) == quarter_of(period.last_quarter.canonical)
    assert period_label(quarter_of(period.canonical)) == period.last_quarter.short_label
