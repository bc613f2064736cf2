"""Which forces and years a command names."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planbook.forces.force_years import ALL_YEARS, ForceYear, force_years, parse_years

from planbook import Refusal

FORCES = ("essex", "kent")


def test_all_years_are_those_held_whole_with_a_year_before(root: Path) -> None:
    """The default leaves out no year of the table of all forces that can be compared with the one before it."""
    with (root / "data" / "series" / "recorded_crime_by_force.csv").open(encoding="utf-8", newline="") as table:
        periods = {row["period"] for row in csv.DictReader(table)}
    years = sorted({period.partition("Q")[0] for period in periods})
    whole = [year for year in years if {f"{year}Q{quarter}" for quarter in range(1, 5)} <= periods]
    assert tuple(whole[1:]) == parse_years(ALL_YEARS)


@given(st.integers(1950, 2090), st.integers(0, 40))
def test_a_span_has_every_year_once(first: int, more: int) -> None:
    """From the first to the last, none left out, in order; the turn of a century too."""
    last = first + more
    years = parse_years(f"{first}-{(first + 1) % 100:02d}..{last}-{(last + 1) % 100:02d}")
    assert [f"FY{year}" for year in range(first, last + 1)] == [year[:6] for year in years]


@pytest.mark.parametrize("text", ["", "2014", "2014-16", "2015-16..2014-15", "2014-15..", "2014-15...2016-17"])
def test_years_written_otherwise_are_refused(text: str) -> None:
    """The message says how years are written."""
    with pytest.raises(Refusal, match="write one year as 2014-15"):
        parse_years(text)


def test_editions_are_forces_by_years_in_order() -> None:
    """No force named means all; each edition has an address of its own; all misspelt forces are named at once."""
    made = force_years((), "2014-15..2015-16", FORCES)
    assert ["essex/fy2014-15", "essex/fy2015-16", "kent/fy2014-15", "kent/fy2015-16"] == [one.address for one in made]
    assert (ForceYear("kent", "FY2014-15"),) == force_years(("kent", "kent"), "2014-15", FORCES)
    with pytest.raises(Refusal, match=r"'esex' \(nearest: essex\); 'knt' \(nearest: kent\)"):
        force_years(("knt", "esex"), "2014-15", FORCES)
