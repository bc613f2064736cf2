"""Reporting periods, dates in words, and the calendars of pandas."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook import Refusal
from planbook.charts.labels import period_label
from planbook.data.periods import BadPeriod, Month, Period, date_words, last_day_of
from planbook.data.series import calendar_period, period_of, quarters_of, years_of

YEARS = [Period.financial_year(start) for start in range(2002, 2031)]


@pytest.mark.parametrize("year", YEARS, ids=str)
def test_every_year_and_its_parts_survive_a_round_trip(year: Period) -> None:
    """A period in its canonical form is read back as itself; four quarters are its twelve months, once each."""
    parts = [f"{year.canonical}{part}" for part in ("", "Q1", "Q2", "Q3", "Q4", "H1", "H2")]
    assert parts == [Period.parse(part).canonical for part in parts]
    quarters = [Period.parse(part) for part in parts[1:5]]
    assert year.months == tuple(month for quarter in quarters for month in quarter.months)


@given(st.integers(2000, 2040), st.integers(1, 12))
def test_months_rolling_years_and_years_to_date_survive_a_round_trip(year: int, number: int) -> None:
    """Every month, rolling year and year to date is read back from its canonical form."""
    month = Month(year, number)
    texts = [f"R12-{month}", f"YTD-{month}"]
    assert texts == [Period.parse(text).canonical for text in texts]
    assert (month,) == Period.parse(Period.parse(f"M{month}").canonical).months


@pytest.mark.parametrize(
    ("alias", "canonical"),
    [
        ("2014-15", "FY2014-15"),
        ("2014/15", "FY2014-15"),
        ("fy2014-15q3", "FY2014-15Q3"),
        ("2014/15 Q3", "FY2014-15Q3"),
        ("1999-00", "FY1999-00"),
        ("2015-03", "2015-03"),
        ("M2011-12", "M2011-12"),
        ("R12@2015-03", "R12-2015-03"),
        (" FY2014-15 ", "FY2014-15"),
    ],
)
def test_friendly_forms_are_read(alias: str, canonical: str) -> None:
    """A form that can mean one thing only is accepted and made canonical."""
    assert canonical == Period.parse(alias).canonical


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2011-12", "Write FY2011-12 for the year or M2011-12 for the month"),
        ("2009-10", "Write FY2009-10 for the year or M2009-10 for the month"),
        ("FY2014-16", "Did you mean FY2014-15?"),
        ("2014-16", "Did you mean FY2014-15?"),
        ("FY2014-16Q2", "Did you mean FY2014-15Q2?"),
        ("2014Q3", "A calendar or a financial quarter?"),
        ("FY14", "Give both years in full"),
        ("FY2014-15Q5", "is in no known form"),
        ("2015-13", "Did you mean FY2015-16?"),
        ("03-2015", "is in no known form"),
        ("12m", "is in no known form"),
        ("", "is in no known form"),
    ],
)
def test_bad_periods_say_what_was_wrong(text: str, says: str) -> None:
    """A text that names no single period is refused with the remedy."""
    with pytest.raises(BadPeriod, match=re.escape(says)):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "label", "short_label", "long_label"),
    [
        ("FY2014-15", "2014/15", "", "2014/15 (April 2014 to March 2015)"),
        (
            *("FY2014-15Q3", "October to December 2014"),
            *("Oct\N{EN DASH}Dec 2014", "Quarter 3 2014/15 (October to December 2014)"),
        ),
        ("2015-03", "March 2015", "", "March 2015"),
        ("R12-2015-03", "12 months to March 2015", "", "12 months to March 2015"),
        ("YTD-2014-12", "April 2014 to December 2014", "", "April 2014 to December 2014"),
    ],
)
def test_labels_are_words_for_readers(text: str, label: str, short_label: str, long_label: str) -> None:
    """Prose gets the slash and the month names, never the identifier; only a quarter has a shorter label."""
    period = Period.parse(text)
    assert (label, short_label or label, long_label) == (period.label, period.short_label, period.long_label)


def test_comparison_is_the_same_months_a_year_earlier() -> None:
    """A quarter is compared with the same quarter of the year before; a leap year keeps its days."""
    quarter = Period.parse("FY2015-16Q4")
    assert ("FY2014-15Q4", 91, 90) == (quarter.comparison.canonical, quarter.days, quarter.comparison.days)
    assert Period.parse("FY2014-15").months == Period.parse("R12-2015-03").months


@pytest.mark.parametrize(
    ("written", "last", "words"),
    [
        ("2015-06", date(2015, 6, 30), "June 2015"),
        ("2016-02", date(2016, 2, 29), "February 2016"),
        ("2015-09-01", date(2015, 9, 1), "1 September 2015"),
    ],
)
def test_dates_read_as_people_say_them(written: str, last: date, words: str) -> None:
    """Days and months of the registers are written out; a month means its last day."""
    assert (last, words) == (last_day_of(written), date_words(written))


@pytest.mark.parametrize("written", ["summer", "2015-13", "20150409", "2015-02-30", ""])
def test_what_is_no_date_stays_as_it_is(written: str) -> None:
    """A register may say when in words."""
    assert written == date_words(written)


def test_a_year_begins_in_april_and_ends_in_march() -> None:
    """FY2014-15Q1 is April to June 2014, which pandas calls 2015Q1; FY2014-15 ends on 31 March 2015."""
    quarter = calendar_period("FY2014-15Q1")
    assert (pd.Period("2015Q1", "Q-MAR"), pd.Timestamp("2014-04-01")) == (quarter, quarter.start_time)
    assert pd.Timestamp("2015-03-31") == calendar_period("FY2014-15").end_time.normalize()
    assert "April to June 2014" == period_of(quarter).label


@given(st.integers(2002, 2060), st.integers(1, 4))
def test_a_quarter_goes_there_and_back(start: int, quarter: int) -> None:
    """Any quarter, and the year around it, comes back as itself."""
    year = f"FY{start}-{(start + 1) % 100:02d}"
    assert f"{year}Q{quarter}" == period_of(calendar_period(f"{year}Q{quarter}")).canonical
    assert year == period_of(calendar_period(year)).canonical


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
    with pytest.raises(Refusal, match=r"a quarter \(FY2014-15Q3\), a year"):
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
    quarter = calendar_period(period.last_quarter.canonical)
    assert quarters_of(period)[-1] == quarter
    assert period_label(quarter) == period.last_quarter.short_label
