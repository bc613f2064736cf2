"""What is held: which requests can be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planbook.data import available
from planbook.data.available import BadAsAt, NothingKnown
from planbook.data.periods import NotQuarterly, Period

if TYPE_CHECKING:
    from planbook.data.places import Places


def test_a_month_is_refused_with_what_can_be_asked_for(places: Places) -> None:
    """Counts by quarter cannot answer for a month."""
    with pytest.raises(NotQuarterly, match="Ask for a quarter"):
        available.check_request(places, Period.parse("2015-03"), "west_midlands")


def test_a_date_before_the_first_vintage_is_refused(places: Places) -> None:
    """What is held, and since when, is listed."""
    with pytest.raises(NothingKnown, match=r"quarters, from 2026-04\. Choose a later date"):
        available.check_request(places, Period.parse("FY2014-15"), "west_midlands", "2001-01")


def test_a_date_in_no_known_form_is_refused(places: Places) -> None:
    """A month or a day is asked for."""
    with pytest.raises(BadAsAt, match="neither a month nor a day"):
        available.check_request(places, Period.parse("FY2014-15"), "west_midlands", "April 2018")


def test_forces_are_those_with_offences(places: Places) -> None:
    """In order, each once."""
    held = available.areas(places)
    assert sorted(set(held)) == list(held)
    assert "west_midlands" in held
