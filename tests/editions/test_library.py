"""The record of published editions."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook import Refusal
from planbook.editions.library_files import Library, Published, parse_date
from tests.conftest import EDITION

FIRST = replace(Published.first(EDITION), site="aa", published="2015-06-30", pages=("book/index.html",))
SECOND = replace(FIRST, revision=2, site="bb", published="2015-07-30", reason="A row was counted twice.")
EARLIER = replace(FIRST, period="FY2013-14", slug="fy2013-14", site="cc")
LIBRARY = Library().with_one(SECOND).with_one(FIRST).with_one(EARLIER)


def test_addresses_are_made_of_force_period_and_revision() -> None:
    """The permanent address, and the way to the latest revision; data as known earlier make another edition."""
    assert ("west_midlands/fy2014-15/r2", "west_midlands/fy2014-15") == (SECOND.address, SECOND.edition_address)
    assert "fy2014-15-as-at-2018-07" == Published.first(replace(EDITION, as_at="2018-07")).slug


def test_the_record_is_sorted_and_read_back_the_same() -> None:
    """In whatever order revisions are added; with its format first, and each revision's address."""
    listed = ["west_midlands/fy2013-14/r1", "west_midlands/fy2014-15/r1", "west_midlands/fy2014-15/r2"]
    record = json.loads(LIBRARY.text)
    assert ("planbook-library/1", listed) == (record["format"], [one["address"] for one in record["editions"]])
    assert LIBRARY == msgspec.json.decode(LIBRARY.text, type=Library)


def test_a_record_of_another_form_is_refused() -> None:
    """What a later version wrote is not guessed at; a fault names its place."""
    with pytest.raises(msgspec.ValidationError, match=r"'planbook-library/2' - at `\$.format`"):
        msgspec.json.decode(LIBRARY.text.replace("library/1", "library/2"), type=Library)
    with pytest.raises(msgspec.ValidationError, match=r"\$.editions\[0\].revision"):
        msgspec.json.decode(LIBRARY.text.replace('"revision": 1', '"revision": "r1"'), type=Library)


@given(st.permutations([FIRST, SECOND, EARLIER]))
def test_the_order_of_publishing_does_not_change_the_record(order: list[Published]) -> None:
    """One record for one set of revisions."""
    library = Library()
    for one in order:
        library = library.with_one(one)
    assert LIBRARY == library


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        ("fy2014-15", "west_midlands/fy2014-15/r2"),
        ("FY2014-15", "west_midlands/fy2014-15/r2"),
        ("fy2014-15/r1", "west_midlands/fy2014-15/r1"),
        ("west_midlands/fy2013-14/r1/", "west_midlands/fy2013-14/r1"),
    ],
)
def test_editions_are_found_by_name(wanted: str, address: str) -> None:
    """The latest revision, a named one, with or without the force."""
    assert address == LIBRARY.find(wanted, "west_midlands").address


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    """And with what is held."""
    with pytest.raises(Refusal, match="nearest: west_midlands/fy2014-15/r"):
        LIBRARY.find("west_midlands/fy2014-16", "west_midlands")


def test_the_edition_before_is_of_an_earlier_period() -> None:
    """Its latest revision; never a revision of the edition itself, nor a later one, nor another kind of period."""
    assert EARLIER == LIBRARY.before(EDITION)
    assert None is LIBRARY.before(replace(EDITION, period="FY2013-14"))
    assert None is LIBRARY.before(replace(EDITION, period="FY2015-16Q1"))
    assert None is LIBRARY.before(replace(EDITION, force="kent"))
    assert SECOND == LIBRARY.before(replace(EDITION, period="FY2016-17"))


@pytest.mark.parametrize(("written", "wrong"), [("", "none is given"), ("30/06/2015", "not a day")])
def test_the_day_is_given_by_the_publisher(written: str, wrong: str) -> None:
    """Without one, or with one that is no day, nothing is published."""
    with pytest.raises(Refusal, match=wrong):
        parse_date(written)
