"""Every computed claim is worked out a second time from its rows; one that differs stops the build."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planbook.claims.recomputing import FORMULAS, NO_ROWS
from planbook.claims.statistics_table import STATISTICS
from planbook.run.recomputed import Recomputed
from tests.conftest import copy_project, planbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planbook.claims.claims import Claim
    from planbook.data.places import Places
    from planbook.notebook.outcome import OutcomeNotebook

    Run = Callable[..., OutcomeNotebook]

WEST_MIDLANDS = "west_midlands_2014_15"
REDUCE_CRIME = "05_reduce_crime"
PRIORITIES = ("01_homicide", "02_serious_violence", "04_neighbourhood_crime")
YEAR = {"plan": WEST_MIDLANDS, "period": "FY2014-15", "force": "west_midlands"}


def faults(places: Places, outcome: OutcomeNotebook, claims: Iterable[Claim]) -> list[str]:
    """How claims of an outcome differ from what their rows give."""
    return list(Recomputed(places, outcome.register, claims, outcome.force, outcome.as_at).faults())


def test_every_statistic_has_a_formula() -> None:
    """A statistic that is added to the table is worked out again too."""
    assert set(STATISTICS) == set(FORMULAS)


def test_a_claim_that_is_altered_is_named_with_both_values_and_its_cell(run: Run, places: Places) -> None:
    """Of every statistic that the outcome holds, altered by one in a thousand or by one place."""
    outcome = run(REDUCE_CRIME, **YEAR)
    claims = [replace(claim, cell="a-cell") for claim in outcome.claims.values()]
    assert [] == faults(places, outcome, claims)
    one_each = {claim.statistic: claim for claim in claims if claim.status == "computed"}
    assert {
        "count",
        "change_low",
        "dispersion",
        "upper_limit",
        "rank_high",
        "group_mean",
        "gap",
        "share_low",
        "share_spread",
    } <= one_each.keys()
    for statistic, claim in one_each.items():
        value = claim.value or 0.0
        altered = replace(claim, value=value + (1 if statistic.endswith("rank") else 0.001 * abs(value) + 0.001))
        beside = [other for other in claims if other.measure in {claim.measure, "vehicle_crime"} and other != claim]
        told = faults(places, outcome, [altered, *beside])
        assert [claim.id] == [fault.partition(":")[0] for fault in told]
        assert "cell a-cell records" in told[0]
        assert "give" in told[0]


def test_a_series_without_rows_is_refused(run: Run, places: Places) -> None:
    """A series that was fetched by hand has no row behind it: the sentence says to import it."""
    outcome = run(REDUCE_CRIME, ("m5-4b",), **YEAR)
    by_hand = replace(outcome.claims["robbery.count"], rows=(), source="", cell="by-hand")
    told = faults(places, outcome, [by_hand])
    assert [f"robbery.count: cell by-hand records 4,888, which rests on {NO_ROWS}"] == told
    assert "`planbook import`" in NO_ROWS


@pytest.mark.parametrize("force", ["west_midlands", "kent", "dyfed_powys", "city_of_london"])
@pytest.mark.parametrize("period", ["FY2024-25", "FY2025-26Q3", "FY2021-22"])
def test_what_notebooks_record_comes_out_again(run: Run, places: Places, force: str, period: str) -> None:
    """Series of forces large and small, in whole years and a quarter: counts, models, rates and places alike."""
    for notebook in PRIORITIES:
        outcome = run(notebook, plan="national_priorities", period=period, force=force)
        assert [] == faults(places, outcome, outcome.claims.values())


@pytest.mark.slow
def test_a_count_typed_into_a_cell_stops_the_build(tree: Places) -> None:
    """`count = 5` is named with the claim, both values and the cell, and so is all that was made from it."""
    file = f"notebooks/{WEST_MIDLANDS}/{REDUCE_CRIME}.ipynb"
    path = copy_project(tree.root, file).root / file
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "m5-4b-counts")
    cell["source"] = "".join(cell["source"]) + "\ncount = 5"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    done = planbook(tree.root, "run", "--outcome", "O5")
    assert 1 == done.returncode
    assert "robbery.count: cell m5-4b-report records 5, and its 4 rows give 4,888" in done.stderr
    assert "robbery.gap: cell m5-4b-report records" in done.stderr
    assert not tree.edition.exists()
