"""The nearest name for a misspelt one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.data.values import nearest

KNOWN = ("robbery", "burglary_dwelling", "vehicle_crime")


@pytest.mark.parametrize(("wanted", "near"), [("robery", "robbery"), ("xyz", "none")])
def test_the_nearest_name_is_given(wanted: str, near: str) -> None:
    """One letter astray is found; a far-fetched guess helps nobody."""
    assert near == nearest(wanted, KNOWN, 1)


@given(st.text(max_size=12), st.lists(st.text(min_size=1, max_size=12), max_size=5))
def test_what_is_given_is_always_known(wanted: str, known: list[str]) -> None:
    """No name is made up."""
    found = nearest(wanted, known, 1)
    assert found == "none" or found in known


@given(st.permutations(KNOWN))
def test_the_order_of_the_known_does_not_matter(known: list[str]) -> None:
    """The message is the same every time."""
    assert nearest("crime", KNOWN) == nearest("crime", known)
