"""The words and table of the funnel of all forces."""

from __future__ import annotations

from .conftest import AREAS, all_forces, peers


def test_every_force_has_its_row_lowest_first() -> None:
    """The table goes from the lowest rate to the highest and says which forces are of the group."""
    table = peers().table
    assert table["Rate"].is_monotonic_increasing
    assert sorted(AREAS) == sorted(table["Force"])
    groups = dict(zip(table["Force"], table["Group"], strict=True))
    assert [groups[name] for name in AREAS[:5]] == ["this force", *["most similar group"] * 3, "other"]


def test_alt_gives_rate_place_and_words() -> None:
    """The alternative text holds the rate, the rank with its interval and the words that the table has too."""
    row = all_forces().forces.loc["West Midlands"]
    words = f"West Midlands has {row['rate']:.1f}, the number {row['rank']} from the lowest (95% interval of the rank"
    assert words in peers().alt
    assert str(row["place"]) in peers().alt


def test_the_force_and_its_peers_are_named_on_the_wide_drawing() -> None:
    """Names stand at their points, so that colour is not alone; a narrow drawing has room for the force alone."""
    wide, narrow = peers().wide.svg, peers().narrow.svg
    assert [] == [name for name in AREAS[:4] if f">{name}</text>" not in wide]
    assert [name for name in AREAS[:4] if f">{name}</text>" in narrow] == ["West Midlands"]
    assert "Made-up" not in wide
