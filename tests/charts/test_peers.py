"""The words and table of the peer chart."""

from __future__ import annotations

from .conftest import peers


def test_forces_are_ranked_lowest_first() -> None:
    """Table and drawing go from the lowest rate to the highest."""
    assert peers().table["Rate"].is_monotonic_increasing
    names = ["West Midlands", "Merseyside", "West Yorkshire", "Greater Manchester"]
    assert names == peers().table["Force"].tolist()
    places = [peers().wide.svg.index(f"{name}</text>") for name in names]
    assert places == sorted(places)


def test_alt_gives_rank_and_group() -> None:
    """The alternative text holds the force's rate, its rank and the group's mean and range."""
    assert (
        "West Midlands has 62.8, rank 1 of 4 (1 is lowest); group mean 69.0, usual range 64.5 to 73.4." in peers().alt
    )


def test_own_force_is_marked_by_shape() -> None:
    """The force of the page carries a mark, so that colour is not alone."""
    assert "▶ West Midlands" in peers().wide.svg
    assert peers().wide.svg.count("▶") == 1
