"""What texts stand for."""

import pytest

from planbook.data.tables import Fault
from planbook.imports.mapping import Mapping, PeriodForm
from planbook.imports.names import _period_reader, number, period_order, within


@pytest.mark.parametrize(
    ("text", "form", "period"),
    [
        ("2017/18 1", "written", "FY2017-18Q1"),
        ("2017/18", "written", "FY2017-18"),
        ("MID-2014", "written", "MID-2014"),
        ("2018-03-31 00:00:00", "year_ending_march", "FY2017-18"),
        ("March 2018", "year_ending_march", "FY2017-18"),
        ("Sep-2018", "year_ending", "R12-2018-09"),
        ("30 September 2018", "year_ending", "R12-2018-09"),
        ("December 2011", "month", "M2011-12"),
    ],
)
def test_a_period_is_read_in_the_form_of_its_publisher(text: str, form: PeriodForm, period: str) -> None:
    """Financial quarters in two columns, dates of spreadsheets, months in words."""
    assert period == _period_reader(Mapping(period_form=form))(text)


@pytest.mark.parametrize(("text", "form"), [("2018", "month"), ("Sept 31", "month"), ("2018-09", "year_ending_march")])
def test_a_text_that_names_no_such_period_is_a_fault(text: str, form: PeriodForm) -> None:
    """A year is no month, and a year to September no financial year."""
    assert isinstance(_period_reader(Mapping(period_form=form))(text), Fault)


def test_numbers_have_commas_between_thousands_and_nothing_else() -> None:
    """A publisher's -00 is nought; what only looks like a number is none."""
    assert [5221.0, 0.0, -3.0, 83.7] == [number(text) for text in ("5,221", "-00", "-3", "83.7")]
    assert all(isinstance(number(text), Fault) for text in ("52,21", "..", "", "[x]", "1e", "NaN"))


def test_periods_have_an_order_within_their_kind() -> None:
    """Middles of years, quarters and years to a month; an empty bound is none."""
    assert period_order("MID-2014") + 12 == period_order("MID-2015")
    assert within("FY2016-17Q4", "", "FY2016-17Q4")
    assert not within("FY2017-18Q1", "FY2017-18Q2", "")
