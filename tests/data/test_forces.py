"""All 43 forces: the same counts as the tables of the plan's force, and outlines that meet."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from planbook.data import registers
from planbook.data.places import Places
from planbook.data.series import (
    denominators,
    force_counts,
    force_denominators,
    force_names,
    force_outlines,
    measure_series,
)

PLACES = Places(Path(__file__).parents[2])
LAST = pd.Period("2026Q3", "Q-MAR")
GROUP = ("west_midlands", "greater_manchester", "merseyside", "west_yorkshire")


def test_all_forces_are_held() -> None:
    """There are 43 territorial forces, each with counts, residents, households and an outline."""
    names = set(force_names(PLACES))
    assert 43 == len(names)
    denominated = (set(force_denominators(PLACES, measure).columns) for measure in ("population", "households"))
    counted = set(force_counts(PLACES, LAST)["robbery"].columns)
    assert [names] * 4 == [counted, *denominated, set(force_outlines(PLACES))]


@pytest.mark.parametrize("force", GROUP)
def test_counts_are_those_of_the_outcome_pages(force: str) -> None:
    """For the forces of the group, counts by measure equal those that the outcomes are judged by."""
    counts = force_counts(PLACES, LAST)
    for measure in counts.columns.get_level_values(0).unique():
        own = measure_series(PLACES, registers.measures(PLACES)[measure], force)
        pd.testing.assert_series_equal(own, counts[measure][force].dropna(), check_names=False, check_freq=False)


def test_no_quarter_after_the_period_is_known() -> None:
    """An edition does not see what was counted after its period."""
    last = pd.Period("2015Q4", "Q-MAR")
    assert last == force_counts(PLACES, last).index[-1]


@pytest.mark.parametrize("measure", ["population", "households"])
def test_denominators_are_those_of_the_peer_charts(measure: str) -> None:
    """Residents and households of the group in mid-2014 are the same in both tables."""
    held = denominators(PLACES, measure, GROUP, 2014)
    assert dict(held) == dict(force_denominators(PLACES, measure).loc[2014, list(GROUP)])


def test_outlines_are_closed_and_meet_where_the_forces_are() -> None:
    """Every ring ends where it begins; West Midlands lies round Birmingham and shares a boundary with Staffordshire."""
    outlines = force_outlines(PLACES)
    assert all(ring[0] == ring[-1] for rings in outlines.values() for ring in rings)
    longitudes, latitudes = zip(*outlines["west_midlands"][0], strict=True)
    assert min(longitudes) < -1.9 < max(longitudes)
    assert min(latitudes) < 52.48 < max(latitudes)
    own, other = ({point for ring in outlines[name] for point in ring} for name in ("west_midlands", "staffordshire"))
    assert len(own & other) > 5


def test_outlines_are_the_file_that_its_record_describes() -> None:
    """The record beside the outlines holds their hash, publisher and licence."""
    folder = PLACES.data / "geography"
    record = json.loads((folder / "police_force_areas.source.json").read_text(encoding="utf-8"))
    assert record["sha256"] == sha256((folder / "police_force_areas.geojson").read_bytes()).hexdigest()
    assert ("Natural Earth", "Public domain") == (record["publisher"], record["licence"])
