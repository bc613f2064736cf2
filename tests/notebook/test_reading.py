"""The rows behind each claim, noted as notebooks read them; and the recipes of receipts, run on those rows."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

import pytest

from planbook.claims.ledger import Edition
from planbook.claims.receipt import working_of
from planbook.claims.statistics_table import STATISTICS
from planbook.data.series import rows_again
from planbook.site.receipts import rows_csv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planbook.claims.claims import Claim
    from planbook.data.places import Places
    from planbook.notebook.outcome import OutcomeNotebook

    Run = Callable[..., OutcomeNotebook]

REDUCE_CRIME = "05_reduce_crime"
ROBBERY = ("m5-4b",)


def spans(claim: Claim) -> list[tuple[str, str, str, int]]:
    """Table, first and last period and number of rows of a claim."""
    return [(rows.table, rows.first, rows.last, rows.count) for rows in claim.rows]


def test_each_statistic_has_the_rows_that_it_rests_on(run: Run) -> None:
    """The period, the year before, both, the phase, the years, and the force with its residents."""
    claims = run(REDUCE_CRIME, ROBBERY, period="FY2014-15").claims
    table, years = "recorded_crime_by_measure", "recorded_crime_year_ending_march"
    assert {
        "count": [(table, "FY2014-15Q1", "FY2014-15Q4", 4)],
        "baseline": [(table, "FY2013-14Q1", "FY2013-14Q4", 4)],
        "change_pct": [(table, "FY2013-14Q1", "FY2014-15Q4", 8)],
        "process_average": [(table, "FY2012-13Q1", "FY2014-15Q4", 12)],
        "year_rank": [(years, "FY2002-03", "FY2014-15", 13)],
        "rate": [("population", "MID-2014", "MID-2014", 1), (table, "FY2014-15Q1", "FY2014-15Q4", 4)],
    } == {
        name: spans(claims[f"robbery.{name}"])
        for name in ("count", "baseline", "change_pct", "process_average", "year_rank", "rate")
    }


def test_the_group_mean_rests_on_every_force_of_the_group(run: Run) -> None:
    """Other forces are counted by subgroup, each with its residents."""
    rows = run(REDUCE_CRIME, ROBBERY, period="FY2014-15").claims["robbery.group_mean"].rows
    assert {"population": 4, "recorded_crime_by_measure": 1, "recorded_crime_by_subgroup": 3} == {
        part.table: len(part.areas) for part in rows
    }


@pytest.mark.parametrize("period", ["FY2014-15", "FY2014-15Q3", "FY2013-14"])
def test_the_rows_of_a_count_add_up_to_it(run: Run, places: Places, period: str) -> None:
    """Read again from the tables, in whole years and quarters."""
    claims = run(REDUCE_CRIME, ROBBERY, period=period).claims
    for name in ("robbery.count", "robbery.baseline"):
        claim = claims[name]
        if claim.status == "computed":
            assert claim.value == sum(row.value for row in rows_again(places, claim.rows, ""))


def test_the_inputs_of_a_claim_are_claims_then_tables(run: Run) -> None:
    """In the order of the formula."""
    claims = run(REDUCE_CRIME, ROBBERY, period="FY2014-15").claims
    table = "data/series/recorded_crime_by_measure.csv"
    behind = ("robbery.count", "robbery.baseline", "robbery.dispersion", "robbery.degrees_of_freedom", table)
    assert behind == claims["robbery.change_low"].inputs
    assert ("robbery.change_pct", table) == claims["robbery.gap_points"].inputs


def test_a_yearly_series_rests_on_its_years(run: Run) -> None:
    """Incidents of anti-social behaviour are published by year only."""
    claims = run("03_local_identity", ("m3-3",), period="FY2014-15").claims
    assert [("asb_incidents", "FY2013-14", "FY2014-15", 2)] == spans(claims["asb_incidents.change_pct"])


LEVEL = {"process_average", "lower_limit", "upper_limit", "level_shift_pct"}
ELSEWHERE = {
    "target_level", "gap", "gap_points", "year_rank", "level_gap", "share_gap", "share_gap_points", "answers"
}  # fmt: skip
"""Statistics that this outcome does not hold, or that other tests check."""


def printed(code: str) -> str:
    """What a recipe prints."""
    output = io.StringIO()
    names: dict[str, Any] = {}
    with redirect_stdout(output):
        exec(code, names)  # noqa: S102 - the recipe under test
    return output.getvalue().strip()


@pytest.mark.slow
@pytest.mark.parametrize("period", ["FY2014-15", "FY2014-15Q3"])
def test_every_recipe_gives_the_published_value(
    run: Run, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, period: str
) -> None:
    """What a receipt tells a reader to run prints the value, for every computed claim of the outcome."""
    outcome = run(REDUCE_CRIME, period=period)
    edition = Edition(period, "", "", "", "west_midlands", "", "west_midlands_2014_15", "", "", True, "0", (), ())  # noqa: FBT003
    monkeypatch.chdir(tmp_path)
    checked = set()
    for claim in outcome.claims.values():
        if claim.status != "computed":
            continue
        (tmp_path / "rows.csv").write_text(rows_csv(rows_again(places, claim.rows, "")), encoding="utf-8")
        beside = {other.statistic: other for other in outcome.claims.values() if other.measure == claim.measure}
        code = working_of(claim, edition, beside, outcome.plan.milestone(claim.milestone), "rows.csv").check
        assert claim.value is not None
        assert STATISTICS[claim.statistic].tolerance.allows(claim.value, float(printed(code))), claim.id
        checked.add(claim.statistic)
    # Up to December 2014 there are eleven quarters, too few for a level.
    without = ELSEWHERE | (LEVEL if period == "FY2014-15Q3" else set())
    assert set(STATISTICS) - without <= checked
