"""A release beside the table that is held."""

import pandas as pd

from planbook.imports.changes import changes

COLUMNS = ["period", "area", "measure", "value", "vintage"]


def held(rows: list[tuple[str, float, str]]) -> pd.DataFrame:
    """Rows of robbery in West Midlands: period, value, vintage."""
    return pd.DataFrame(
        [(period, "west_midlands", "robbery", value, vintage) for period, value, vintage in rows], columns=COLUMNS
    )


def release(rows: dict[str, float]) -> pd.DataFrame:
    """A release of robbery in West Midlands."""
    return held([(period, value, "") for period, value in rows.items()]).drop(columns="vintage")


def test_new_revised_vanished_and_unchanged_are_told_apart() -> None:
    """By how much a measure was revised stands beside the largest revision; a hole in the release is told."""
    before = held(
        [("FY2014-15Q1", 1300, "2018-07"), ("FY2014-15Q2", 1200, "2018-07"), ("FY2014-15Q3", 1250, "2018-07")]
    )
    found = changes(before, release({"FY2014-15Q1": 1300, "FY2014-15Q3": 1240, "FY2014-15Q4": 1100}), "2026-04")
    assert [
        "new: robbery, west_midlands, FY2014-15Q4 (1 rows)",
        (
            "revised: robbery, west_midlands, FY2014-15Q3 (1 rows) by -10 in all (-0.8 per cent), most in "
            "west_midlands, FY2014-15Q3 from 1,250 to 1,240"
        ),
        "vanished: robbery, west_midlands, FY2014-15Q2 (1 rows)",
        "unchanged: 1 observations",
    ] == list(found.lines())


def test_a_release_is_compared_with_what_was_known_when_it_came_out() -> None:
    """A later vintage is not looked at, of earlier ones the last."""
    before = held([("FY2014-15", 5, "2016-07"), ("FY2014-15", 6, "2018-07"), ("FY2014-15", 7, "2026-04")])
    assert [6] == list(changes(before, release({"FY2014-15": 8}), "2020-07").revised["before"])


def test_a_value_is_unusual_beside_the_same_quarter_of_earlier_years() -> None:
    """Wider than the range by half of it, or by three roots of the highest; other quarters do not count."""
    before = held([(f"FY{year}-{year - 1999}Q1", 1300 + year % 4 * 10, "2018-07") for year in range(2012, 2018)])
    [one] = changes(before, release({"FY2018-19Q1": 1600, "FY2018-19Q2": 9000}), "2019-07").unusual
    assert "robbery, west_midlands, FY2018-19Q1: 1,600; usual 1,191 to 1,439" == one
